/**
 * JUnit XML for CI: a suite per clause, a test case per requirement, named by its stable id.
 *
 * fail → failure, or skipped with the reason where a waiver covers it; error and inconclusive → error with the verdict as type; not-applicable and not-run →
 * skipped with the reason; warning → passed with system-out. Rows that nothing tests are left out: a skipped
 * case would count them among the tests. A run that is not complete, or in which the harness itself went
 * wrong, has one more suite with one error that says so.
 */
import type { CheckResult, RequirementResult, Result, ScenarioResult } from '../verdict/result.ts';
import { element, xmlText } from './xml.ts';

export function junitReport(result: Result): string {
  const suites = result.clauses.flatMap((clause) => {
    const rows = result.requirements.filter((row) => row.clause === clause.clause && isCase(row));
    if (rows.length === 0) return [];
    return [suite(result, `${clause.clause} ${clause.title}`, counts(rows), rows.map(testCase))];
  });
  const all = counts(result.requirements.filter(isCase));
  const problems = runProblems(result);
  if (problems.length > 0) {
    const error = element('error', { type: 'run', message: problems[0] }, xmlText(problems.join('\n')));
    const attributes = { name: 'The run itself', classname: 'TS24371.run', time: '0.000' };
    suites.push(
      suite(result, 'run', { ...NO_CASES, tests: 1, errors: 1 }, [element('testcase', attributes, [error])]),
    );
    all.tests += 1;
    all.errors += 1;
  }
  const root = element('testsuites', { name: `w2conf ${result.sut.name}`, ...all }, suites);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

const NO_CASES = { tests: 0, failures: 0, errors: 0, skipped: 0, time: '0.000' };

function runProblems(result: Result): string[] {
  const incomplete = result.incompleteReason === undefined ? [] : [`incomplete: ${result.incompleteReason}`];
  const unreachable = result.unreachable === undefined ? [] : [`SUT unreachable: ${result.unreachable}`];
  return [...unreachable, ...incomplete, ...result.errors];
}

function isCase({ verdict }: RequirementResult): boolean {
  return verdict !== 'untested' && verdict !== 'untestable';
}

function suite(result: Result, name: string, totals: typeof NO_CASES, cases: readonly string[]): string {
  const properties = [
    ['sut', result.sut.name],
    ['edition', result.edition],
    ['tool', `${result.tool.name} ${result.tool.version}`],
    ['catalogue', `${result.catalogue.version} ${result.catalogue.hash}`],
    ['complete', String(result.complete)],
  ].map(([key, value]) => element('property', { name: key, value }));
  const timestamp = new Date(result.started).toISOString().replace(/\.\d+Z$/, '');
  return element('testsuite', { name, timestamp, ...totals }, [
    element('properties', {}, properties),
    ...cases,
  ]);
}

function counts(rows: readonly RequirementResult[]): typeof NO_CASES {
  const waived = rows.filter(({ waiver }) => waiver !== undefined).length;
  const of = (...verdicts: RequirementResult['verdict'][]) =>
    rows.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return {
    tests: rows.length,
    failures: of('fail') - waived,
    errors: of('error', 'inconclusive'),
    skipped: of('not-applicable', 'not-run') + waived,
    time: seconds(rows.flatMap(({ scenarios }) => scenarios)),
  };
}

function testCase(row: RequirementResult): string {
  const attributes = {
    name: `${row.id} ${row.title}`,
    classname: `TS24371.${row.clause}`,
    time: seconds(row.scenarios),
  };
  const outcome = outcomeOf(row);
  return element('testcase', attributes, outcome === undefined ? [] : [outcome]);
}

function outcomeOf(row: RequirementResult): string | undefined {
  const message = row.reason ?? '';
  if (row.waiver) {
    return element('skipped', { message: `waived until ${row.waiver.until}: ${row.waiver.reason}` });
  }
  switch (row.verdict) {
    case 'fail':
      return element('failure', { type: row.level, message }, xmlText(details(row)));
    case 'error':
    case 'inconclusive':
      return element('error', { type: row.verdict, message }, xmlText(details(row)));
    case 'not-applicable':
    case 'not-run':
      return element('skipped', { message: `${row.verdict}: ${message}` });
    case 'warning':
      return element('system-out', {}, xmlText(`warning: ${message}\n${details(row)}`));
    default:
      return undefined;
  }
}

/** The scenarios that are no pass, with what was expected and received. */
function details(row: RequirementResult): string {
  const lines = row.scenarios
    .filter(({ verdict }) => verdict !== 'pass')
    .flatMap((scenario) => [
      `${scenario.uri}:${scenario.line} ${scenario.name}${scenario.configuration && ` [${scenario.configuration}]`}`,
      `  ${scenario.verdict}: ${scenario.reason ?? ''}`,
      ...scenario.checks.filter(({ verdict }) => verdict !== 'pass').flatMap(checkLines),
    ]);
  const references = row.references.map(({ spec, clause }) => `${spec} ${clause}`).join(', ');
  return [row.paraphrase, `References: ${references}`, ...lines].join('\n');
}

function checkLines({ verdict, title, expected, received, evidence }: CheckResult): string[] {
  const where =
    evidence && `${evidence.message}${evidence.line === undefined ? '' : `, line ${evidence.line}`}`;
  return [
    `  ${verdict}: ${title}`,
    `    expected ${expected.join(' or ')}`,
    `    received ${received}`,
    ...(where === undefined ? [] : [`    evidence ${where}`]),
  ];
}

function seconds(scenarios: readonly ScenarioResult[]): string {
  return (scenarios.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000).toFixed(3);
}
