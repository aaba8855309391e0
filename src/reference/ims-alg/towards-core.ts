import type { MediaSection } from '../../sdp/description.ts';
import type { AgwLine } from '../agw/agw.ts';
import { relayedLines } from './attributes.ts';
import { leakedToCore } from './leaks.ts';
import { connectionLine, mediaLine } from './lines.ts';
import type { Terms } from './terms.ts';

/** How a line of the WIC's is described to the core. */
export interface CoreLine {
  readonly agw: AgwLine;
  readonly proto: string;
  /** Identification tag (RFC 5888); undefined for none. */
  readonly mid: string | undefined;
}

/** A line of the WIC's as the core is to see it: the AGW's address, plain RTP, codecs and the like as they were. */
export function towardsCore(section: MediaSection, { agw, proto, mid }: CoreLine, terms: Terms): string[] {
  const { host, rtp, rtcp } = agw.core;
  return [
    mediaLine(section.media, rtp, proto, section.formats),
    ...relayedLines(section, 'i', proto),
    connectionLine(host),
    ...relayedLines(section, 'b', proto),
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
    ...(section.isRtp && rtcp !== rtp + 1 ? [`a=rtcp:${rtcp}`] : []),
    ...relayedLines(section, 'a', proto),
    ...leakedToCore(section, terms),
  ];
}
