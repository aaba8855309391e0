import type { SessionDescription } from '../../sdp/description.ts';
import { sdpProblems } from '../../sdp/problems.ts';
import { sharedPorts } from './addresses.ts';
import { linesText } from './lines.ts';
import type { SdpStatement } from './statement.ts';

interface OneSide {
  readonly sdp: SessionDescription;
}

/** EPC-7.4.1-d6: 23.228 U.1.3.3 has the streams not multiplexed. */
export function hasDistinctPorts({ sdp }: OneSide): SdpStatement {
  return {
    title: 'has an address and port of its own for each line',
    expected: ['no address and port other than zero in two m-lines'],
    wrong: sharedPorts(sdp),
    right: { what: sdp.media.map(({ address, port }) => `${address} port ${port}`).join(', ') },
  };
}

/** EPC-7.4.1-h */
export function isWellFormed({ sdp }: OneSide): SdpStatement {
  return {
    title: 'is well-formed',
    expected: ['SDP as RFC 8866 and the RFCs of its attributes have it'],
    wrong: sdpProblems(sdp).map((what) => ({ what })),
    right: { what: linesText(sdp) },
  };
}
