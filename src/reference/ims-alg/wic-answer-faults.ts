import type { SessionDescription } from '../../sdp/description.ts';
import type { FaultTable, VariantTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type { Outgoing } from './line.ts';

export const faults = {
  'answer-actpass': {
    kills: ['EPC-7.4.1-e3', 'EPC-7.4.1-e4', 'EPC-7.4.1-f1', 'EPC-7.4.1-f5', 'SDP-5763-2'],
    about: 'answers the WIC with setup actpass',
  },
  'answer-plain-rtp': {
    kills: [
      'EPC-7.4.1-e3',
      'EPC-7.4.1-e4',
      'EPC-7.4.1-f1',
      'EPC-7.4.1-f3',
      'EPC-7.4.1-f5',
      'SDP-3264-4',
      'SDP-5764-1',
    ],
    about: 'answers the WIC with the transport that the core has',
  },
  'fingerprint-copied': {
    kills: ['EPC-7.1-7b', 'EPC-7.4.1-e3', 'EPC-7.4.1-e4', 'EPC-7.4.1-f1', 'EPC-7.4.1-f5'],
    preamble: [
      'EPC-7.1-7d',
      'EPC-7.1-7e',
      'EPC-7.1-7f',
      'EPC-7.1-7g',
      'EPC-7.1-7h',
      'EPC-7.1-7i',
      'EPC-7.4.1-c3',
      'SDP-5763-5',
    ],
    about: "answers the WIC with the WIC's own fingerprint",
  },
  'ice-echoed': {
    kills: ['EPC-7.1-7b', 'EPC-7.4.1-a'],
    preamble: [
      'EPC-7.1-7c',
      'EPC-7.1-7d',
      'EPC-7.1-7e',
      'EPC-7.1-7f',
      'EPC-7.1-7g',
      'EPC-7.1-7h',
      'EPC-7.1-7i',
      'EPC-7.4.1-c3',
      'SDP-5763-5',
    ],
    about: "answers the WIC with the WIC's own ICE credentials",
  },
  'ice-unasked': {
    kills: ['EPC-7.4.1-a3'],
    about: 'answers with ICE although none was offered',
  },
  'ice-mismatch-ignored': {
    kills: ['EPC-7.4.1-a2', 'SDP-5245-4'],
    about: 'does ICE with a WIC whose default destination is none of its candidates',
  },
  'answer-bundle-group': {
    kills: ['EPC-7.4.1-d3', 'EPC-7.4.1-d8'],
    about: "answers with the BUNDLE group of the WIC's offer",
  },
  'bundle-only-unanswered': {
    kills: ['EPC-7.4.1-d4', 'EPC-7.4.1-d5', 'EPC-7.4.1-d8'],
    about: 'answers without the lines that it removed from the offer',
  },
  'rejected-line-revived': {
    kills: ['EPC-7.4.1-d5', 'EPC-7.4.1-f2', 'EPC-7.4.1-f5', 'EPC-7.4.1-i', 'SDP-3264-1', 'SDP-3264-2'],
    about: 'answers a line that the core rejected with a port',
  },
  'rtcp-mux-claimed': {
    kills: ['EPC-7.1-7d', 'EPC-7.4.1-g'],
    about: 'answers with rtcp-mux in every line',
  },
  'core-address-left': {
    kills: ['EPC-7.4.1-c2', 'EPC-7.4.1-f3'],
    about: "answers the WIC with the core's address in c=",
  },
  'unknown-line-dropped': {
    kills: ['SDP-3264-1'],
    about: 'answers the WIC without the lines of media that it does not know',
  },
  'trickle-answered-empty': {
    // Edition R17 alone has that row, so the matrix is without it.
    kills: ['EPC-5D.4-1'],
    about: 'answers an offer without candidates by trickle ICE, and never sends its own',
  },
  'answer-order-kept': {
    kills: [],
    warns: ['SDP-3264-1'],
    about: 'answers the WIC in the order of the core, which is not that of the offer',
  },
  'format-not-offered': {
    kills: ['SDP-3264-4'],
    about: 'answers the WIC with a payload type that was not offered',
  },
  'direction-ignored': {
    kills: ['SDP-3264-3', 'SDP-3264-4'],
    about: 'answers the WIC with sendrecv whatever was offered',
  },
} as const satisfies FaultTable;

export const variants = {
  'ice-mismatch-unsaid': {
    exercises: ['EPC-7.4.1-a2', 'SDP-5245-4'],
    about: 'answers an offer whose default destination is no candidate without ICE, and without ice-mismatch',
  },
  'answer-with-more-formats': {
    exercises: ['EPC-7.4.1-h', 'SDP-3264-4'],
    about: 'answers the WIC with one payload type more than was offered (RFC 3264 6.1)',
  },
  'hold-answered-inactive': {
    exercises: ['SDP-3264-3', 'SDP-3264-4'],
    about: 'answers hold with inactive',
  },
} as const satisfies VariantTable;

/** What a fault, or the variant, makes of an answer before it goes to the WIC. @param outgoing has the lines of the WIC's offer */
export function misanswerToWic(
  outgoing: Outgoing,
  offer: SessionDescription,
  answer: SessionDescription | undefined,
  deviation: Deviation,
): Outgoing {
  const groups = offer.session.attributes('group').map(({ line }) => `a=${line.value}`);
  const media = outgoing.media.map((lines, index) => {
    const asked = offer.media[index];
    const of = (name: string) => asked?.attribute(name)?.value ?? offer.session.attribute(name)?.value;
    const far = answer?.media.find(({ disabled }) => !disabled)?.address;
    const revived = deviation.is('rejected-line-revived') && asked && !asked.disabled;
    const told = revived ? lines.map((line) => line.replace(/^(m=\S+) 0 /, '$1 20000 ')) : lines;
    if (/^m=\S+ 0 /.test(told[0] ?? '')) return told;
    if (deviation.is('answer-actpass')) return rewritten(told, /^a=setup:.*/, 'a=setup:actpass');
    if (deviation.is('answer-plain-rtp')) return rewritten(told, /UDP\/TLS\/RTP\/SAVPF?/, 'RTP/AVP');
    if (deviation.is('fingerprint-copied'))
      return rewritten(told, /^a=fingerprint:.*/, `a=fingerprint:${of('fingerprint')}`);
    if (deviation.is('ice-echoed'))
      return rewritten(told, /^a=ice-ufrag:.*/, `a=ice-ufrag:${of('ice-ufrag')}`);
    if (deviation.is('ice-unasked') && !asked?.has('ice-ufrag')) return [...told, ...madeUpIce(told)];
    if (deviation.is('ice-mismatch-ignored') && told.includes('a=ice-mismatch'))
      return [...told.filter((line) => line !== 'a=ice-mismatch'), ...madeUpIce(told)];
    if (deviation.is('trickle-answered-empty') && asked?.has('ice-ufrag') && !asked.has('candidate'))
      return [...told.filter((line) => !line.startsWith('a=candidate:')), 'a=ice-options:trickle'];
    if (deviation.is('ice-mismatch-unsaid')) return told.filter((line) => line !== 'a=ice-mismatch');
    if (deviation.is('rtcp-mux-claimed') && !told.includes('a=rtcp-mux')) return [...told, 'a=rtcp-mux'];
    if (deviation.is('format-not-offered'))
      return withFormat(told.filter(isNoFormat), (line) => line.replace(/^(m=\S+ \d+ \S+) .*/, '$1 127'));
    if (deviation.is('answer-with-more-formats')) return withFormat(told, (line) => `${line} 127`);
    if (deviation.is('direction-ignored'))
      return rewritten(told, /^a=(sendonly|recvonly|inactive)$/, 'a=sendrecv');
    if (deviation.is('hold-answered-inactive')) return rewritten(told, /^a=recvonly$/, 'a=inactive');
    if (deviation.is('core-address-left') && far) return rewritten(told, /^c=.*/, `c=IN IP4 ${far}`);
    return told;
  });
  return {
    session: deviation.is('answer-bundle-group') ? [...outgoing.session, ...groups] : outgoing.session,
    media: (deviation.is('answer-order-kept') ? inOrderOf(answer, offer, media) : media)
      .filter((_, index) => !(deviation.is('bundle-only-unanswered') && offer.media[index]?.bundleOnly))
      .filter(
        ([first = '']) => !(deviation.is('unknown-line-dropped') && !/^m=(audio|video|appl)/.test(first)),
      ),
  };
}

/** The lines as an answer has them that does not mirror its offer. */
function inOrderOf(
  answer: SessionDescription | undefined,
  offer: SessionDescription,
  media: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const order = answer?.media.map((line) => line.media) ?? [];
  if (order.length !== media.length || order[0] === offer.media[0]?.media) return media;
  const place = ([first = '']: readonly string[]) =>
    order.findIndex((each) => first.startsWith(`m=${each} `));
  return media.toSorted((a, b) => place(a) - place(b));
}

function rewritten(lines: readonly string[], pattern: RegExp, by: string): string[] {
  return lines.map((line) => line.replace(pattern, by));
}

function isNoFormat(line: string): boolean {
  return !/^a=(rtpmap|fmtp|rtcp-fb|ptime|maxptime):/.test(line);
}

/** With payload type 127 as a codec that nobody has. */
function withFormat(lines: readonly string[], described: (line: string) => string): string[] {
  const [first = '', ...others] = lines;
  return [described(first), ...others, 'a=rtpmap:127 x-other/8000'];
}

/** Credentials and a candidate for the line's own address and port. */
function madeUpIce(lines: readonly string[]): string[] {
  const [, port = '9'] = /^m=\S+ (\d+)/.exec(lines[0] ?? '') ?? [];
  const [, host = '0.0.0.0'] =
    /^c=IN IP[46] (.*)/.exec(lines.find((line) => line.startsWith('c=')) ?? '') ?? [];
  return [
    'a=ice-ufrag:unasked',
    'a=ice-pwd:unaskedunaskedunaskedunasked',
    `a=candidate:1 1 UDP 2130706431 ${host} ${port} typ host`,
  ];
}
