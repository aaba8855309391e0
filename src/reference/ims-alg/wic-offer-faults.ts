import { groups } from '../../sdp/bundle.ts';
import type { SessionDescription } from '../../sdp/description.ts';
import type { FaultTable, VariantTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type { Outgoing } from './line.ts';

export const faults = {
  'indicator-on-first-line': {
    kills: ['EPC-7.4.1-f5', 'EPC-7.4.2-d', 'EPC-7.4.2-d3'],
    about: 'marks the first line that it offers the WIC 3ge2ae:applied, and no other',
  },
  'plain-video-to-wic': {
    kills: ['EPC-7.4.1-f5', 'EPC-7.4.2-c', 'EPC-7.4.2-d3', 'SDP-5764-1'],
    about: "converts the transport of audio lines only in the core's offers",
  },
  'offer-active': {
    kills: ['EPC-7.4.1-f5', 'EPC-7.4.2-c', 'SDP-5763-1'],
    about: 'offers the WIC setup active',
  },
  'disabled-line-revived': {
    kills: ['EPC-7.4.2-d2', 'EPC-7.4.2-d3'],
    about: 'offers the WIC a port for a line that the core has disabled',
  },
  'bundle-group-to-wic': {
    kills: ['EPC-7.4.2-e'],
    about: "leaves the BUNDLE group of the core's offer in that to the WIC",
  },
  'ufrag-short': {
    kills: ['EPC-7.4.2-a', 'EPC-7.4.2-g', 'SDP-5245-1'],
    about: 'offers the WIC a user fragment of three characters in each line but the first',
  },
  'candidate-without-type': {
    kills: ['EPC-7.4.2-a', 'EPC-7.4.2-g', 'SDP-5245-2'],
    about: 'offers the WIC candidates without type in each line but the first',
  },
  'default-outside-candidates': {
    kills: ['EPC-7.4.2-g'],
    about: 'offers the WIC a default port that is none of the candidates',
  },
  'message-as-dtls-srtp': {
    kills: ['SDP-5764-3'],
    about: 'offers the WIC a session of messages as DTLS-SRTP',
  },
} as const satisfies FaultTable;

export const variants = {
  'single-line-ice-at-session-level': {
    exercises: ['EPC-7.4.2-a', 'EPC-7.4.2-g', 'SDP-5245-1', 'SDP-5245-2'],
    about: 'offers the WIC ICE credentials at session level when there is one line only',
  },
} as const satisfies VariantTable;

/** What a deviation makes of an offer of the core before it goes to the WIC. */
export function misofferToWic(outgoing: Outgoing, core: SessionDescription, deviation: Deviation): Outgoing {
  const bundle = deviation.is('bundle-group-to-wic')
    ? groups(core).filter(({ semantics }) => semantics === 'BUNDLE')
    : [];
  const raised = deviation.is('single-line-ice-at-session-level') && outgoing.media.length === 1;
  const [only = []] = outgoing.media;
  const isCredential = (line: string) => /^a=ice-(ufrag|pwd):/.test(line);
  return {
    session: [
      ...outgoing.session,
      ...bundle.map(({ line }) => `a=${line.value}`),
      ...(raised ? only.filter(isCredential) : []),
    ],
    media: outgoing.media.map((lines, index) =>
      lines
        .filter((line) => !(raised && isCredential(line)))
        .filter(
          (line) => !(deviation.is('indicator-on-first-line') && index > 0 && line.startsWith('a=3ge2ae')),
        )
        .map((line) => miswritten(line, index, deviation)),
    ),
  };
}

function miswritten(line: string, index: number, deviation: Deviation): string {
  if (deviation.is('plain-video-to-wic')) return line.replace(/^(m=video \d+) \S+/, '$1 RTP/AVPF');
  if (deviation.is('offer-active')) return line.replace('a=setup:actpass', 'a=setup:active');
  if (deviation.is('disabled-line-revived')) return line.replace(/^(m=\S+) 0 /, '$1 20000 ');
  if (deviation.is('default-outside-candidates')) return line.replace(/^(m=\S+) [1-9]\d*/, '$1 20000');
  if (deviation.is('message-as-dtls-srtp'))
    return line.replace(/^(m=message \d+) \S+/, '$1 UDP/TLS/RTP/SAVPF');
  if (index === 0) return line;
  if (deviation.is('ufrag-short')) return line.replace(/^(a=ice-ufrag:...).*/, '$1');
  if (deviation.is('candidate-without-type')) return line.replace(/^(a=candidate:.*) typ .*/, '$1');
  return line;
}
