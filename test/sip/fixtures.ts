import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** The octets of a fixture, by its path below test/fixtures. */
export function fixture(path: string): Uint8Array {
  return readFileSync(root + path);
}

/** The text of a fixture. */
export function fixtureText(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/** Paths of all files with that ending below a folder of test/fixtures, sorted. */
export function fixturePaths(folder: string, ending: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** Octets of a text whose lines are joined with CRLF. */
export function octets(...lines: string[]): Uint8Array {
  return new TextEncoder().encode(lines.join('\r\n'));
}
