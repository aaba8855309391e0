import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { type Finding, found, lacking } from './finding.ts';
import { runsIce } from './ice.ts';

/** Every rtcp-mux (RFC 5761) of a description. */
export function muxAttributes(lines: readonly MediaSection[]): Finding[] {
  return lines.flatMap((line) => line.attributes('rtcp-mux').map((each) => found(line, each.line)));
}

/** Lines of an answer with rtcp-mux that the same line of the offer has not (RFC 5761 5.1.1). */
export function muxNotOffered(answered: readonly MediaSection[], offer: SessionDescription): Finding[] {
  return muxAttributes(answered.filter(({ index }) => !offer.media[index]?.has('rtcp-mux')));
}

/** Lines of an answer without the rtcp-mux that the offer has. */
export function muxRefused(answered: readonly MediaSection[], offer: SessionDescription): Finding[] {
  return answered
    .filter((line) => offer.media[line.index]?.has('rtcp-mux') && !line.has('rtcp-mux'))
    .map((line) => lacking(line, 'no rtcp-mux although offered'));
}

/**
 * Lines on which RTCP has nowhere to go: neither rtcp-mux nor a candidate of component 2 (RFC 8839 4.1.1.1), although
 * no bandwidth of zero switches RTCP off (RFC 3556).
 */
export function withoutRtcp(lines: readonly MediaSection[]): Finding[] {
  return lines
    .filter((line) => line.isRtp && runsIce(line) && !line.has('rtcp-mux') && !switchesRtcpOff(line))
    .filter((line) => !line.attributes('candidate').some(({ value }) => /^\S+\s+2\s/.test(value ?? '')))
    .map((line) => lacking(line, 'neither rtcp-mux nor a candidate for RTCP'));
}

function switchesRtcpOff(line: MediaSection): boolean {
  const bandwidths = line.values('b').map(({ value }) => value);
  return bandwidths.includes('RR:0') && bandwidths.includes('RS:0');
}
