/** The order of verdicts. Nothing that happens later makes a verdict better. */

/** What a scenario, and so a row, can be judged to be, from best to worst. */
export const judgedVerdicts = ['pass', 'warning', 'inconclusive', 'fail', 'error'] as const;
export type Judged = (typeof judgedVerdicts)[number];

/** Beside the order: nothing was judged, and each says why in its own way. */
const otherVerdicts = ['not-applicable', 'not-run', 'untested', 'untestable'] as const;

export const verdicts = [...judgedVerdicts, ...otherVerdicts] as const;
export type Verdict = (typeof verdicts)[number];

export type Totals = Readonly<Record<Verdict, number>>;

export function isJudged(verdict: Verdict): verdict is Judged {
  return (judgedVerdicts as readonly Verdict[]).includes(verdict);
}

export function worse(a: Judged, b: Judged): Judged {
  return judgedVerdicts.indexOf(a) >= judgedVerdicts.indexOf(b) ? a : b;
}

/**
 * From least to most telling when many verdicts become one. `not-run` stands between: a proven failure
 * stays one although a part did not run, but nothing better can be claimed of what ran only in part.
 */
const FOLD: readonly Verdict[] = [
  'untestable',
  'not-applicable',
  'untested',
  'pass',
  'warning',
  'inconclusive',
  'not-run',
  'fail',
  'error',
];

/** The verdict of a whole from those of its parts; undefined when it has none. */
export function worstOf(parts: readonly Verdict[]): Verdict | undefined {
  return parts.reduce<Verdict | undefined>(
    (worst, part) => (worst === undefined || FOLD.indexOf(part) > FOLD.indexOf(worst) ? part : worst),
    undefined,
  );
}

export function totalsOf(all: readonly Verdict[]): Totals {
  const totals = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const verdict of all) totals[verdict] += 1;
  return totals;
}
