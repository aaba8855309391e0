import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from './exit.ts';

/**
 * Makes the folder for the results, with those above it, and makes sure that files can be written into it.
 * @throws UserError when it cannot be made or written to
 */
export function makeOutFolder(folder: string): void {
  try {
    make(resolve(folder));
    // Permissions do not tell: as root everything may be written, and yet nothing into /proc.
    const trial = join(folder, `.w2conf-${process.pid}`);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${folder}: no folder that can be made or written to (${code})`,
      'name another folder with --out',
    );
  }
}

/** One level after the other: under /proc the recursive mkdir of Node never returns. */
function make(folder: string): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
    return;
  }
  make(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
