import type { SessionDescription } from '../../sdp/description.ts';
import { indicator } from '../../sdp/e2ae.ts';
import { DTLS_SRTP, otherSetups, otherTransports, withoutFingerprint } from './dtls.ts';
import { judged, lacking } from './finding.ts';
import { linesText, offeredLines } from './lines.ts';
import type { SdpStatement } from './statement.ts';

/** EPC-7.4.1-f5, for calls to a WIC. */
export function isDtlsSrtpWithIndicator({ sdp }: { readonly sdp: SessionDescription }): SdpStatement {
  const lines = offeredLines(sdp);
  return {
    title: 'is DTLS-SRTP with 3ge2ae:applied in each line',
    expected: [`${DTLS_SRTP}, a=fingerprint, a=setup:actpass and a=3ge2ae:applied`],
    wrong: [
      ...otherTransports(lines, [DTLS_SRTP]),
      ...withoutFingerprint(lines),
      ...otherSetups(lines, ['actpass']),
      ...lines
        .filter(({ isRtp }) => isRtp)
        .flatMap((line) =>
          judged(line, indicator, (value) =>
            value === 'applied' ? [] : [lacking(line, value ? `a=3ge2ae:${value}` : 'no a=3ge2ae:applied')],
          ),
        ),
    ],
    right: { what: linesText(sdp) },
  };
}
