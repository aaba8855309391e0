import parseTags from '@cucumber/tag-expressions';
import { nearest } from '../profile/nearest.ts';
import { numberOf, within } from './clause.ts';
import type { Catalogue } from './load.ts';
import type { Requirement } from './requirement.ts';

/** What a `--select` says. `text` is what the user wrote. */
export type Selector =
  /** A clause of TS 24.371 with everything below it. */
  | { readonly kind: 'clause'; readonly text: string; readonly clause: string }
  /** A clause of a specification that rows rest on, with everything below it. */
  | { readonly kind: 'base'; readonly text: string; readonly spec: string; readonly clause: string }
  | { readonly kind: 'requirement'; readonly text: string; readonly id: string }
  /** A tag expression of Cucumber. */
  | { readonly kind: 'tags'; readonly text: string; readonly holds: (tags: string[]) => boolean };

/** A selector that names nothing in the catalogue. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
  /** What the user may have meant, at most one of each kind. */
  readonly nearest: readonly string[];

  constructor(message: string, near: readonly string[] = []) {
    super(near.length > 0 ? `${message}; did you mean ${near.join(' or ')}?` : message);
    this.nearest = near;
  }
}

/**
 * Reads `6.4`, `24.229:5.2.2.1`, `EPC-6.4.1-1a` (also an id that it was formerly known by) or a tag expression.
 * @throws SelectorError
 */
export function parseSelector(catalogue: Catalogue, text: string): Selector {
  if (text.includes('@')) return tagSelector(text);
  const requirement = catalogue.find(text);
  if (requirement) return { kind: 'requirement', text, id: requirement.id };
  const [, given, clause] = /^(.+?):(.+)$/.exec(text) ?? [];
  if (given && clause && specKey(given) !== '24.371') return baseSelector(catalogue, text, given, clause);
  return clauseSelector(catalogue, text, clause ?? text);
}

/** Whether any of the selectors takes a requirement, or a scenario of it with these tags. None of them: everything. */
export function takes(
  selectors: readonly Selector[],
  requirement: Requirement,
  tags: readonly string[] = [],
): boolean {
  return selectors.length === 0 || selectors.some((selector) => takenBy(selector, requirement, tags));
}

function takenBy(selector: Selector, requirement: Requirement, tags: readonly string[]): boolean {
  switch (selector.kind) {
    case 'clause':
      return within(requirement.clause, selector.clause);
    case 'base':
      return requirement.references.some(
        ({ spec, clause }) => spec === selector.spec && within(numberOf(clause), selector.clause),
      );
    case 'requirement':
      return requirement.id === selector.id;
    case 'tags':
      return selector.holds([`@req:${requirement.id}`, `@clause:${requirement.clause}`, ...tags]);
  }
}

function tagSelector(text: string): Selector {
  try {
    const expression = parseTags(text);
    return { kind: 'tags', text, holds: (tags) => expression.evaluate(tags) };
  } catch (error) {
    throw new SelectorError(
      `"${text}" is no tag expression: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function clauseSelector(catalogue: Catalogue, text: string, given: string): Selector {
  const wanted = given.toUpperCase();
  const clause = catalogue.clauses.find(({ number }) => number === wanted);
  if (clause) return { kind: 'clause', text, clause: clause.number };
  const moved = catalogue.clauses.find(({ formerly }) => formerly.some(({ number }) => number === wanted));
  if (moved) throw new SelectorError(`"${text}" is an earlier clause number`, [moved.number]);
  const ids = catalogue.requirements.map(({ id }) => id);
  const near = [
    nearest(
      text,
      catalogue.clauses.map(({ number }) => number),
    ),
    nearest(text, ids),
  ];
  throw new SelectorError(`"${text}" is no clause, requirement or tag expression`, known(near));
}

function baseSelector(catalogue: Catalogue, text: string, given: string, wanted: string): Selector {
  const bases = catalogue.requirements.flatMap(({ references }) => references);
  const clause = wanted.toUpperCase();
  const found = bases.find(
    (base) => specKey(base.spec) === specKey(given) && within(numberOf(base.clause), clause),
  );
  if (found) return { kind: 'base', text, spec: found.spec, clause };
  const names = new Set(bases.map((base) => `${base.spec}:${numberOf(base.clause)}`));
  throw new SelectorError(`no requirement rests on "${text}"`, known([nearest(text, [...names])]));
}

/** A specification's name without blanks, case and the letters TS. */
function specKey(spec: string): string {
  return spec.toUpperCase().replaceAll(' ', '').replace(/^TS/, '');
}

function known(near: readonly (string | undefined)[]): string[] {
  return near.filter((name) => name !== undefined);
}
