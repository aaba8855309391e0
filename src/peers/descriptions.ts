import type { MediaSection, SessionDescription } from '../sdp/description.ts';
import { parseSdp } from '../sdp/description.ts';
import { fingerprints, setup } from '../sdp/dtls.ts';
import { SdpParseError } from '../sdp/error.ts';
import { credentials } from '../sdp/ice.ts';
import { rtcpAddress } from '../sdp/rtcp.ts';
import { mediaType } from '../sip/headers/index.ts';
import type { SipMessage, SipRequest } from '../sip/message.ts';
import { type CoreLine, coreMediaParameters } from './core/descriptions.ts';
import { audioAnswer, SDP } from './sdp.ts';
import { type WicLine, wicMediaParameters } from './wic/offers/parameters.ts';

/**
 * What a peer described in its calls. Who describes again in a call is the same session in its next version
 * (RFC 3264 8), at the same ports, with the same ICE credentials and certificate, since nobody restarts (RFC 8839 4.4).
 */
export class Descriptions {
  readonly #last = new Map<string, SessionDescription>();
  readonly #answers = new WeakMap<SipRequest, string>();

  /** Notes the description in a message that the peer sends; what cannot be read is not continued. */
  sent(message: SipMessage): void {
    if (message.body.length === 0 || mediaType(message) !== SDP) return;
    try {
      this.#last.set(message.value('Call-ID') ?? '', parseSdp(message.body));
    } catch (error) {
      if (!(error instanceof SdpParseError)) throw error;
    }
  }

  /** An offer of what was described last in the call, in its next version; undefined: nothing was. */
  offer(call: string): string | undefined {
    const last = this.#last.get(call);
    return last?.text
      .replace(/^(o=\S+ \S+) \d+/m, `$1 ${Number(last.origin.version) + 1}`)
      .replace(/^a=setup:(active|passive)/gm, 'a=setup:actpass');
  }

  /**
   * The answer to the offer of a request, the same in all its responses.
   * @throws SdpParseError when the offer cannot be read
   */
  answer(request: SipRequest): string {
    const known = this.#answers.get(request);
    if (known !== undefined) return known;
    const offer = parseSdp(request.body);
    const last = this.#last.get(request.value('Call-ID') ?? '');
    const answer = last ? continued(last, offer) : audioAnswer(offer.text);
    this.#answers.set(request, answer);
    return answer;
  }
}

function continued(last: SessionDescription, offer: SessionDescription): string {
  const session = { sessionId: last.origin.sessionId, version: Number(last.origin.version) + 1 };
  const wic = last.media.map((line) => wicLine(line, offer.media[line.index]));
  return audioAnswer(offer.text, {
    wic: wicMediaParameters({ ...session, lines: wic }),
    core: coreMediaParameters({ ...session, lines: last.media.map(placeOf) }),
  });
}

/** A line that was refused has no place yet. */
function placeOf(line: MediaSection): Partial<CoreLine> {
  if (line.disabled || line.address === undefined) return {};
  const rtcpPort = line.has('rtcp') ? rtcpAddress(line).port : line.port + 1;
  return { address: line.address, port: line.port, rtcpPort };
}

function wicLine(line: MediaSection, offered: MediaSection | undefined): Partial<WicLine> {
  const { ufrag, pwd } = credentials(line);
  const own = fingerprints(line).map(({ hash, value }) => ({ hash, value }));
  const role = setup(line)?.value;
  // The role stays where the offer leaves it open (RFC 8842 5.3).
  const stays = role !== 'actpass' && offered && setup(offered)?.value === 'actpass';
  return {
    ...placeOf(line),
    ...(ufrag !== undefined && pwd !== undefined && { ufrag, pwd }),
    ...(own.length > 0 && { fingerprints: own }),
    ...(role !== undefined && stays && { setup: role }),
  };
}
