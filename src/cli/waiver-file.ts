import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Catalogue } from '../catalogue/load.ts';
import { locate } from '../profile/locate.ts';
import type { Waiver } from '../verdict/waivers.ts';
import { UserError } from './exit.ts';

const EXAMPLE =
  'write it as - { requirement: EPC-6.4.1-1a, reason: "why", link: "https://…", until: 2027-03-31 }';

const entry = z.strictObject({
  requirement: z.string().min(1),
  reason: z.string().regex(/\S/, 'is empty'),
  link: z.url().optional(),
  until: z.iso.date(),
});

/**
 * Reads a list of waivers.
 * @throws UserError that names file and line: no YAML, not such a list, an unknown or doubled requirement
 */
export function readWaivers(file: string, catalogue: Catalogue): readonly Waiver[] {
  const lines = new LineCounter();
  const document = parseDocument(textOf(file), { lineCounter: lines, prettyErrors: false, schema: 'core' });
  const [mistake] = document.errors;
  if (mistake) {
    const { line } = lines.linePos(mistake.pos[0]);
    throw new UserError(`${file}:${line}: not YAML: ${mistake.message}`, EXAMPLE);
  }
  const list: unknown = document.toJS() ?? [];
  if (!Array.isArray(list)) throw new UserError(`${file}: waivers are a list`, EXAMPLE);
  const waivers = list.map((item: unknown, n): Waiver => {
    const place = `${file}:${locate(document, lines, [n]).line}`;
    const read = entry.safeParse(item);
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new UserError(`${place}: ${[...(issue?.path ?? []), issue?.message].join(': ')}`, EXAMPLE);
    }
    return { ...read.data, requirement: idOf(read.data.requirement, catalogue, place), place };
  });
  for (const [n, { requirement, place }] of waivers.entries()) {
    const first = waivers.findIndex((other) => other.requirement === requirement);
    if (first < n) throw new UserError(`${place}: ${requirement} is waived twice`, 'keep one of the two');
  }
  return waivers;
}

function idOf(name: string, catalogue: Catalogue, place: string): string {
  const row = catalogue.find(name);
  if (!row) {
    throw new UserError(`${place}: there is no requirement ${name}`, '`w2conf requirements` lists them');
  }
  if (row.standing.kind === 'aggregate') {
    throw new UserError(
      `${place}: ${row.id} sums up other requirements`,
      'waive those that fail, one by one',
    );
  }
  return row.id;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`, EXAMPLE);
  }
}
