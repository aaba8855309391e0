import { randomBytes } from 'node:crypto';
import { configurations } from '../profile/configurations.ts';
import { loadProfile } from '../profile/load.ts';
import { preflight } from '../run/preflight.ts';
import { labParameters, openHub, startSut } from '../run/surroundings.ts';
import { SutUnreachable } from '../sut/sut.ts';
import { exit } from './exit.ts';
import type { CheckOptions } from './options.ts';
import { printError, printLine, styled } from './output.ts';

/** `w2conf check`: is the profile sound, and does the SUT answer? */
export async function checkCommand({ profile: file }: CheckOptions): Promise<number> {
  const profile = loadProfile(file);
  const found = (what: string) => printLine(`${styled('green', 'ok')}  ${what}`);
  found(`${file} is a sound profile`);
  const run = { id: randomBytes(6).toString('hex'), seed: 0, edition: profile.edition };
  const [configuration] = configurations(profile);
  if (!configuration) throw new Error('a profile always has a configuration');
  try {
    await using hub = disposable(await openHub(profile, run.id, () => {}), (it) => it.close());
    const core = hub.it.address;
    found(`the core listens at ${core.host}:${core.port}, UDP and TCP`);
    await using sut = disposable(await startSut(profile, configuration, core), (it) => it.stop());
    await preflight(labParameters(run, profile, configuration, sut.it, core), found);
  } catch (reason) {
    if (!(reason instanceof SutUnreachable)) throw reason;
    printError(reason.message);
    return exit.error;
  }
  return exit.passed;
}

/** Something that has to be closed when its block is left. */
function disposable<T>(it: T, close: (it: T) => Promise<void>): AsyncDisposable & { readonly it: T } {
  return { it, [Symbol.asyncDispose]: () => close(it) };
}
