import { type AnswerScript, callKey } from '../../peers/call/script.ts';
import type { Core } from '../../peers/core/core.ts';

/**
 * How the far user refuses the next call. Who tries elsewhere, as a 503 allows (RFC 3261 21.5.4), finds the same far
 * user there.
 * @param status 300 to 699
 */
export function refusing(core: Core, status: number): AnswerScript {
  let refused: string | undefined;
  core.calls.next('INVITE', { when: (request) => callKey(request) === refused, statuses: [status] });
  return {
    when(request) {
      refused = callKey(request);
      return true;
    },
    statuses: [status],
  };
}
