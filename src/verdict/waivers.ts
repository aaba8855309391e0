/** Waivers: failures that those who read the report have agreed to live with, for a reason and for a time. */
import type { RequirementResult, Result } from './result.ts';

/** One agreed failure. */
export interface Waiver {
  /** Id of the requirement; never an aggregate. */
  readonly requirement: string;
  readonly reason: string;
  /** Where it was agreed or is followed up. */
  readonly link?: string | undefined;
  /** The last day on which it holds, `2027-03-31`, in UTC. */
  readonly until: string;
  /** Where it is written, `waivers.yaml:3`. */
  readonly place: string;
}

/**
 * Marks the failed rows that a waiver covers; their verdict stays. A waiver that has ended on the day the run
 * started covers nothing, and one that is no longer needed is a problem: both make the waiver gate (exit code 6).
 */
export function waive(result: Result, waivers: readonly Waiver[]): Result {
  if (waivers.length === 0) return result;
  const day = new Date(result.started).toISOString().slice(0, 10);
  const valid = new Map(
    waivers.filter(({ until }) => until >= day).map((waiver) => [waiver.requirement, waiver]),
  );
  const own = result.requirements.map((row) => withWaiver(row, valid.get(row.id)));
  const byId = new Map(own.map((row) => [row.id, row]));
  return {
    ...result,
    requirements: own.map((row) => (row.aggregate ? withWaiver(row, waiverOfParts(row, byId)) : row)),
    waiverProblems: waivers.flatMap((waiver) => problemOf(waiver, byId.get(waiver.requirement), day)),
  };
}

function withWaiver(row: RequirementResult, waiver: RequirementResult['waiver']): RequirementResult {
  if (waiver === undefined || row.verdict !== 'fail') return row;
  const { reason, link, until } = waiver;
  return { ...row, waiver: { reason, ...(link !== undefined && { link }), until } };
}

/** A sum is waived when every failure in it is, for as long as all of them are. */
function waiverOfParts(
  row: RequirementResult,
  byId: ReadonlyMap<string, RequirementResult>,
): RequirementResult['waiver'] {
  const failed = (row.aggregate ?? []).flatMap((id) => {
    const part = byId.get(id);
    return part?.verdict === 'fail' && part.aggregate === undefined ? [part] : [];
  });
  const ends = failed.map(({ waiver }) => waiver?.until);
  const [first] = ends.toSorted();
  if (first === undefined || ends.includes(undefined)) return undefined;
  return { reason: `waived in ${failed.map(({ id }) => id).join(', ')}`, until: first };
}

function problemOf(waiver: Waiver, row: RequirementResult | undefined, day: string): string[] {
  const { requirement, until, place } = waiver;
  if (row === undefined) return [];
  if (until < day) return [`${place}: the waiver of ${requirement} ended on ${until}`];
  const needed = row.verdict !== 'pass' && row.verdict !== 'warning' && row.verdict !== 'not-applicable';
  return needed ? [] : [`${place}: ${requirement} is ${row.verdict}, so its waiver can go`];
}
