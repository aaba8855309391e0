import type { Lab } from '../lab.ts';
import type { MediaCall } from './media-call.ts';

/** What became of consent checks that a WIC sent on one component. */
export interface ConsentChecks {
  /** How many were asked for; those that are due in between come on top. */
  readonly asked: number;
  /** Success responses with the right MESSAGE-INTEGRITY from where the check went. */
  readonly answered: number;
  /** Responses that could not be used. */
  readonly unusable: number;
}

/**
 * Sends that many consent checks on each component of each line, and awaits the answers.
 * @param withinMs how long at most, in milliseconds
 * @returns by line and component, in their order
 */
export async function askConsent(
  { lines }: MediaCall,
  count: number,
  withinMs: number,
): Promise<readonly (readonly ConsentChecks[])[]> {
  return Promise.all(
    lines.map(async ({ line }) => {
      const before = line.wic.facts();
      const since = () =>
        line.wic.facts().map(({ ice }, index): ConsentChecks => {
          const then = before[index]?.ice;
          return {
            asked: count,
            answered: ice.consentGiven - (then?.consentGiven ?? 0),
            unusable: ice.responsesIgnored - (then?.responsesIgnored ?? 0),
          };
        });
      for (let index = 0; index < count; index += 1) line.wic.askConsent();
      await line.repeat(
        () => {},
        () => since().every(({ answered }) => answered >= count),
        withinMs,
      );
      return since();
    }),
  );
}

/** Waits until consent that was given last before now has expired. */
export function untilConsentExpired(lab: Lab): Promise<void> {
  const { consentExpiry, guard } = lab.parameters.pixit;
  return lab.until(Date.now() + consentExpiry + guard);
}
