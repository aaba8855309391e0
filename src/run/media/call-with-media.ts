import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { MediaMisbehaviour, SecureRemote } from '../../media/secure-remote.ts';
import type { Call } from '../../peers/call.ts';
import { preferSameEncoding } from '../../peers/codecs.ts';
import { type CoreShape, coreAnswer, coreOffer } from '../../peers/core/descriptions.ts';
import { SDP } from '../../peers/sdp.ts';
import type { Seen } from '../../peers/seen.ts';
import { wicAnswer } from '../../peers/wic/offers/answer.ts';
import { type WicShape, wicOffer } from '../../peers/wic/offers/offer.ts';
import type { Wic } from '../../peers/wic/wic.ts';
import { parseSdp, type SessionDescription } from '../../sdp/description.ts';
import { SdpParseError } from '../../sdp/error.ts';
import { rtcpMux } from '../../sdp/rtcp.ts';
import type { SipMessage, SipRequest } from '../../sip/message.ts';
import { bindingOf } from '../delivery.ts';
import type { Lab } from '../lab.ts';
import { openEnds } from './ends.ts';
import { type CallLine, type Described, MediaCall } from './media-call.ts';
import type { MediaLine, Side } from './media-line.ts';
import { farParameters, wicParameters } from './parameters.ts';
import { ownRole, plainRemote, secureRemote } from './remote-line.ts';
import { RtpStream } from './rtp-stream.ts';

/** Who calls, and what is offered. */
export type MediaOffer =
  | { readonly by: 'wic'; readonly offer: WicShape }
  | {
      readonly by: 'core';
      readonly offer: CoreShape;
      /** What the WIC wants to be in DTLS; the client unless told. */
      readonly dtlsRole?: 'client' | 'server';
    };

export interface MediaCallOptions {
  /** What the WIC does against the rules of media. */
  readonly misbehaviour?: MediaMisbehaviour;
  /** Done when the descriptions are exchanged, before the WIC begins with ICE. */
  before?(call: MediaCall): Promise<void>;
}

/**
 * A call between the named WIC and the far user with real media at both ends, as far as SDP: ICE and DTLS of the WIC
 * have begun, and nothing of them is awaited.
 * @throws PeerDidNot when no line of it is set up
 */
export async function callWithMedia(
  lab: Lab,
  name: string,
  offer: MediaOffer,
  options: MediaCallOptions = {},
): Promise<MediaCall> {
  const shape = offer.by === 'wic' ? wicOffer(offer.offer) : coreOffer(offer.offer);
  const media = parseSdp(shape).media.map((section) => section.media);
  const ends = await openEnds(lab, media, options.misbehaviour);
  const wic = lab.wic(name);
  try {
    const exchanged =
      offer.by === 'wic'
        ? await originated(lab, wic, ends, offer.offer)
        : await terminated(lab, wic, ends, offer);
    return await begin(exchanged, ends, offer, options);
  } catch (reason) {
    if (!(reason instanceof SdpParseError)) throw reason;
    throw new PeerDidNot('send SDP that can be read', reason.message);
  }
}

interface Exchanged extends Pick<MediaCall, 'dialogs' | 'onW2' | 'onMw'> {
  /** The answer on either side; one is the SUT's, the other that of the harness. */
  readonly answers: Readonly<Record<Side, SessionDescription>>;
}

async function originated(
  { core, parameters }: Lab,
  wic: Wic,
  ends: readonly MediaLine[],
  shape: WicShape,
): Promise<Exchanged> {
  let offered: SipRequest | undefined;
  let own: string | undefined;
  core.calls.next('INVITE', {
    statuses: [180, 200],
    describe(request) {
      offered = request;
      own = unlessUnreadable(() => coreAnswer(request.body, {}, farParameters(ends)));
      return own;
    },
  });
  const body = wicOffer(shape, wicParameters(ends));
  const uri = `sip:far-user@${parameters.home.domain}`;
  const { answer, call } = await wic.invite(uri, { body, contentType: SDP });
  const taken = core.calls.taken.at(-1);
  if (!call || !taken || !offered) throw new PeerDidNot('set up the call', answer.message.startLine);
  const onW2 = described(answer);
  const onMw = described(core.mailbox.seen(offered));
  const answers = { wic: onW2.sdp, core: parseSdp(own ?? '') };
  return { dialogs: { wic: call, core: taken }, onW2, onMw, answers };
}

