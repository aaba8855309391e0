import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { MediaMisbehaviour } from '../../media/secure-remote.ts';
import type { Call } from '../../peers/call.ts';
import { SDP } from '../../peers/sdp.ts';
import type { Seen } from '../../peers/seen.ts';
import type { Wic } from '../../peers/wic/wic.ts';
import { type MediaSection, parseSdp } from '../../sdp/description.ts';
import { SdpParseError } from '../../sdp/error.ts';
import { rtcpMux } from '../../sdp/rtcp.ts';
import type { SipMessage, SipRequest } from '../../sip/message.ts';
import { bindingOf } from '../delivery.ts';
import type { Lab } from '../lab.ts';
import { farDescription, payloadTypeOf, type SecureLine, wicDescription } from './descriptions.ts';
import { openEnds } from './ends.ts';
import { type CallLine, type Described, MediaCall } from './media-call.ts';
import type { MediaLine, Side } from './media-line.ts';
import { ownRole, plainRemote, secureRemote } from './remote-line.ts';
import { RtpStream } from './rtp-stream.ts';

export interface MediaCallOptions {
  /** Who calls. */
  readonly by: Side;
  /** The media of the lines, `audio`, `video`. */
  readonly media: readonly string[];
  /** Whether the WIC offers, or takes, RTP and RTCP on one port; true unless told. */
  readonly rtcpMux?: boolean;
  /** What a called WIC wants to be in DTLS; the client unless told. */
  readonly dtlsRole?: 'client' | 'server';
  readonly misbehaviour?: MediaMisbehaviour;
  /** Done when the descriptions are exchanged, before the WIC begins with ICE. */
  before?(lines: readonly CallLine[], call: MediaCall): Promise<void>;
}

/**
 * A call between the named WIC and the far user with real media at both ends, as far as SDP: ICE and DTLS of the WIC
 * have begun, and nothing of them is awaited.
 * @throws PeerDidNot when no line of it is set up
 */
export async function callWithMedia(lab: Lab, name: string, options: MediaCallOptions): Promise<MediaCall> {
  const ends = await openEnds(lab, options.media, options.misbehaviour);
  try {
    const exchanged = await (options.by === 'wic' ? originated : terminated)(
      lab,
      lab.wic(name),
      ends,
      options,
    );
    return await begin(exchanged, ends, options);
  } catch (reason) {
    if (!(reason instanceof SdpParseError)) throw reason;
    throw new PeerDidNot('send SDP that can be read', reason.message);
  }
}

type Exchanged = Pick<MediaCall, 'dialogs' | 'onW2' | 'onMw'>;

async function originated(
  { core, parameters }: Lab,
  wic: Wic,
  ends: readonly MediaLine[],
  { rtcpMux: mux = true }: MediaCallOptions,
): Promise<Exchanged> {
  let offered: SipRequest | undefined;
  core.calls.next('INVITE', {
    statuses: [180, 200],
    describe(request) {
      offered = request;
      return farAnswer(sectionsOf(request, ends), ends);
    },
  });
  const offer = wicDescription(ends.map((end) => secureLine(end, mux, 'actpass')));
  const uri = `sip:far-user@${parameters.home.domain}`;
  const { answer, call } = await wic.invite(uri, { body: offer, contentType: SDP });
  const taken = core.calls.taken.at(-1);
  if (!call || !taken || !offered) throw new PeerDidNot('set up the call', answer.message.startLine);
  return {
    dialogs: { wic: call, core: taken },
    onW2: described(answer),
    onMw: described(core.mailbox.seen(offered)),
  };
}

