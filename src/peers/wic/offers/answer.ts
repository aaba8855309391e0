import { mid } from '../../../sdp/bundle.ts';
import { type MediaSection, parseSdp } from '../../../sdp/description.ts';
import { fingerprints, type SetupRole, setup } from '../../../sdp/dtls.ts';
import { hasIce } from '../../../sdp/ice.ts';
import { rtcpMux } from '../../../sdp/rtcp.ts';
import {
  type AnswerChoice,
  addressType,
  answerText,
  directionFor,
  mayAccept,
  rejectedLine,
  timesOf,
} from '../../answer-choice.ts';
import { takenFormats } from '../../codecs.ts';
import { connectionLine, dtlsLines, iceLines, sessionOf } from './line.ts';
import { type WicLine, type WicMediaParameters, wicMediaParameters } from './parameters.ts';

/**
 * The WIC's answer: DTLS-SRTP with a codec it knows is accepted, with ICE where the offer has it; all else is rejected,
 * and nothing is bundled.
 * @param offer what arrived on W2
 * @throws SdpParseError when the offer cannot be read
 */
export function wicAnswer(
  offer: string | Uint8Array,
  choice: AnswerChoice = {},
  parameters: WicMediaParameters = wicMediaParameters(),
): string {
  const offered = parseSdp(offer);
  const lines = offered.media.map((section) => {
    const line = parameters.lines[section.index];
    const accepted = line && mayAccept(section, choice) ? acceptedLine(section, line, choice) : undefined;
    return accepted ?? rejected(section);
  });
  return answerText([...sessionOf(parameters), ...timesOf(offered)], lines, choice);
}

function rejected(section: MediaSection): string[] {
  const tag = mid(section);
  return [...rejectedLine(section, '0.0.0.0'), ...(tag === undefined ? [] : [`a=mid:${tag}`])];
}

function acceptedLine(section: MediaSection, line: WicLine, choice: AnswerChoice): string[] | undefined {
  const { media, proto } = section;
  const taken = takenFormats(section);
  const dtls = /^UDP\/TLS\/RTP\/SAVPF?$/.test(proto) && fingerprints(section).length > 0;
  if (!dtls || !taken) return undefined;
  const mux = rtcpMux(section);
  const tag = mid(section);
  return [
    `m=${media} ${line.port} ${proto} ${taken.formats.join(' ')}`,
    connectionLine(line),
    ...(mux ? [] : [`a=rtcp:${line.rtcpPort} IN ${addressType(line.address)} ${line.address}`]),
    ...(hasIce(section) ? iceLines(line, mux ? 1 : 2) : []),
    ...dtlsLines({ ...line, setup: line.setup ?? roleFor(setup(section)?.value) }),
    ...(tag === undefined ? [] : [`a=mid:${tag}`]),
    `a=${directionFor(section, choice)}`,
    ...(mux ? ['a=rtcp-mux'] : []),
    ...taken.lines,
  ];
}

/** The role that is left (RFC 5763 5: active is to be preferred). */
function roleFor(offered: SetupRole | undefined): SetupRole {
  return offered === 'active' ? 'passive' : 'active';
}
