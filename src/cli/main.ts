/** Entry of the command line: runs it, and is the only place that ends the process. */
import { CommanderError } from 'commander';
import { ProfileError } from '../profile/error.ts';
import { exit, UserError } from './exit.ts';
import { printError } from './output.ts';
import { program } from './program.ts';

/** Says what went wrong; returns the exit code that goes with it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.passed : exit.usage;
  if (error instanceof ProfileError) {
    printError(error.message);
    return exit.usage;
  }
  if (error instanceof UserError) {
    printError(error.message, error.remedy);
    return exit.usage;
  }
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0];
  const details = process.env.W2CONF_DEBUG === '1';
  printError(
    `${message} (this is a bug of w2conf)`,
    details ? undefined : 'set W2CONF_DEBUG=1 to see where, and report it with the command line',
  );
  if (details) process.stderr.write(`${error instanceof Error ? error.stack : new Error(message).stack}\n`);
  return exit.error;
}

/** Ends the process once everything printed has left it. */
function end(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

// A reader that went away (`| head`) is no error: the command goes on and its files are written.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Node's own answer to an uncaught error is exit code 1, which would read as a failed requirement. While scenarios
// run, Cucumber listens too and blames the running step; then this listener stands back.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') === 1) end(report(error));
});

try {
  let code: number = exit.passed;
  await program((result) => {
    code = result;
  }).parseAsync(process.argv);
  end(code);
} catch (error) {
  end(report(error));
}
