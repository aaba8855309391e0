import { CommanderError } from 'commander';
import { ProfileError } from '../profile/error.ts';
import { SutLeft } from '../sut/sut.ts';
import { exit, UserError } from './exit.ts';
import { printError } from './output.ts';

/** What the system says when a disk or somebody's share of it is full. */
const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Says on standard error why a command ended early: a user's mistake with its remedy and without a stack, anything
 * else as a bug of ours, with its stack only when W2CONF_DEBUG=1.
 *
 * @returns the exit code that goes with it
 */
export function reportFailure(error: unknown): number {
  // Commander has printed its own message, or the help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.passed : exit.usage;
  if (error instanceof ProfileError) {
    printError(error.message);
    return exit.usage;
  }
  if (error instanceof UserError) {
    printError(error.message, error.remedy);
    return exit.usage;
  }
  if (error instanceof SutLeft) {
    printError(error.message);
    return exit.error;
  }
  if (NO_ROOM.has((error as NodeJS.ErrnoException | undefined)?.code ?? '')) {
    printError(
      `there is no room for the results: ${(error as Error).message}`,
      'make room, or name another folder with --out',
    );
    return exit.error;
  }
  const [message] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
  const debug = process.env.W2CONF_DEBUG === '1';
  const remedy = 'set W2CONF_DEBUG=1 to see where, and report that with the command line';
  printError(`${message} (this is a bug of w2conf)`, debug ? undefined : remedy);
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return exit.error;
}
