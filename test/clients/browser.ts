/** What a browser has and Node lacks, as far as SIP clients written for browsers ask for it. */
import { WebSocket } from 'ws';
import { Inbox } from '../../src/endpoint/inbox.ts';
import { cseq } from '../../src/sip/headers/index.ts';
import { type SipRequest, SipResponse } from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';

/** No test waits this long unless it fails. */
const patience = 10_000;

/** The SIP messages that came over a client's WebSockets. */
export class Heard {
  readonly #inbox = new Inbox<SipRequest | SipResponse>({ describe: ({ startLine }) => startLine });

  push(text: string): void {
    this.#inbox.push(parseMessage(Buffer.from(text), 'message'));
  }

  /** Awaits a response that was not awaited before. @throws PeerDidNot */
  async response(method: string, status: number): Promise<SipResponse> {
    const found = await this.#inbox.next(
      `answer ${method} with ${status}`,
      (message) =>
        message instanceof SipResponse && message.status === status && cseq(message).method === method,
      patience,
    );
    return found as SipResponse;
  }
}

/** Gives the test a global WebSocket like that of a page whose origin may connect, trusting this CA. */
export function browserSocket(end: AsyncDisposableStack, ca: string): Heard {
  const heard = new Heard();
  replaceGlobal(
    end,
    'WebSocket',
    class extends WebSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(url, protocols, { ca, origin: 'https://wwsf.example' });
        this.on('message', (data) => heard.push(data.toString()));
      }
    },
  );
  return heard;
}

const sdp = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.1',
  's=-',
  't=0 0',
  'm=audio 9 RTP/AVP 8',
  'c=IN IP4 192.0.2.1',
  'a=rtpmap:8 PCMA/8000',
  '',
].join('\r\n');

/** A peer connection that has an offer and needs nothing more, since no call here is ever answered. */
class OfferingPeerConnection extends EventTarget {
  readonly iceGatheringState = 'complete';
  readonly iceConnectionState = 'new';
  signalingState = 'stable';
  localDescription: { type: string; sdp: string } | null = null;

  addTrack(): void {}
  getSenders(): readonly unknown[] {
    return [];
  }
  async createOffer(): Promise<{ type: string; sdp: string }> {
    return { type: 'offer', sdp };
  }
  async setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    this.localDescription = description;
    this.signalingState = 'have-local-offer';
  }
  close(): void {
    this.signalingState = 'closed';
  }
}

/** Gives the test a global window with a peer connection. */
export function browserMedia(end: AsyncDisposableStack): void {
  replaceGlobal(end, 'window', globalThis);
  replaceGlobal(end, 'RTCPeerConnection', OfferingPeerConnection);
}

function replaceGlobal(end: AsyncDisposableStack, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  end.defer(() => {
    if (before) Object.defineProperty(globalThis, name, before);
    else Reflect.deleteProperty(globalThis, name);
  });
}
