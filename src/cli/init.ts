import { writeFileSync } from 'node:fs';
import { initialProfile } from '../profile/init.ts';
import { exit, UserError } from './exit.ts';
import type { InitOptions } from './options.ts';
import { printLine } from './output.ts';

/**
 * Prints the commented profile, or writes it to a new file.
 *
 * @throws UserError when the file exists already or cannot be written
 */
export async function initCommand({ file }: InitOptions): Promise<number> {
  if (file === undefined) {
    process.stdout.write(initialProfile);
    return exit.passed;
  }
  try {
    writeFileSync(file, initialProfile, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new UserError(`${file} exists already`, 'name another file, or remove this one first');
    }
    throw new UserError(
      `${file} cannot be written (${code})`,
      'name a file in a folder that you can write to',
    );
  }
  printLine(`Wrote ${file}. Next: fill in w2 and mw, then: w2conf check --profile ${file}`);
  return exit.passed;
}
