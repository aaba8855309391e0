/** Folds run records with the catalogue into one Result. Pure: no clock, no socket, no file. */
import type { Clause } from '../catalogue/clause.ts';
import type { Catalogue } from '../catalogue/load.ts';
import type { ScenarioKey } from '../run/record.ts';
import type { RunRecord } from '../run/record-file.ts';
import { collect, type RunLog } from './collect.ts';
import { totalsOf, worstOf } from './lattice.ts';
import { merge } from './merge.ts';
import type { ClauseResult, RequirementResult, Result, ScenarioResult } from './result.ts';
import { judgeRows, levelOf } from './rows.ts';
import { judgeScenario, worstRun } from './scenario.ts';
import { type Waiver, waive } from './waivers.ts';

/**
 * The checks stored in the records, folded with this catalogue. No check is made again.
 * @param records of one SUT in one edition: one run, its shards, or parts selected apart
 * @param waivers failures that are agreed upon
 * @throws MergeError when the records do not belong together
 */
export function judge(
  records: readonly RunRecord[],
  catalogue: Catalogue,
  waivers: readonly Waiver[] = [],
): Result {
  const run = merge(records);
  const { header } = run;
  const logs = records.map(collect);
  const { scenarios, errors } = judgeScenarios(records, logs, catalogue);
  const everything = run.selection.length === 0;
  const selected = new Set([...run.selected].map((id) => catalogue.find(id)?.id ?? id));
  const rows = catalogue.requirements.filter(({ id }) => everything || selected.has(id) || scenarios.has(id));
  const requirements = judgeRows(rows, header.edition, scenarios, run.notApplicable);
  const verdicts = requirements.map(({ verdict }) => verdict);
  const parts = requirements.flatMap((row) => [row, ...row.scenarios]);
  const ran = parts.every((part) => part.verdict !== 'not-run');
  const verdict = worstOf(errors.length > 0 ? [...verdicts, 'error'] : verdicts);
  const incompleteReason = run.incompleteReason ?? (ran ? undefined : 'not every selected scenario was run');
  const result: Result = {
    tool: header.tool,
    catalogue: { version: catalogue.version, hash: catalogue.hash },
    sut: header.sut,
    profile: header.profile,
    edition: header.edition,
    seed: header.seed,
    started: run.started,
    ...(run.finished !== undefined && { finished: run.finished }),
    complete: incompleteReason === undefined,
    ...(incompleteReason !== undefined && { incompleteReason }),
    ...(run.unreachable !== undefined && { unreachable: run.unreachable }),
    selection: run.selection,
    configurations: run.configurations,
    errors,
    waiverProblems: [],
    ...(verdict !== undefined && { verdict }),
    totals: totalsOf(verdicts),
    clauses: clauseResults(catalogue.clauses, requirements, everything),
    requirements,
  };
  return waive(result, waivers);
}

interface Judgements {
  /** By id of the row, in the order of the plan. */
  readonly scenarios: ReadonlyMap<string, readonly ScenarioResult[]>;
  readonly errors: readonly string[];
}

function judgeScenarios(
  records: readonly RunRecord[],
  logs: readonly RunLog[],
  catalogue: Catalogue,
): Judgements {
  const errors = logs.flatMap((log) => log.errors);
  const runs = new Map<ScenarioKey, { row: string; results: ScenarioResult[] }>();
  for (const [index, { header, footer }] of records.entries()) {
    for (const [key, log] of logs[index]?.scenarios ?? []) {
      const { planned } = log;
      const row = catalogue.find(planned.requirement);
      if (!row) {
        errors.push(`${key} verifies ${planned.requirement}, which the catalogue does not have`);
        continue;
      }
      const { requirement: _, scenario: __, ...place } = planned;
      const judged = judgeScenario(log, levelOf(row, header.edition), footer?.unreachable);
      const seen = runs.get(key) ?? { row: row.id, results: [] };
      seen.results.push({ key, record: index, ...place, durationMs: log.durationMs, ...judged });
      runs.set(key, seen);
    }
  }
  const scenarios = new Map<string, ScenarioResult[]>();
  for (const { row, results } of runs.values()) {
    const counted = worstRun(results);
    if (counted) scenarios.set(row, [...(scenarios.get(row) ?? []), counted]);
  }
  return { scenarios, errors };
}

/** Every heading of the catalogue, or with a selection those that have selected rows. */
function clauseResults(
  clauses: readonly Clause[],
  requirements: readonly RequirementResult[],
  everything: boolean,
): ClauseResult[] {
  return clauses.flatMap(({ number, title, empty }) => {
    const verdicts = requirements.filter(({ clause }) => clause === number).map(({ verdict }) => verdict);
    const verdict = worstOf(verdicts);
    if (verdict === undefined && !everything) return [];
    return [
      {
        clause: number,
        title,
        ...(verdict !== undefined && { verdict }),
        ...(empty !== undefined && { reason: empty }),
        totals: totalsOf(verdicts),
      },
    ];
  });
}
