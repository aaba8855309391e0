/** How much of each scenario's ladder the page can hold. */
import type { Traces } from '../../run/record-traces.ts';
import { judgedVerdicts } from '../../verdict/lattice.ts';
import type { Result, ScenarioResult } from '../../verdict/result.ts';
import { type Depth, ladderView } from './ladder.ts';

/** No page is larger because of its ladders; browsers, mail gateways and reviewers like it small. */
export const MOST_BYTES = 2_000_000;

/**
 * How deep each scenario is shown. What was checked always stands there; then come whole ladders of those that need
 * explaining, all arrows of the others, and their messages, as long as they fit. Absent: only what was checked.
 * @param bytes what remains for ladders
 */
export function depths(result: Result, traces: Traces, bytes: number): ReadonlyMap<ScenarioResult, Depth> {
  const scenarios = result.requirements.flatMap((row) => row.scenarios);
  const explained = scenarios.filter(({ verdict }) => verdict !== 'pass').toSorted(worstFirst);
  const chosen = new Map<ScenarioResult, Depth>();
  let left = bytes;
  const deepen = (scenario: ScenarioResult, depth: Depth): void => {
    const size =
      sizeOf(scenario, traces, depth) - sizeOf(scenario, traces, chosen.get(scenario) ?? 'checked');
    if (size > left) return;
    left -= size;
    chosen.set(scenario, depth);
  };
  for (const scenario of explained) deepen(scenario, 'whole');
  for (const scenario of scenarios) if (chosen.get(scenario) !== 'whole') deepen(scenario, 'arrows');
  for (const scenario of scenarios) deepen(scenario, 'whole');
  return chosen;
}

function sizeOf(scenario: ScenarioResult, traces: Traces, depth: Depth): number {
  return Buffer.byteLength(ladderView(scenario, traces.of(scenario), depth).toString());
}

function worstFirst(a: ScenarioResult, b: ScenarioResult): number {
  const severity = ({ verdict }: ScenarioResult) => (judgedVerdicts as readonly string[]).indexOf(verdict);
  return severity(b) - severity(a);
}
