import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { editions } from '../profile/profile.ts';
import { type Clause, clausesSchema } from './clause.ts';
import { ConditionError, parseCondition } from './condition.ts';
import { type Read, read } from './read.ts';
import { type Requirement, type Row, rowsSchema, type Standing } from './requirement.ts';

/** All requirements and clause headings. Deeply frozen. */
export interface Catalogue {
  readonly version: string;
  /** SHA-256 over the files it was read from, in hexadecimal. */
  readonly hash: string;
  /** In the order of the specification. */
  readonly clauses: readonly Clause[];
  /** In the order of the clauses, within a clause as written. */
  readonly requirements: readonly Requirement[];
  /** The requirement with this id, or that was known under it. */
  find(id: string): Requirement | undefined;
}

/** A catalogue file by its name below `src/catalogue`, `rows/6.4.1.yaml`. */
export type CatalogueFiles = ReadonlyMap<string, string>;

/**
 * The catalogue that came with this program.
 * @throws CatalogueError naming file and line
 */
export function loadCatalogue(): Catalogue {
  return catalogueFrom(catalogueFiles(new URL('.', import.meta.url)));
}

/** Reads `clauses.yaml` and every file of `rows/` below a folder. */
function catalogueFiles(folder: URL): CatalogueFiles {
  const rows = readdirSync(fileURLToPath(new URL('rows/', folder))).filter((name) => name.endsWith('.yaml'));
  const names = ['clauses.yaml', ...rows.sort().map((name) => `rows/${name}`)];
  return new Map(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

/**
 * Builds a catalogue from the text of its files.
 * @throws CatalogueError naming file and line
 */
export function catalogueFrom(files: CatalogueFiles): Catalogue {
  const headings = read('clauses.yaml', files.get('clauses.yaml') ?? '', clausesSchema);
  const clauses = headings.value.clauses.map(({ empty, formerly, ...clause }) => ({
    ...clause,
    formerly: formerly ?? [],
    ...(empty !== undefined && { empty }),
  }));
  const placed = [...files].filter(([name]) => name !== 'clauses.yaml').flatMap(rowsOf);
  const ids = refuseDoubles(placed);
  const requirements = placed.map((row) => requirementFrom(row, ids));
  refuseMisplaced(headings, clauses, placed);

  const order = new Map(clauses.map(({ number }, index) => [number, index]));
  requirements.sort((a, b) => (order.get(a.clause) ?? 0) - (order.get(b.clause) ?? 0));
  const byId = new Map(requirements.flatMap((row) => [row.id, ...row.formerly].map((id) => [id, row])));
  const hash = createHash('sha256');
  for (const [name, text] of files) hash.update(`${name}\n${text.length}\n${text}`);
  return deepFreeze({
    version: headings.value.version,
    hash: hash.digest('hex'),
    clauses,
    requirements,
    find: (id: string) => byId.get(id),
  });
}

/** A row with the clause of its file, and how to refuse a part of it. */
interface PlacedRow {
  readonly file: string;
  readonly clause: string;
  readonly row: Row;
  readonly refuse: Read<unknown>['refuse'];
}

function rowsOf([file, content]: readonly [string, string]): PlacedRow[] {
  const { value, refuse } = read(file, content, rowsSchema);
  if (file !== `rows/${value.clause}.yaml`) refuse(['clause'], `holds clause ${value.clause}`);
  return value.rows.map((row, index) => ({
    file,
    clause: value.clause,
    row,
    refuse: (path, message) => refuse(['rows', index, ...path], `${row.id}: ${message}`),
  }));
}

/** All ids; refuses an id, present or former, that two rows claim. */
function refuseDoubles(placed: readonly PlacedRow[]): readonly string[] {
  const owner = new Map<string, PlacedRow>();
  for (const row of placed) {
    for (const id of [row.row.id, ...(row.row.formerly ?? [])]) {
      const other = owner.get(id);
      if (other) row.refuse(['id'], `${id} is also claimed by ${other.row.id} in ${other.file}`);
      owner.set(id, row);
    }
  }
  return placed.map(({ row }) => row.id);
}

function refuseMisplaced(
  headings: Read<unknown>,
  clauses: readonly Clause[],
  placed: readonly PlacedRow[],
): void {
  const filled = new Set(placed.map(({ clause }) => clause));
  for (const row of placed) {
    if (!clauses.some(({ number }) => number === row.clause)) {
      row.refuse(['id'], `clause ${row.clause} is not in clauses.yaml`);
    }
  }
  for (const [index, { number, empty }] of clauses.entries()) {
    if (filled.has(number) === (empty === undefined)) continue;
    if (filled.has(number))
      headings.refuse(['clauses', index], `clause ${number} has rows, yet says why not`);
    headings.refuse(['clauses', index], `clause ${number} has no rows and does not say why`);
  }
}

function requirementFrom(placed: PlacedRow, ids: readonly string[]): Requirement {
  const { row, clause, refuse } = placed;
  const { untested, untestable, aggregate, condition, level, discrepancy, stimulus, ...rest } = row;
  const levels = typeof level === 'string' ? { D: level, R12: level, R17: level } : level;
  if (row.evidence === 'memory' && Object.values(levels).includes('fail')) {
    refuse(['level'], 'a row from memory cannot fail anybody');
  }
  return {
    ...rest,
    clause,
    level: levels,
    ...(condition !== undefined && { condition, when: conditionOf(placed, condition) }),
    varies: row.varies ?? [],
    ...(stimulus !== undefined && { stimulus }),
    accepts: row.accepts ?? [],
    warns: row.warns ?? [],
    formerly: row.formerly ?? [],
    editions: row.editions ?? editions,
    ...(discrepancy && { discrepancy }),
    standing: standingOf(placed, ids),
  };
}

function conditionOf({ refuse }: PlacedRow, condition: string) {
  try {
    return parseCondition(condition);
  } catch (error) {
    if (error instanceof ConditionError) return refuse(['condition'], error.message);
    throw error;
  }
}

function standingOf({ row, refuse }: PlacedRow, ids: readonly string[]): Standing {
  const { untested, untestable, aggregate } = row;
  if ([untested, untestable, aggregate].filter(Boolean).length > 1) {
    refuse(['id'], 'has more than one of untested, untestable and aggregate');
  }
  if (untested) return { kind: 'untested', ...untested };
  if (untestable) return { kind: 'untestable', ...untestable };
  if (!aggregate) return { kind: 'judged' };
  const children = aggregate.flatMap((pattern, index) => {
    const found = ids.filter((id) => id !== row.id && matches(id, pattern));
    return found.length > 0 ? found : refuse(['aggregate', index], `no row is called ${pattern}`);
  });
  return { kind: 'aggregate', of: aggregate, ids: [...new Set(children)] };
}

function matches(id: string, pattern: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

function deepFreeze<T>(value: T): T {
  if (value && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
