import { openPlainTransport, type PlainTransport } from '../../src/media/plain-transport.ts';
import { openSecureTransport, type SecureTransport } from '../../src/media/secure-transport.ts';
import { SDP } from '../../src/peers/sdp.ts';
import type { Wic } from '../../src/peers/wic/wic.ts';
import { bindingOf } from '../../src/run/delivery.ts';
import { ownRole, plainRemote, secureRemote } from '../../src/run/media/remote-line.ts';
import { RtpStream } from '../../src/run/media/rtp-stream.ts';
import { parseSdp } from '../../src/sdp/description.ts';
import { rtcpMux } from '../../src/sdp/rtcp.ts';
import { farDescription, payloadType, wicDescription } from './descriptions.ts';
import { type BenchHome, domain } from './home.ts';

/** Distance of packets, in milliseconds. */
const packetTime = 20;
/** Bound of every wait for media, in milliseconds. */
const within = 10_000;

/** A call that is up. */
export interface LiveCall {
  /** From the INVITE on its way to its 200 with the caller, in milliseconds. */
  readonly answeredAfter: number;
  /** From the INVITE on its way to the first RTP that the WIC, or the far user, got. */
  readonly firstRtpAfter: { readonly wic: number; readonly core: number };
  /** Both ends send on, 50 packets a second. */
  talk(): Talk;
  release(): Promise<void>;
}

/** Packets of both directions. */
export interface Talk {
  readonly sent: number;
  readonly arrived: number;
  /** Nothing is sent any more; what is on its way still counts. */
  stop(): void;
}

let calls = 0;

/** Sets up a call with audio in both directions. @throws PeerDidNot when it does not connect */
export async function setUp(home: BenchHome, wic: Wic, by: 'wic' | 'core'): Promise<LiveCall> {
  const { core, ports, certificate } = home;
  const far = await openPlainTransport(ports);
  const secure = await openSecureTransport({ ports, certificate, ice: 'full' });
  const streams = { wic: new RtpStream(payloadType), core: new RtpStream(payloadType) };
  const farSdp = (offer?: Uint8Array): string => {
    if (offer) far.toward(plainRemote(lineOf(offer)));
    return farDescription(far);
  };
  const farTalk = every(() => far.send(streams.core.next()));
  try {
    const start = performance.now();
    const first = { wic: firstRtp(secure, start), core: firstRtp(far, start) };
    const call = await (by === 'wic' ? originate() : terminate());
    const answeredAfter = performance.now() - start;
    await secure.connected(within);
    const stop = every(() => secure.send(streams.wic.next()));
    const [toWic, toCore] = await Promise.all([first.wic, first.core]).finally(stop);
    farTalk();
    return {
      answeredAfter,
      firstRtpAfter: { wic: toWic, core: toCore },
      talk: () => talk(secure, far, streams),
      async release() {
        await call.bye();
        await Promise.all([secure.close(), far.close()]);
      },
    };
  } catch (error) {
    farTalk();
    await Promise.all([secure.close(), far.close()]);
    throw error;
  }

  async function originate() {
    const uri = `sip:far-${++calls}@${domain}`;
    core.calls.next('INVITE', {
      when: (request) => request.uri.startsWith(uri),
      statuses: [180, 200],
      describe: (request) => farSdp(request.body),
    });
    const offer = wicDescription(secure, true, 'actpass');
    const { answer, call } = await wic.invite(uri, { body: offer, contentType: SDP });
    if (!call) throw new Error(answer.message.startLine);
    secure.toward(remoteIn(answer.message.body, true));
    return call;
  }

  async function terminate() {
    wic.answers.invites = {
      statuses: [180, 200],
      describe(request) {
        const remote = remoteIn(request.body, false);
        const setup = remote.dtlsRole === 'client' ? 'active' : 'passive';
        secure.toward(remote);
        return wicDescription(secure, remote.rtcpMux, setup);
      },
    };
    const { answer, call } = await core.calls.call(bindingOf(core, wic), {
      body: farSdp(),
      contentType: SDP,
    });
    if (!call) throw new Error(answer.message.startLine);
    far.toward(plainRemote(lineOf(answer.message.body)));
    return call;
  }
}

function lineOf(body: Uint8Array) {
  const [line] = parseSdp(body).media;
  if (!line) throw new Error('SDP without an m-line');
  return line;
}

function remoteIn(body: Uint8Array, controlling: boolean) {
  const line = lineOf(body);
  return secureRemote(parseSdp(body), line, { dtlsRole: ownRole(line), rtcpMux: rtcpMux(line), controlling });
}

/** Milliseconds after `start` at which the first packet came. @throws Error when none comes in time */
function firstRtp(end: SecureTransport | PlainTransport, start: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const timer = setTimeout(() => reject(new Error('no RTP came')), within);
  end.onRtp = () => {
    clearTimeout(timer);
    resolve(performance.now() - start);
  };
  // Whoever awaits it may have given up earlier.
  promise.catch(() => clearTimeout(timer));
  return promise;
}

/** Now and from then on again and again. @returns ends it */
function every(fn: () => void): () => void {
  fn();
  const timer = setInterval(fn, packetTime);
  return () => clearInterval(timer);
}

function talk(
  secure: SecureTransport,
  far: PlainTransport,
  streams: { readonly wic: RtpStream; readonly core: RtpStream },
): Talk {
  let [sent, arrived] = [0, 0];
  for (const end of [secure, far]) {
    end.onRtp = () => {
      arrived++;
    };
  }
  const packets = { wic: streams.wic.next(), core: streams.core.next() };
  const stop = every(() => {
    if (secure.send(numbered(packets.wic, sent))) sent++;
    if (far.send(numbered(packets.core, sent))) sent++;
  });
  return {
    get sent() {
      return sent;
    },
    get arrived() {
      return arrived;
    },
    stop,
  };
}

/** The same packet with another sequence number: a stream would remember every packet. */
function numbered(packet: Uint8Array, number: number): Uint8Array {
  const copy = Buffer.from(packet);
  copy.writeUInt16BE((copy.readUInt16BE(2) + number) & 0xffff, 2);
  return copy;
}
