/** The verdict of one scenario. The class of what was thrown decides, never the step it came from. */
import type { Level } from '../catalogue/requirement.ts';
import type { CheckLine } from '../run/record.ts';
import type { ScenarioLog, StepEnd } from './collect.ts';
import { type Judged, judgedVerdicts, type Verdict, worse } from './lattice.ts';
import type { CheckResult } from './result.ts';

export interface ScenarioVerdict {
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly checks: readonly CheckResult[];
}

/** Statuses that Cucumber may count as success or leave to the reader; here each is a fault of the harness. */
const NEVER_GREEN: Readonly<Record<string, string>> = {
  UNDEFINED: 'a step is undefined',
  PENDING: 'a step is pending',
  AMBIGUOUS: 'a step is ambiguous',
  UNKNOWN: 'a step has no status',
};

/** One finding about the scenario; the worst one gives verdict and reason. */
interface Finding {
  readonly verdict: Judged;
  readonly reason: string;
}

/**
 * @param level what a violated check gives in the edition of the run
 * @param unreachable why nothing could be run, when the SUT was out of reach
 */
export function judgeScenario(log: ScenarioLog, level: Level, unreachable?: string): ScenarioVerdict {
  const checks = log.checks.map((check) => judgeCheck(check, level));
  const findings: Finding[] = log.checks.flatMap((check, i) => {
    const verdict = checks[i]?.verdict ?? 'pass';
    return verdict === 'pass' ? [] : [{ verdict, reason: violation(check) }];
  });
  const missing = whyNotRun(log);
  if (missing === undefined) {
    findings.push(...executionFindings(log));
    if (findings.every(({ verdict }) => verdict === 'warning')) findings.push(...vacuity(log));
  } else if (unreachable !== undefined) {
    findings.push({ verdict: 'error', reason: `SUT unreachable: ${unreachable}` });
  } else if (!findings.some(({ verdict }) => verdict === 'fail')) {
    return { verdict: 'not-run', reason: missing, checks };
  }
  const verdict = findings.map((finding) => finding.verdict).reduce(worse, 'pass' as Judged);
  const reason = findings.find((finding) => finding.verdict === verdict)?.reason;
  return { verdict, ...(reason !== undefined && { reason }), checks };
}

function judgeCheck(check: CheckLine, level: Level): CheckResult {
  const { title, expected, received, evidence } = check;
  return {
    title,
    verdict: check.outcome === 'pass' ? 'pass' : violated(level, check.cap),
    expected,
    received,
    ...(evidence && { evidence }),
  };
}

/**
 * A failed control says nothing about the row, so `inconclusive` holds whatever the row's level is;
 * `warning` is only ever a ceiling.
 */
function violated(level: Level, cap: CheckLine['cap']): Judged {
  if (cap === 'inconclusive') return 'inconclusive';
  return level === 'fail' && cap === undefined ? 'fail' : 'warning';
}

function violation(check: CheckLine): string {
  return `${check.title}: expected ${check.expected.join(' or ')}, received ${check.received}`;
}

/** Why there is nothing to judge; undefined when the scenario ran to its end. */
function whyNotRun(log: ScenarioLog): string | undefined {
  if (log.notRun !== undefined) return log.notRun;
  if (!log.started) return 'it was planned but did not run';
  if (!log.finished) return 'it started but did not finish';
  const skipped = log.ends.some(({ status }) => status === 'SKIPPED');
  const explained = log.ends.some(({ status }) => status === 'FAILED' || status in NEVER_GREEN);
  return skipped && !explained ? 'it was skipped' : undefined;
}

function executionFindings(log: ScenarioLog): Finding[] {
  const findings: Finding[] = [];
  const error = (reason: string) => findings.push({ verdict: 'error', reason });
  if (log.steps === 0) error('the scenario has no step');
  for (const { status } of log.ends) {
    const reason = NEVER_GREEN[status];
    if (reason !== undefined) error(reason);
  }
  const [first, ...later] = log.ends.filter(({ status }) => status === 'FAILED');
  findings.push(...thrown(log, first));
  for (const end of later) error(firstLine(end.message) ?? 'a hook failed after the scenario had failed');
  return findings;
}

/** What ended the scenario, as the harness classed it and as Cucumber saw it. */
function thrown(log: ScenarioLog, failed: StepEnd | undefined): Finding[] {
  const thrownClass = log.outcome?.class ?? 'none';
  const message =
    firstLine(log.outcome?.message) ?? firstLine(failed?.message) ?? 'something failed without a word';
  switch (thrownClass) {
    case 'none':
      return failed ? [{ verdict: 'error', reason: message }] : [];
    case 'PeerDidNot':
      return [{ verdict: 'inconclusive', reason: message }];
    case 'error':
      return [{ verdict: 'error', reason: message }];
    case 'CheckFailed':
      if (failed && !failed.isThen) {
        return [{ verdict: 'error', reason: `a check was made outside a Then step: ${message}` }];
      }
      return log.checks.some(({ outcome }) => outcome === 'violated')
        ? []
        : [{ verdict: 'error', reason: `a check failed without leaving evidence: ${message}` }];
  }
}

/** What keeps a dead, silent or merely agreeable SUT from passing. */
function vacuity(log: ScenarioLog): Finding[] {
  if (log.checks.length === 0) return [{ verdict: 'error', reason: 'the scenario asserts nothing' }];
  return log.facts.size > 0
    ? []
    : [{ verdict: 'inconclusive', reason: "no registration of this scenario's WIC was seen at the core" }];
}

const LONGEST_REASON = 500;

function firstLine(text: string | undefined): string | undefined {
  const line = text?.split('\n', 1)[0]?.trim();
  return line === undefined || line === '' ? undefined : line.slice(0, LONGEST_REASON);
}

/** Of several runs of one scenario the worst counts; one that did not run counts only when none ran. */
export function worstRun<T extends { readonly verdict: Verdict }>(runs: readonly T[]): T | undefined {
  const rank = ({ verdict }: T) => (judgedVerdicts as readonly Verdict[]).indexOf(verdict);
  return runs.reduce<T | undefined>(
    (worst, run) => (worst === undefined || rank(run) > rank(worst) ? run : worst),
    undefined,
  );
}
