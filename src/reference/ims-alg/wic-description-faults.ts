import type { FaultTable, VariantTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type { Outgoing } from './line.ts';

export const faults = {
  'connection-attribute': {
    kills: ['SDP-5763-3'],
    about: 'writes a connection attribute into lines of DTLS-SRTP',
  },
  'fingerprint-md5': {
    kills: ['SDP-5763-4'],
    about: 'writes an MD5 fingerprint beside the one of its certificate',
  },
  'ice-lite-in-media': {
    kills: ['EPC-7.4.1-h', 'EPC-7.4.2-g', 'SDP-5245-3'],
    about: 'repeats ice-lite in each line but the first',
  },
} as const satisfies FaultTable;

export const variants = {
  'tcp-candidate': {
    exercises: ['EPC-7.4.1-a', 'EPC-7.4.2-a', 'EPC-7.4.2-g', 'SDP-5245-2'],
    about: 'offers a passive TCP candidate (RFC 6544) after those of UDP',
  },
} as const satisfies VariantTable;

/** What a deviation makes of an offer or answer before it goes to the WIC. */
export function misdescribeToWic(outgoing: Outgoing, deviation: Deviation): Outgoing {
  const media = outgoing.media.map((lines, index) => {
    if (/^m=\S+ 0 /.test(lines[0] ?? '') || !lines[0]?.includes('UDP/TLS/RTP/')) return lines;
    if (deviation.is('connection-attribute')) return [...lines, 'a=connection:new'];
    if (deviation.is('fingerprint-md5'))
      return [...lines, `a=fingerprint:md5 ${Array(16).fill('0A').join(':')}`];
    if (deviation.is('ice-lite-in-media') && index > 0) return [...lines, 'a=ice-lite'];
    if (deviation.is('tcp-candidate')) return withTcpCandidate(lines);
    return lines;
  });
  return { ...outgoing, media };
}

/** The lines of an SDP section with the passive TCP candidate of the same host. */
function withTcpCandidate(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line.startsWith('a=candidate:'));
  const host = lines[last]?.split(' ')[4];
  if (host === undefined) return [...lines];
  const candidate = `a=candidate:2 1 TCP 1518280447 ${host} 20443 typ host tcptype passive`;
  return [...lines.slice(0, last + 1), candidate, ...lines.slice(last + 1)];
}
