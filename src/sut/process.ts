import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makeCertificates } from '../net/certificates.ts';
import { openWebSocket } from '../net/ws-client.ts';
import type { Pics } from '../profile/pics.ts';
import { type Chosen, fillIn } from '../profile/placeholders.ts';
import type { ProcessSettings, Profile } from '../profile/profile.ts';
import { isIpv6Url } from '../profile/reach.ts';
import { freePort } from './free-port.ts';
import { ProcessGroup } from './process-group.ts';
import { caOf } from './remote.ts';
import { type Sut, type SutEvents, SutUnreachable } from './sut.ts';

/** How many of its last lines a SUT that does not start is quoted with. */
const LAST_WORDS = 12;
/** Pause between two looks whether it answers, in milliseconds. */
const RETRY_MS = 50;

/**
 * Starts a SUT as a process of this machine: chooses its ports, makes its certificate, fills in its environment, and
 * waits until it opens a WebSocket. When it dies it is started again, at the same addresses.
 * @param core where our core listens at Mw
 * @throws SutUnreachable with its last log lines when it does not start
 */
export async function processSut(
  profile: Profile,
  pics: Pics,
  core: Profile['mw']['listen'],
  events: SutEvents,
): Promise<Sut> {
  const settings = profile.sut.process;
  if (!settings) throw new Error('a profile with driver: process has the command to start');
  const run = mkdtempSync(join(tmpdir(), 'w2conf-sut-'));
  const sut = new ProcessSut(profile, settings, pics, await choose(profile, core, run), events);
  try {
    await sut.start();
  } catch (reason) {
    await sut.stop();
    throw reason;
  }
  return sut;
}

class ProcessSut implements Sut {
  readonly w2: Sut['w2'];
  readonly mw: Sut['mw'];
  readonly #profile: Profile;
  readonly #settings: ProcessSettings;
  readonly #pics: Pics;
  readonly #chosen: Chosen & { readonly ca: string };
  readonly #events: SutEvents;
  readonly #lastWords: string[] = [];
  #group: ProcessGroup | undefined;
  #stopped = false;

  constructor(
    profile: Profile,
    settings: ProcessSettings,
    pics: Pics,
    chosen: Chosen & { readonly ca: string },
    events: SutEvents,
  ) {
    this.#profile = profile;
    this.#settings = settings;
    this.#pics = pics;
    this.#chosen = chosen;
    this.#events = events;
    const url = new URL(profile.w2.url);
    url.port = String(chosen.w2.port);
    this.w2 = {
      url: url.href,
      ca: chosen.ca,
      servername: profile.w2.servername,
      ...(isIpv6Url(url.href) && { ipv6Url: url.href }),
    };
    this.mw = { ...profile.mw.sut, port: chosen.mw.port };
  }

  /** Starts it and waits until a WebSocket opens. @throws SutUnreachable */
  async start(): Promise<void> {
    const group = this.#spawn();
    this.#group = group;
    const { startWithin } = this.#settings;
    const deadline = performance.now() + startWithin;
    let died: string | undefined;
    void group.ended.then((how) => {
      died = how;
    });
    while (!(await this.#answers())) {
      if (this.#stopped) return;
      if (died !== undefined) throw this.#unreachable(died);
      if (performance.now() > deadline) {
        throw this.#unreachable(`no WebSocket opened at ${this.w2.url} within ${startWithin} ms`);
      }
      await Promise.race([pause(RETRY_MS), group.ended]);
    }
    void group.ended.then((how) => this.#died(group, how));
  }

  async settled(): Promise<void> {
    const group = this.#group;
    // An open port says nothing here either: of a dying process it is the last to close.
    if (await this.#answers()) return;
    // Its sockets are closed before its end is known; if it goes on without them, that is not for us to wait for.
    await Promise.race([group?.ended, pause(1000)]);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#group?.stop(this.#settings.stopWithin);
    rmSync(this.#chosen.run, { recursive: true, force: true });
  }

  #spawn(): ProcessGroup {
    const { command, environment, files } = this.#settings;
    const fill = (template: string) => fillIn(template, this.#chosen, this.#profile, this.#pics);
    for (const [name, template] of Object.entries(files)) {
      writeFileSync(join(this.#chosen.run, name), fill(template));
    }
    const folder = this.#profile.file === undefined ? process.cwd() : dirname(this.#profile.file);
    const [program = '', ...args] = command.map(fill);
    return new ProcessGroup({
      command: [program.includes('/') ? resolve(folder, program) : program, ...args],
      folder,
      environment: Object.fromEntries(Object.entries(environment).map(([name, it]) => [name, fill(it)])),
      log: (text) => {
        this.#lastWords.push(text);
        if (this.#lastWords.length > LAST_WORDS) this.#lastWords.shift();
        this.#events.log(text);
      },
    });
  }

  /** It ended by itself: whoever uses it is told, and it is started again. */
  async #died(group: ProcessGroup, how: string): Promise<void> {
    if (this.#stopped) return;
    const again = this.#again(group);
    this.#events.died(how, again);
    await again.catch(() => {});
  }

  async #again(group: ProcessGroup): Promise<void> {
    await group.stop(this.#settings.stopWithin);
    if (!this.#stopped) await this.start();
  }

  /** One WebSocket handshake; an open port alone says nothing, the listen backlog opens it too. */
  async #answers(): Promise<boolean> {
    const { url, ca, servername } = this.w2;
    const { origin } = this.#profile.w2;
    try {
      const link = await openWebSocket(
        {
          url,
          protocols: ['sip'],
          origin,
          maxMs: 1000,
          ...(ca !== undefined && { ca }),
          ...(servername !== undefined && { servername }),
        },
        { message: () => {} },
      );
      link.close();
      return true;
    } catch {
      return false;
    }
  }

  #unreachable(why: string): SutUnreachable {
    const { command } = this.#settings;
    const said = this.#lastWords.map((line) => `\n    ${line}`).join('');
    return new SutUnreachable(
      `${command.join(' ')}: ${why}${said === '' ? ', and it wrote nothing' : `; its last lines:${said}`}`,
    );
  }
}

/** Ports that are free where the profile says 0, and a certificate for the host of W2. */
async function choose(
  profile: Profile,
  core: Profile['mw']['listen'],
  run: string,
): Promise<Chosen & { readonly ca: string }> {
  const { hostname, port } = new URL(profile.w2.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const { servername } = profile.w2;
  const { ca, cert, key } = await makeCertificates({
    hosts: [host, ...(servername === undefined ? [] : [servername])],
  });
  const tls = { cert: join(run, 'cert.pem'), key: join(run, 'key.pem'), ca: join(run, 'ca.pem') };
  writeFileSync(tls.cert, cert);
  writeFileSync(tls.key, key, { mode: 0o600 });
  writeFileSync(tls.ca, ca);
  const { mw } = profile;
  return {
    w2: { host, port: port === '0' ? await freePort(host) : Number(port === '' ? 443 : port) },
    mw: { ...mw.sut, port: mw.sut.port === 0 ? await freePort(mw.sut.host) : mw.sut.port },
    core,
    tls,
    run,
    ca: profile.w2.ca === undefined ? ca : caOf(profile.w2.ca),
  };
}

async function pause(ms: number): Promise<void> {
  const { promise, resolve: done } = Promise.withResolvers<void>();
  setTimeout(done, ms);
  await promise;
}
