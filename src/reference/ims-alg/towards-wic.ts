import type { MediaSection, Section, SessionDescription } from '../../sdp/description.ts';
import { candidateText } from '../../sdp/ice.ts';
import type { AccessTermination, AgwLine } from '../agw/agw.ts';
import type { VariantTable } from '../deviation.ts';
import type { IceUse } from './access.ts';
import { relayedLines } from './attributes.ts';
import { disabledLine } from './disabled.ts';
import type { Outgoing } from './line.ts';
import { connectionLine, mediaLine, networkAddress } from './lines.ts';
import { sessionLines } from './session.ts';
import type { Terms } from './terms.ts';
import { misdescribeToWic } from './wic-description-faults.ts';

export const variants = {
  'dtls-at-session-level': {
    exercises: [
      'EPC-7.1-7b',
      'EPC-7.4.1-f1',
      'EPC-7.4.1-f5',
      'EPC-7.4.2-c',
      'SDP-5763-1',
      'SDP-5763-2',
      'SDP-5763-4',
    ],
    about: 'writes fingerprint and setup once, at session level, when they hold for every line',
  },
} as const satisfies VariantTable;

/** How a line of the core's is described to the WIC. */
export interface WicLine {
  readonly agw: AgwLine;
  readonly proto: string;
  /** Identification tag (RFC 5888); undefined for none. */
  readonly mid: string | undefined;
  /** What the AGW is in DTLS (RFC 4145); undefined when the line is not secured. */
  readonly setup: 'actpass' | 'active' | 'passive' | undefined;
  readonly ice: IceUse;
  readonly rtcpMux: boolean;
  /** The WIC is told that media are protected up to the AGW and no further (24.229 7.5.2). */
  readonly endToAccessEdge?: boolean;
}

/** A line towards the WIC: made from one of the core's, or with port zero. */
export type ToWic =
  | { readonly section: MediaSection; readonly how: WicLine }
  | { readonly refused: Parameters<typeof disabledLine>[0]; readonly mid: string | undefined };

/** A description towards the WIC. */
export function describeToWic(
  from: {
    readonly description: SessionDescription;
    readonly timing: Section;
  },
  lines: readonly ToWic[],
  host: string,
  terms: Terms,
): Outgoing {
  const { description, timing } = from;
  const used = lines.flatMap((line) => ('how' in line ? [line.how] : []));
  const tags = lines.map((line) => ('how' in line ? line.how.mid : line.mid));
  const lite = used.some(({ agw, ice }) => agw.access.lite && ice === 'ice');
  const [first] = used;
  const atSession =
    terms.deviation.is('dtls-at-session-level') && used.every(({ setup }) => setup === first?.setup)
      ? first?.setup
      : undefined;
  const own = [...(lite ? ['a=ice-lite'] : []), ...(atSession ? dtlsLines(atSession, terms) : [])];
  const mids = new Set(tags.filter((tag) => tag !== undefined));
  const outgoing = {
    session: sessionLines(description, { timing, mids, own }),
    media: lines.map((line) => {
      if (!('how' in line)) return disabledLine(line.refused, host, line.mid);
      const how = atSession === undefined ? line.how : { ...line.how, setup: undefined };
      return towardsWic(line.section, how, terms);
    }),
  };
  return misdescribeToWic(outgoing, terms.deviation);
}

/** A line of the core's as the WIC is to see it: the AGW's address, ICE and certificate. */
function towardsWic(section: MediaSection, how: WicLine, terms: Terms): string[] {
  const { agw, proto, mid } = how;
  const { host, rtp } = agw.access;
  return [
    mediaLine(section.media, rtp, proto, section.formats),
    ...relayedLines(section, 'i', proto),
    connectionLine(host),
    ...relayedLines(section, 'b', proto),
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
    ...rtcpLines(section, how),
    ...iceLines(agw.access, how),
    ...(how.setup === undefined ? [] : dtlsLines(how.setup, terms)),
    ...(how.endToAccessEdge ? ['a=3ge2ae:applied'] : []),
    ...relayedLines(section, 'a', proto),
  ];
}

/** What the WIC is told of the AGW's end of DTLS (RFC 5763 5). */
function dtlsLines(setup: string, { fingerprint: { hash, value } }: Terms): string[] {
  return [`a=fingerprint:${hash} ${value}`, `a=setup:${setup}`];
}

function rtcpLines(section: MediaSection, { agw, rtcpMux }: WicLine): string[] {
  if (!section.isRtp) return [];
  return rtcpMux ? ['a=rtcp-mux'] : [`a=rtcp:${agw.access.rtcp} ${networkAddress(agw.access.host)}`];
}

function iceLines(access: AccessTermination, { ice, rtcpMux }: WicLine): string[] {
  if (ice === 'none') return [];
  if (ice === 'mismatch') return ['a=ice-mismatch'];
  const { ufrag, pwd } = access.credentials;
  const offered = access.candidates(rtcpMux).map((candidate) => `a=candidate:${candidateText(candidate)}`);
  return [`a=ice-ufrag:${ufrag}`, `a=ice-pwd:${pwd}`, ...offered];
}
