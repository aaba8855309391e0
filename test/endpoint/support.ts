import { ManualClock } from '../../src/endpoint/clock.ts';
import type { ClientHandlers } from '../../src/endpoint/machine.ts';
import {
  type ServerTransaction,
  TransactionLayer,
  type TransactionLayerOptions,
} from '../../src/endpoint/transactions.ts';
import { type Link, LinkClosed } from '../../src/net/link.ts';
import { respond, type SipMessage, SipRequest, type SipResponse } from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';

export const t1 = 500;

/** A link to nowhere that remembers what was sent. */
export class FakeLink implements Link {
  readonly id: string;
  readonly transport: 'udp' | 'tcp';
  readonly local = { host: '192.0.2.1', port: 5060 };
  readonly remote = { host: '192.0.2.2', port: 5060 };
  readonly sent: SipMessage[] = [];
  open = true;

  constructor(transport: 'udp' | 'tcp', id = `${transport} link`) {
    this.transport = transport;
    this.id = id;
  }

  get reliable(): boolean {
    return this.transport === 'tcp';
  }

  send(bytes: Uint8Array): string {
    if (!this.open) throw new LinkClosed(this);
    this.sent.push(parseMessage(bytes, 'datagram'));
    return '';
  }

  close(): void {
    this.open = false;
  }

  /** Start lines sent so far, shortened to method or status. */
  get log(): string[] {
    return this.sent.map((message) =>
      message instanceof SipRequest ? message.method : message.startLine.slice(8, 11),
    );
  }
}

export interface Bench {
  readonly clock: ManualClock;
  readonly layer: TransactionLayer;
  readonly link: FakeLink;
  readonly requests: ServerTransaction[];
  readonly acks: SipRequest[];
  readonly strays: SipMessage[];
}

export function bench(transport: 'udp' | 'tcp', options: Partial<TransactionLayerOptions> = {}): Bench {
  const clock = new ManualClock();
  const requests: ServerTransaction[] = [];
  const acks: SipRequest[] = [];
  const strays: SipMessage[] = [];
  const layer = new TransactionLayer({
    clock,
    t1,
    onRequest: (transaction) => void requests.push(transaction),
    onAck: (ack) => void acks.push(ack),
    onStray: (message) => void strays.push(message),
    ...options,
  });
  return { clock, layer, link: new FakeLink(transport), requests, acks, strays };
}

/** What a client transaction told its user: a status, `timeout`, or `failed: …`. */
export function listener(): ClientHandlers & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    response: (response: SipResponse) => void heard.push(String(response.status)),
    timeout: () => void heard.push('timeout'),
    failed: (error: Error) => void heard.push(`failed: ${error.name}`),
  };
}

export interface RequestChange {
  readonly branch?: string;
  readonly cseq?: number;
  readonly to?: string;
  readonly routes?: readonly string[];
  readonly host?: string;
}

export function request(method: string, change: RequestChange = {}): SipRequest {
  const { branch = 'z9hG4bKone', cseq = 7, host = '192.0.2.2' } = change;
  return SipRequest.build({
    method,
    uri: 'sip:bob@ims.example',
    headers: [
      ['Via', `SIP/2.0/UDP ${host};branch=${branch}`],
      ['Via', 'SIP/2.0/WSS abc.invalid;branch=z9hG4bKbelow'],
      ...(change.routes ?? []).map((route): [string, string] => ['Route', route]),
      ['Max-Forwards', '70'],
      ['From', '<sip:alice@ims.example>;tag=alice'],
      ['To', change.to ?? '<sip:bob@ims.example>'],
      ['Call-ID', 'call-1'],
      ['CSeq', `${cseq} ${method}`],
      ['Contact', '<sip:alice@192.0.2.2>'],
    ],
  });
}

export function answer(to: SipRequest, status: number): SipResponse {
  return respond(to, status, { toTag: 'bob', headers: [['Contact', '<sip:bob@192.0.2.9>']] });
}
