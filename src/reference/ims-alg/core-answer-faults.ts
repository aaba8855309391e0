import type { SessionDescription } from '../../sdp/description.ts';
import type { FaultTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';

export const faults = {
  'answer-fingerprint-left': {
    kills: ['EPC-7.4.1-f5', 'EPC-7.4.2-f', 'EPC-7.4.2-f3'],
    about: "leaves the fingerprints of the WIC's answer in that to the core",
  },
  'avpf-answered-avp': {
    kills: ['EPC-7.4.2-f', 'SDP-3264-4'],
    about: 'answers RTP/AVPF of the core with RTP/AVP',
  },
  'wic-rejection-revived': {
    kills: ['EPC-7.4.2-f2', 'SDP-3264-1', 'SDP-3264-2'],
    about: 'answers the core with a port for a line that the WIC rejected',
  },
  'rejection-without-format': {
    kills: ['EPC-7.4.1-f5', 'EPC-7.4.2-f2', 'SDP-3264-1', 'SDP-3264-2'],
    about: 'answers the core without a format in lines that the WIC rejected',
  },
} as const satisfies FaultTable;

/** What a fault makes of an answer of the WIC before it goes to the core. */
export function misanswerToCore(
  lines: readonly string[],
  answered: SessionDescription['media'][number] | undefined,
  deviation: Deviation,
): string[] {
  const [first = '', ...others] = lines;
  if (deviation.is('answer-fingerprint-left'))
    return [...lines, ...(answered?.attributes('fingerprint') ?? []).map(({ line }) => `a=${line.value}`)];
  if (deviation.is('avpf-answered-avp')) return [first.replace('RTP/AVPF', 'RTP/AVP'), ...others];
  if (deviation.is('wic-rejection-revived')) return [first.replace(/^(m=\S+) 0 /, '$1 20000 '), ...others];
  if (deviation.is('rejection-without-format')) return [first.replace(/^(m=\S+ 0 \S+).*/, '$1'), ...others];
  return [...lines];
}