async function terminated(
  { core }: Lab,
  wic: Wic,
  ends: readonly MediaLine[],
  { offer, dtlsRole }: Extract<MediaOffer, { by: 'core' }>,
): Promise<Exchanged> {
  let offered: SipRequest | undefined;
  let own: string | undefined;
  wic.answers.invites = {
    statuses: [180, 200],
    describe(request) {
      offered = request;
      const setup = dtlsRole === 'server' ? 'passive' : undefined;
      own = unlessUnreadable(() => wicAnswer(request.body, {}, wicParameters(ends, setup)));
      return own;
    },
  };
  const body = coreOffer(offer, farParameters(ends));
  const { answer, call } = await core.calls.call(bindingOf(core, wic), { body, contentType: SDP });
  const taken = wic.answers.taken.at(-1);
  if (!call || !taken || !offered) throw new PeerDidNot('set up the call', answer.message.startLine);
  const onW2 = described(wic.mailbox.seen(offered));
  const onMw = described(answer);
  const answers = { wic: parseSdp(own ?? ''), core: onMw.sdp };
  return { dialogs: { wic: taken, core: call }, onW2, onMw, answers };
}

/** Tells both ends where the SUT's are, gives them something to say, and has the WIC begin. */
async function begin(
  exchanged: Exchanged,
  ends: readonly MediaLine[],
  offer: MediaOffer,
  { before }: MediaCallOptions,
): Promise<MediaCall> {
  const { onW2, onMw, answers } = exchanged;
  const lines = ends.flatMap((line): CallLine[] => {
    const [w2, mw] = [onW2.sdp.media[line.index], onMw.sdp.media[line.index]];
    if (!w2 || !mw || w2.disabled || mw.disabled) return [];
    const agreed = { wic: answers.wic.media[line.index] ?? w2, core: answers.core.media[line.index] ?? mw };
    line.speak({ wic: new RtpStream(formatOf(agreed.wic)), core: new RtpStream(formatOf(agreed.core)) });
    return [{ line, onW2: w2, onMw: mw, transcoded: !preferSameEncoding(agreed.wic, agreed.core) }];
  });
  if (lines.length === 0) throw new PeerDidNot('accept a line of the call', mLines(onW2));
  const call = new MediaCall({ ...exchanged, lines });
  for (const { line, onMw: mw } of lines) line.far.toward(plainRemote(mw));
  await before?.(call);
  for (const of of lines) of.line.wic.toward(wicView(onW2, of, offer));
  return call;
}

/** What the SUT's description tells the WIC of a line. */
function wicView({ sdp }: Described, { onW2 }: CallLine, offer: MediaOffer): SecureRemote {
  return secureRemote(sdp, onW2, {
    // Who answers without a choice is taken to be active, as RFC 5763 5 recommends.
    dtlsRole: ownRole(onW2, offer.by === 'wic' ? 'server' : (offer.dtlsRole ?? 'client')),
    rtcpMux: rtcpMux(onW2),
    controlling: offer.by === 'wic',
  });
}

/** What an end sends is what the answer on its side prefers, be it the SUT's or its own. */
function formatOf({ formats }: CallLine['onW2']): number {
  return Number(formats[0] ?? 0) & 0x7f;
}

/** A description that cannot be read gets no answer; that it cannot be read is told afterwards. */
function unlessUnreadable(answer: () => string): string | undefined {
  try {
    return answer();
  } catch (reason) {
    if (!(reason instanceof SdpParseError)) throw reason;
    return undefined;
  }
}

/** @throws SdpParseError when there is none, or none that can be read */
function described(seen: Seen<SipMessage>): Described {
  return { seen, sdp: parseSdp(seen.message.body) };
}

function mLines({ sdp }: Described): string {
  return sdp.media.map(({ line }) => `m=${line.value}`).join(', ') || 'no m-line';
}

/** Ends the call from one side. @throws PeerDidNot without a final response */
export function release({ dialogs }: MediaCall, by: 'wic' | 'core'): ReturnType<Call['bye']> {
  return dialogs[by].bye();
}
