/** Which messages the page can hold. */
import type { Traces } from '../../run/record-traces.ts';
import { judgedVerdicts, type Verdict } from '../../verdict/lattice.ts';
import type { Result, ScenarioResult } from '../../verdict/result.ts';
import { messageText } from './message.ts';

/** Of the 2 MB a page may have, what remains for messages; the rest is text, markup and the page itself. */
export const MESSAGE_BUDGET = 1_300_000;

/**
 * The scenarios whose messages the page shows whole: those that need explaining first, then as many of the
 * others as fit. The ladder of every other scenario shows its arrows without the messages.
 */
export function withMessages(
  result: Result,
  traces: Traces,
  budget = MESSAGE_BUDGET,
): ReadonlySet<ScenarioResult> {
  const worstFirst = result.requirements
    .flatMap(({ scenarios }) => scenarios)
    .toSorted((a, b) => severity(b.verdict) - severity(a.verdict));
  const chosen = new Set<ScenarioResult>();
  let left = budget;
  for (const scenario of worstFirst) {
    const size = traces.of(scenario).reduce((sum, event) => sum + messageText(event).length, 0);
    if (size > left) continue;
    left -= size;
    chosen.add(scenario);
  }
  return chosen;
}

function severity(verdict: Verdict): number {
  return (judgedVerdicts as readonly Verdict[]).indexOf(verdict);
}
