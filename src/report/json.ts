/** `report.json`, as `report.schema.json` describes it. */
import type { RequirementResult, Result, ScenarioResult } from '../verdict/result.ts';

/** Raised whenever a field changes its meaning. */
const REPORT_SCHEMA = 'w2conf-report-1';

export function jsonReport(result: Result): string {
  return `${JSON.stringify(reportOf(result), undefined, 2)}\n`;
}

/** The report as a value, its fields in the order of the contract. */
function reportOf(result: Result) {
  return {
    schema: REPORT_SCHEMA,
    tool: result.tool,
    catalogue: result.catalogue,
    sut: result.sut,
    profile: result.profile,
    edition: result.edition,
    seed: result.seed,
    started: new Date(result.started).toISOString(),
    ...(result.finished !== undefined && { finished: new Date(result.finished).toISOString() }),
    complete: result.complete,
    totals: result.totals,
    clauses: result.clauses,
    requirements: result.requirements.map(requirement),
  };
}

function requirement(row: RequirementResult) {
  return {
    id: row.id,
    clause: row.clause,
    title: row.title,
    entity: row.entity,
    modality: row.modality,
    level: row.level,
    verdict: row.verdict,
    ...(row.reason !== undefined && { reason: row.reason }),
    ...(row.waiver && { waiver: row.waiver }),
    references: row.references,
    scenarios: row.scenarios.map(scenario),
  };
}

function scenario({ name, uri, line, verdict, durationMs, configuration, checks }: ScenarioResult) {
  return {
    name,
    uri,
    line,
    verdict,
    durationMs,
    ...(configuration !== '' && { configuration }),
    checks: checks.map(({ verdict, expected, received, evidence }) => ({
      verdict,
      expected,
      received,
      ...(evidence && { evidence }),
    })),
  };
}
