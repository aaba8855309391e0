import { randomBytes } from 'node:crypto';
import { configurations } from '../profile/configurations.ts';
import { loadProfile } from '../profile/load.ts';
import { usesOwnWaf } from '../profile/waf.ts';
import type { LabParameters } from '../run/lab-parameters.ts';
import { type Finding, preflight, tokenPreflight } from '../run/preflight.ts';
import { labParameters, openHub, startSut } from '../run/surroundings.ts';
import { tokenFacts } from '../run/token-facts.ts';
import { openW1 } from '../run/w1.ts';
import { type SutEvents, SutUnreachable } from '../sut/sut.ts';
import { exit } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import type { CheckOptions } from './options.ts';
import { printError, printLine, styled } from './output.ts';

/** No record is kept of what the SUT writes; one that does not start quotes its last lines. */
const unheard: SutEvents = {
  slow: (what) => printLine(`    ${what}`),
  log: () => {},
  died: () => {},
};

/** `w2conf check`: is the profile sound, and does the SUT answer? */
export async function checkCommand({ profile: file }: CheckOptions): Promise<number> {
  const profile = loadProfile(file);
  const found = (what: string) => printLine(`${styled('green', 'ok')}  ${what}`);
  found(`${file} is a sound profile`);
  const run = { id: randomBytes(6).toString('hex'), seed: 0, edition: profile.edition };
  const [configuration] = configurations(profile);
  if (!configuration) throw new Error('a profile always has a configuration');
  const { pics } = configuration;
  const start = new AbortController();
  const interrupted = onInterrupt(async () => start.abort());
  try {
    await using hub = disposable(await openHub(profile, run.id, () => {}), (it) => it.close());
    const core = hub.it.address;
    found(`the core listens at ${core.host}:${core.port}, UDP and TCP`);
    const own = usesOwnWaf(profile) ? await openW1(profile, () => {}) : undefined;
    await using w1 = disposable(own, async (it) => it?.close());
    const waf = w1.it?.addresses;
    const context = { pics, core, waf, events: unheard, signal: start.signal };
    await using sut = disposable(await startSut(profile, context), (it) => it.stop());
    const parameters = labParameters(run, profile, configuration, sut.it, core, w1.it?.access);
    for (const fact of tokenFacts(parameters)) printLine(`    ${fact}`);
    if (own && profile.waf.cert === undefined && profile.sut.driver === 'remote') {
      printLine(
        '    their certificate is made anew for each run: set waf.cert and waf.key so that the SUT can know it',
      );
    }
    const looked = look(parameters, found);
    await Promise.race([looked, interrupted.done]);
  } catch (reason) {
    if (!(reason instanceof SutUnreachable)) throw reason;
    printError(reason.message);
    return start.signal.aborted ? exit.incomplete : exit.error;
  } finally {
    interrupted.stop();
  }
  return start.signal.aborted ? exit.incomplete : exit.passed;
}

async function look(parameters: LabParameters, found: Finding): Promise<void> {
  await preflight(parameters, found);
  if (parameters.pics.webAuth) await tokenPreflight(parameters, found);
}

/** Something that has to be closed when its block is left. */
function disposable<T>(it: T, close: (it: T) => Promise<void>): AsyncDisposable & { readonly it: T } {
  return { it, [Symbol.asyncDispose]: () => close(it) };
}
