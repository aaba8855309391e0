import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What the matrix of faults and variants judges: everything a verdict can depend on, but not how it is shown. */
const judged = ['features', 'steps', 'src'];
const shown = [join('src', 'report'), join('src', 'cli')];

/** SHA-256 over every file that the matrix judges, in hexadecimal. */
export function judgedHash(root: string): string {
  const files = judged
    .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !shown.some((folder) => file.startsWith(folder + sep)))
    .map((file) => file.split(sep).join('/'))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
