/** The verdict of a row from those of its scenarios, or, for an aggregate, of other rows. */
import type { Level, Requirement } from '../catalogue/requirement.ts';
import type { Edition } from '../profile/profile.ts';
import type { NotApplicable } from '../run/record.ts';
import { isJudged, type Verdict, worstOf } from './lattice.ts';
import type { RequirementResult, ScenarioResult } from './result.ts';

interface RowVerdict {
  readonly verdict: Verdict;
  readonly reason?: string;
}

/** What a violated check gives in this edition; memory of a text is no ground for a failure. */
export function levelOf(row: Requirement, edition: Edition): Level {
  const level = row.level[edition];
  return row.evidence === 'memory' && level === 'fail' ? 'warning' : level;
}

/**
 * @param scenarios those of each row, by row id
 * @param notApplicable rows whose condition held in no configuration, as the run found it
 */
export function judgeRows(
  rows: readonly Requirement[],
  edition: Edition,
  scenarios: ReadonlyMap<string, readonly ScenarioResult[]>,
  notApplicable: readonly NotApplicable[],
): RequirementResult[] {
  const conditions = new Map(notApplicable.map(({ requirement, condition }) => [requirement, condition]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = new Map<string, RowVerdict>();

  const verdictOf = (row: Requirement): RowVerdict => {
    const before = known.get(row.id);
    if (before) return before;
    // Entered first, so that a row which contains itself is left out of its own sum.
    known.set(row.id, { verdict: 'untested' });
    const own = scenarios.get(row.id) ?? [];
    const verdict = own.length > 0 ? fromScenarios(own) : withoutScenarios(row);
    known.set(row.id, verdict);
    return verdict;
  };

  const withoutScenarios = (row: Requirement): RowVerdict => {
    const { standing } = row;
    if (!row.editions.includes(edition)) {
      return { verdict: 'not-applicable', reason: `the obligation does not exist in edition ${edition}` };
    }
    if (standing.kind === 'untested')
      return { verdict: 'untested', reason: `${standing.why} (since ${standing.since})` };
    if (standing.kind === 'untestable') return { verdict: 'untestable', reason: standing.why };
    if (standing.kind === 'aggregate') {
      const children = standing.ids.flatMap((id) => byId.get(id) ?? []);
      return fromRows(children.map((child) => ({ id: child.id, ...verdictOf(child) })));
    }
    const condition = conditions.get(row.id);
    return condition === undefined
      ? { verdict: 'not-run', reason: 'the record has no scenario of this requirement' }
      : { verdict: 'not-applicable', reason: `the condition does not hold: ${condition}` };
  };

  return rows.map((row) => ({
    id: row.id,
    clause: row.clause,
    title: row.title,
    entity: row.entity,
    modality: row.modality,
    level: levelOf(row, edition),
    paraphrase: row.paraphrase,
    references: row.references,
    ...verdictOf(row),
    ...(row.standing.kind === 'aggregate' && { aggregate: row.standing.ids }),
    scenarios: scenarios.get(row.id) ?? [],
  }));
}

function fromScenarios(scenarios: readonly ScenarioResult[]): RowVerdict {
  const verdict = worstOf(scenarios.map((scenario) => scenario.verdict)) ?? 'not-run';
  const worst = scenarios.find((scenario) => scenario.verdict === verdict);
  if (worst?.reason === undefined) return { verdict };
  const varies = scenarios.some(({ configuration }) => configuration !== worst.configuration);
  return { verdict, reason: varies ? `${worst.configuration}: ${worst.reason}` : worst.reason };
}

function fromRows(children: readonly ({ readonly id: string } & RowVerdict)[]): RowVerdict {
  const counted = children.filter(({ verdict }) => isJudged(verdict) || verdict === 'not-run');
  const verdict = worstOf(counted.map((child) => child.verdict));
  if (verdict === undefined) return fromUnjudged(children.map((child) => child.verdict));
  if (verdict === 'pass') return { verdict };
  const deciding = counted.filter((child) => child.verdict === verdict).map(({ id }) => id);
  return { verdict, reason: `${verdict} in ${deciding.join(', ')}` };
}

function fromUnjudged(children: readonly Verdict[]): RowVerdict {
  return children.length > 0 && children.every((verdict) => verdict === 'not-applicable')
    ? { verdict: 'not-applicable', reason: 'none of the requirements it sums up applies' }
    : { verdict: 'untested', reason: 'none of the requirements it sums up was judged' };
}
