/** Which messages the page can hold besides those that decided a check. */
import type { Traces } from '../../run/record-traces.ts';
import { judgedVerdicts, type Verdict } from '../../verdict/lattice.ts';
import type { Result, ScenarioResult } from '../../verdict/result.ts';
import { ladderView } from './ladder.ts';

/** No page is larger because of its messages; browsers, mail gateways and reviewers like it small. */
export const MOST_BYTES = 2_000_000;

/**
 * The scenarios whose messages the page shows whole: those that need explaining first, then as many of the
 * others as fit. The ladder of every other scenario shows all its arrows, but only the messages that decided.
 * @param bytes what remains for messages
 */
export function withMessages(result: Result, traces: Traces, bytes: number): ReadonlySet<ScenarioResult> {
  const worstFirst = result.requirements
    .flatMap(({ scenarios }) => scenarios)
    .toSorted((a, b) => severity(b.verdict) - severity(a.verdict));
  const chosen = new Set<ScenarioResult>();
  let left = bytes;
  for (const scenario of worstFirst) {
    const size = sizeOf(scenario, traces, true) - sizeOf(scenario, traces, false);
    if (size > left) continue;
    left -= size;
    chosen.add(scenario);
  }
  return chosen;
}

function sizeOf(scenario: ScenarioResult, traces: Traces, whole: boolean): number {
  return Buffer.byteLength(ladderView(scenario, traces.of(scenario), whole).toString());
}

function severity(verdict: Verdict): number {
  return (judgedVerdicts as readonly Verdict[]).indexOf(verdict);
}
