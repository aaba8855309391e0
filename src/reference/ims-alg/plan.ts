import { groups } from '../../sdp/bundle.ts';
import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { fingerprints } from '../../sdp/dtls.ts';
import { hasIce } from '../../sdp/ice.ts';
import type { FaultTable, VariantTable } from '../deviation.ts';
import { readAccess } from './access.ts';
import { type Line, otherSide, type Planned, type PlannedOffer, type Side } from './line.ts';
import { NotAcceptable } from './not-acceptable.ts';
import { DTLS_SRTP, isDtlsSrtp, isPlainRtp } from './proto.ts';
import type { Terms } from './terms.ts';

export const faults = {
  'bundle-only-forwarded': {
    kills: ['EPC-7.4.1-d2', 'EPC-7.4.1-d8'],
    about: 'forwards bundle-only lines with port zero',
  },
  'offer-without-lines': {
    kills: ['EPC-7.4.1-d7', 'EPC-7.4.2-c2'],
    about: 'sends the core an offer of which it has removed every line',
  },
  'data-channel-forwarded': {
    kills: ['EPC-7.4.1-i'],
    about: 'offers data channels to the core as the WIC does',
  },
} as const satisfies FaultTable;

export const variants = {
  'core-avpf': {
    exercises: [
      'EPC-7.4.1-b',
      'EPC-7.4.1-e2',
      'EPC-7.4.1-e4',
      'EPC-7.4.1-f1',
      'EPC-7.4.1-h',
      'EPC-7.4.2-f3',
      'SDP-5764-1',
    ],
    about: 'offers RTP/AVPF to the core, with the feedback that the WIC offered',
  },
  'without-ice-refused': {
    exercises: ['EPC-7.4.1-a3'],
    about: 'carries no DTLS-SRTP for a WIC without ICE',
  },
  'savp-refused': {
    exercises: ['EPC-7.4.1-e5'],
    about: 'carries DTLS-SRTP with feedback (SAVPF) only',
  },
  'data-channel-disabled': {
    exercises: ['EPC-7.4.1-i'],
    about: 'leaves the line of a data channel in the offer towards the core, with port zero',
  },
} as const satisfies VariantTable;

/**
 * Decides what becomes of the lines of an offer, and where they stand on the other side: bundle-only lines are
 * removed (24.371 7.4.1), and so is what the eIMS-AGW cannot carry; a line that stood on the other side before is
 * never removed, but disabled (RFC 3264 8).
 * @param lines as agreed before
 * @throws SdpParseError when an attribute that the answer depends on cannot be read, NotAcceptable when nothing would be left, or when lines of before are missing
 */
export function planOffer(
  from: Side,
  lines: readonly Line[],
  description: SessionDescription,
  terms: Terms,
): PlannedOffer {
  const to = otherSide(from);
  groups(description);
  const stood = lines.filter(({ index }) => index[from] !== undefined).length;
  if (description.media.length < stood) throw new NotAcceptable('m-lines of the last offer are missing');
  let next = lines.filter(({ index }) => index[to] !== undefined).length;
  const planned = description.media.map((section, at): Planned => {
    readAccess(section);
    const before = lines.find(({ index }) => index[from] === at);
    const carried = isCarried(from, section, terms);
    const unbundled = !section.bundleOnly || terms.deviation.is('bundle-only-forwarded');
    const kept = section.disabled || (terms.deviation.is('data-channel-disabled') && !section.isRtp);
    const stands = carried || (before === undefined && kept && unbundled);
    const there = before?.index[to] ?? (stands ? next++ : undefined);
    const fate = there === undefined ? 'removed' : carried ? 'relayed' : 'disabled';
    return { line: lineOf(from, at, there, section, before, terms), section, fate };
  });
  const nothingLeft = planned.every(({ fate }) => fate === 'removed');
  if (nothingLeft && !terms.deviation.is('offer-without-lines')) {
    throw new NotAcceptable('no m-line that can be carried');
  }
  const unknown = lines.filter(({ index }) => index[from] === undefined);
  const absent = unknown.map((line): Planned => ({ line, section: undefined, fate: 'disabled' }));
  return { from, description, planned: [...planned, ...absent] };
}

/**
 * The eIMS-AGW has DTLS-SRTP for the WIC and plain RTP for the core. 24.371 is silent on other transports: a WIC's plain
 * RTP and media other than RTP are offered on, but the AGW lets nothing pass to or from a WIC that DTLS does not protect.
 */
function isCarried(from: Side, section: MediaSection, terms: Terms): boolean {
  if (section.disabled || section.bundleOnly) return false;
  if (!section.isRtp) return !/TLS/i.test(section.proto) || terms.deviation.is('data-channel-forwarded');
  if (isPlainRtp(section.proto)) return true;
  if (from === 'core' || !isDtlsSrtp(section)) return false;
  if (terms.deviation.is('without-ice-refused') && !hasIce(section)) return false;
  if (terms.deviation.is('savp-refused') && !section.proto.endsWith('F')) return false;
  return fingerprints(section).length > 0 && (terms.rtcpMux || !section.has('rtcp-mux-only'));
}

function lineOf(
  from: Side,
  here: number,
  there: number | undefined,
  section: MediaSection,
  before: Line | undefined,
  terms: Terms,
): Line {
  const index = from === 'wic' ? { wic: here, core: there } : { wic: there, core: here };
  const { media, formats, proto } = section;
  const same = before?.media === media ? before : undefined;
  return {
    index,
    media,
    formats,
    proto:
      from === 'wic'
        ? { wic: proto, core: same?.proto.core ?? protoToCore(section, terms) }
        : { wic: same?.proto.wic ?? (section.isRtp ? DTLS_SRTP : proto), core: proto },
    agw: same?.agw,
    remote: same?.remote,
  };
}

function protoToCore(section: MediaSection, terms: Terms): string {
  if (!section.isRtp || isPlainRtp(section.proto)) return section.proto;
  return terms.deviation.is('core-avpf') ? 'RTP/AVPF' : 'RTP/AVP';
}
