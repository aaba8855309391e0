/** Entry of the command line: runs it, and is the only place that ends the process. */
import { exit } from './exit.ts';
import { reportFailure } from './failure.ts';
import { program } from './program.ts';

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
  if (process.listenerCount('uncaughtException') === 1) end(reportFailure(error));
});

try {
  let code: number = exit.passed;
  await program((result) => {
    code = result;
  }).parseAsync(process.argv);
  end(code);
} catch (error) {
  end(reportFailure(error));
}
