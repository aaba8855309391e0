import { openPlainTransport } from '../../src/media/plain-transport.ts';
import { SDP } from '../../src/peers/sdp.ts';
import type { Wic } from '../../src/peers/wic/wic.ts';
import { bindingOf } from '../../src/run/delivery.ts';
import { plainRemote } from '../../src/run/media/remote-line.ts';
import { RtpStream } from '../../src/run/media/rtp-stream.ts';
import { parseSdp } from '../../src/sdp/description.ts';
import { newTag } from '../../src/sip/ids.ts';
import { type HeaderInit, respond } from '../../src/sip/message.ts';
import type { ChromiumMedia, PeerFacts } from './chromium.ts';
import { farDescription, payloadType } from './descriptions.ts';
import { type BenchHome, domain } from './home.ts';

/** Bound of the wait for media, in milliseconds. */
const within = 10_000;
/** Packets each way after which a call has proved itself. */
const enough = 10;

/** What a call in which Chromium was the WIC's media came to. */
export interface ChromiumCall {
  /** From the INVITE on its way to its 200 with the caller, in milliseconds. */
  readonly answeredAfter: number;
  /** From the INVITE on its way until both ends had got enough RTP, in milliseconds. */
  readonly flowingAfter: number;
  readonly peer: PeerFacts;
  /** RTP packets that the far user got in the clear. */
  readonly atFar: number;
}

let calls = 0;

/**
 * One call with audio from INVITE to BYE: our WIC signals, Chromium makes its descriptions and its media.
 * @throws Error when RTP does not flow in both directions
 */
export async function chromiumCall(
  home: BenchHome,
  wic: Wic,
  media: ChromiumMedia,
  by: 'wic' | 'core',
): Promise<ChromiumCall> {
  const { core, ports } = home;
  const far = await openPlainTransport(ports);
  const peer = media.peer();
  const stream = new RtpStream(payloadType);
  const farSdp = (offer?: Uint8Array): string => {
    if (offer) far.toward(farRemote(offer));
    return farDescription(far);
  };
  let atFar = 0;
  far.onRtp = () => {
    atFar++;
  };
  const talk = setInterval(() => far.send(stream.next()), 20);
  try {
    const offer = by === 'wic' ? await peer.offer() : farSdp();
    const start = performance.now();
    const call = await (by === 'wic' ? originate(offer) : terminate(offer));
    const answeredAfter = performance.now() - start;
    for (;;) {
      const facts = await peer.facts();
      const flowingAfter = performance.now() - start;
      if (facts.received >= enough && atFar >= enough) {
        await call.bye();
        return { answeredAfter, flowingAfter, peer: facts, atFar };
      }
      if (flowingAfter > within)
        throw new Error(`${atFar} packets at the far user, ${JSON.stringify(facts)}`);
    }
  } finally {
    clearInterval(talk);
    await Promise.all([peer.close(), far.close()]);
  }

  async function originate(offer: string) {
    const uri = `sip:far-chromium-${++calls}@${domain}`;
    core.calls.next('INVITE', {
      when: (request) => request.uri.startsWith(uri),
      statuses: [180, 200],
      describe: (request) => farSdp(request.body),
    });
    const { answer, call } = await wic.invite(uri, { body: offer, contentType: SDP });
    if (!call) throw new Error(answer.message.startLine);
    await peer.take(Buffer.from(answer.message.body).toString());
    return call;
  }

  async function terminate(offer: string) {
    wic.answers.handle('INVITE', (transaction) => {
      const { request } = transaction;
      const toTag = newTag();
      transaction.respond(respond(request, 180, { toTag, headers: dialogHeaders() }));
      peer.answer(Buffer.from(request.body).toString()).then(
        (body) => {
          const headers = dialogHeaders();
          transaction.respond(respond(request, 200, { toTag, headers, body, contentType: SDP }));
        },
        (error: Error) => {
          transaction.respond(respond(request, 488, { toTag, reason: error.message.split('\n')[0] ?? '' }));
        },
      );
      function dialogHeaders(): HeaderInit[] {
        const routes = request.fields('Record-Route').map(({ value }): HeaderInit => ['Record-Route', value]);
        return [...routes, ['Contact', wic.contact]];
      }
    });
    const { answer, call } = await core.calls.call(bindingOf(core, wic), { body: offer, contentType: SDP });
    if (!call) throw new Error(answer.message.startLine);
    far.toward(farRemote(answer.message.body));
    return call;
  }
}

function farRemote(body: Uint8Array) {
  const [line] = parseSdp(body).media;
  if (!line) throw new Error('SDP without an m-line');
  return plainRemote(line);
}