async function terminated(
  { core }: Lab,
  wic: Wic,
  ends: readonly MediaLine[],
  options: MediaCallOptions,
): Promise<Exchanged> {
  let offered: SipRequest | undefined;
  wic.answers.invites = {
    statuses: [180, 200],
    describe(request) {
      offered = request;
      return wicAnswer(sectionsOf(request, ends), ends, options);
    },
  };
  const offer = farDescription(ends.map(({ media, far }) => ({ media, transport: far })));
  const { answer, call } = await core.calls.call(bindingOf(core, wic), { body: offer, contentType: SDP });
  const taken = wic.answers.taken.at(-1);
  if (!call || !taken || !offered) throw new PeerDidNot('set up the call', answer.message.startLine);
  return {
    dialogs: { wic: taken, core: call },
    onW2: described(wic.mailbox.seen(offered)),
    onMw: described(answer),
  };
}

/** Tells both ends where the SUT's are, has the WIC begin, and gives both something to say. */
async function begin(
  exchanged: Exchanged,
  ends: readonly MediaLine[],
  options: MediaCallOptions,
): Promise<MediaCall> {
  const { onW2, onMw } = exchanged;
  const lines = ends.flatMap((line): CallLine[] => {
    const [w2, mw] = [onW2.sdp.media[line.index], onMw.sdp.media[line.index]];
    return !w2 || !mw || w2.disabled || mw.disabled ? [] : [{ line, onW2: w2, onMw: mw }];
  });
  if (lines.length === 0) throw new PeerDidNot('accept a line of the call', mLines(onW2));
  const call = new MediaCall({ ...exchanged, lines });
  for (const { line, onMw: section } of lines) {
    line.far.toward(plainRemote(section));
    const stream = () => new RtpStream(payloadTypeOf(line.media));
    line.speak({ wic: stream(), core: stream() });
  }
  await options.before?.(lines, call);
  for (const of of lines) of.line.wic.toward(wicView(onW2, of, options));
  return call;
}

/** What the SUT's description tells the WIC of a line. */
export function wicView(
  { sdp }: Described,
  { onW2 }: CallLine,
  { by, rtcpMux: wanted = true, dtlsRole }: MediaCallOptions,
) {
  return secureRemote(sdp, onW2, {
    dtlsRole: ownRole(onW2, dtlsRole),
    rtcpMux: wanted && rtcpMux(onW2),
    controlling: by === 'wic',
  });
}

/** The m-lines to answer; as many as there are ends where the SUT's cannot be read, which is told afterwards. */
function sectionsOf({ body }: SipRequest, ends: readonly MediaLine[]): readonly (MediaSection | undefined)[] {
  try {
    return parseSdp(body).media;
  } catch (reason) {
    if (!(reason instanceof SdpParseError)) throw reason;
    return ends.map(() => undefined);
  }
}

function farAnswer(sections: readonly unknown[], ends: readonly MediaLine[]): string {
  return farDescription(
    sections.flatMap((_, index) => {
      const end = ends[index];
      return end ? [{ media: end.media, transport: end.far }] : [];
    }),
  );
}

function wicAnswer(
  sections: readonly (MediaSection | undefined)[],
  ends: readonly MediaLine[],
  { rtcpMux: wanted = true, dtlsRole }: MediaCallOptions,
): string {
  return wicDescription(
    sections.flatMap((section, index) => {
      const end = ends[index];
      if (!end) return [];
      const setup = section && ownRole(section, dtlsRole) === 'server' ? 'passive' : 'active';
      return [secureLine(end, wanted && section !== undefined && rtcpMux(section), setup)];
    }),
  );
}

function secureLine({ media, wic }: MediaLine, mux: boolean, setup: SecureLine['setup']): SecureLine {
  return { media, transport: wic, rtcpMux: mux, setup };
}

/** @throws SdpParseError when there is none, or none that can be read */
function described(seen: Seen<SipMessage>): Described {
  return { seen, sdp: parseSdp(seen.message.body) };
}

function mLines({ sdp }: Described): string {
  return sdp.media.map(({ line }) => `m=${line.value}`).join(', ') || 'no m-line';
}

/** Ends the call from one side. @throws PeerDidNot without a final response */
export function release({ dialogs }: MediaCall, by: Side): ReturnType<Call['bye']> {
  return dialogs[by].bye();
}
