import { randomBytes } from 'node:crypto';
import type { AgwCandidate, IceCredentials, TransportAddress } from './agw.ts';

/** ICE credentials as RFC 8445 5.3 asks: at least 24 bits of randomness in the fragment, 128 in the password. */
export function newCredentials(): IceCredentials {
  return { ufrag: letters(6), pwd: letters(18) };
}

/** Base64 whose alphabet is that of ice-char (RFC 8839 5.4). */
function letters(bytes: number): string {
  return randomBytes(bytes).toString('base64');
}

const HOST_PREFERENCE = 126;
const ONLY_ADDRESS = 65_535;

/** One host candidate for each component; of component 1 alone when RTP and RTCP share a port. */
export function hostCandidates({ host, rtp, rtcp }: TransportAddress, mux: boolean): readonly AgwCandidate[] {
  const ports = mux ? [rtp] : [rtp, rtcp];
  return ports.map((port, index) => ({
    foundation: '1',
    component: index + 1,
    transport: 'UDP',
    // RFC 8445 5.1.2.1.
    priority: 2 ** 24 * HOST_PREFERENCE + 2 ** 8 * ONLY_ADDRESS + 256 - (index + 1),
    address: host,
    port,
    type: 'host',
  }));
}
