import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Profile } from '../profile/profile.ts';
import type { ProcessSettings } from '../profile/start-settings.ts';
import { type Briefing, brief, freeEnds } from './briefing.ts';
import type { Launcher } from './launcher.ts';
import { ProcessGroup } from './process-group.ts';
import { startedSut } from './started.ts';
import type { StartContext, Sut } from './sut.ts';

/**
 * Starts a SUT as a process of this machine, in a folder of its own that lives as long as it does.
 * @throws SutUnreachable with its last log lines when it does not start
 */
export async function processSut(profile: Profile, context: StartContext): Promise<Sut> {
  const settings = profile.sut.process;
  if (!settings) throw new Error('a profile with driver: process has the command to start');
  const { pics, core, waf, events, signal } = context;
  const run = mkdtempSync(join(tmpdir(), 'w2conf-sut-'));
  try {
    const briefing = await brief(profile, pics, { ...(await freeEnds(profile)), core, waf, run });
    const launcher = new ProcessLauncher(profile, settings, briefing, run);
    return await startedSut({ profile, settings, briefing, launcher, events, signal });
  } catch (reason) {
    rmSync(run, { recursive: true, force: true });
    throw reason;
  }
}

class ProcessLauncher implements Launcher {
  readonly what: string;
  readonly #profile: Profile;
  readonly #settings: ProcessSettings;
  readonly #briefing: Briefing;
  readonly #run: string;

  constructor(profile: Profile, settings: ProcessSettings, briefing: Briefing, run: string) {
    this.#profile = profile;
    this.#settings = settings;
    this.#briefing = briefing;
    this.#run = run;
    this.what = settings.command.join(' ');
    for (const [path, content] of Object.entries(briefing.files)) {
      writeFileSync(path, content, { mode: 0o600 });
    }
  }

  async launch(log: (text: string) => void): Promise<ProcessGroup> {
    const { command, environment, files } = this.#settings;
    const { fill } = this.#briefing;
    for (const [name, template] of Object.entries(files)) {
      writeFileSync(join(this.#run, name), fill(template));
    }
    const { file } = this.#profile;
    const folder = file === undefined ? process.cwd() : dirname(file);
    const [program = '', ...args] = command.map(fill);
    return new ProcessGroup({
      command: [program.includes('/') ? resolve(folder, program) : program, ...args],
      folder,
      environment: Object.fromEntries(Object.entries(environment).map(([name, it]) => [name, fill(it)])),
      log,
    });
  }

  async close(): Promise<void> {
    rmSync(this.#run, { recursive: true, force: true });
  }
}
