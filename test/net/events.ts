import { Inbox } from '../../src/endpoint/inbox.ts';
import type { ClosedInfo, Link, LinkEvents, MessageInfo } from '../../src/net/link.ts';
import type { Wiretap } from '../../src/net/wiretap.ts';
import type { TraceEvent } from '../../src/trace/event.ts';

/** No test waits this long unless it fails. */
export const patience = 5000;

export type Happening<L extends Link> =
  | { readonly kind: 'message'; readonly link: L; readonly text: string; readonly info: MessageInfo }
  | { readonly kind: 'opened'; readonly link: L }
  | { readonly kind: 'closed'; readonly link: L; readonly info: ClosedInfo }
  | { readonly kind: 'garbage'; readonly link: L; readonly text: string; readonly why: string }
  | { readonly kind: 'keepalive'; readonly link: L; readonly text: string }
  | { readonly kind: 'ping'; readonly link: L; readonly text: string }
  | { readonly kind: 'pong'; readonly link: L; readonly text: string };

type Of<L extends Link, K extends Happening<L>['kind']> = Extract<Happening<L>, { readonly kind: K }>;

/** Everything that happened on some links, to be awaited. */
export class Happenings<L extends Link = Link> {
  readonly inbox = new Inbox<Happening<L>>({ describe: (happening) => happening.kind });
  readonly events: LinkEvents<L> = {
    message: (link, bytes, info) => this.inbox.push({ kind: 'message', link, text: text(bytes), info }),
    opened: (link) => this.inbox.push({ kind: 'opened', link }),
    closed: (link, info) => this.inbox.push({ kind: 'closed', link, info }),
    garbage: (link, bytes, why) => this.inbox.push({ kind: 'garbage', link, text: text(bytes), why }),
    keepalive: (link, bytes) => this.inbox.push({ kind: 'keepalive', link, text: text(bytes) }),
    ping: (link, bytes) => this.inbox.push({ kind: 'ping', link, text: text(bytes) }),
    pong: (link, bytes) => this.inbox.push({ kind: 'pong', link, text: text(bytes) }),
  };

  next<K extends Happening<L>['kind']>(kind: K): Promise<Of<L, K>> {
    const matched = this.inbox.next(`report ${kind}`, (happening) => happening.kind === kind, patience);
    return matched as Promise<Of<L, K>>;
  }

  count(kind: Happening<L>['kind']): number {
    return this.inbox.all((happening) => happening.kind === kind).length;
  }
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

type Recorded = Omit<TraceEvent, 'id' | 'scenario'>;

export function recorder(
  ref: 'W2' | 'Mw',
  self: string,
  peer: string,
): { wiretap: Wiretap; events: Recorded[] } {
  const events: Recorded[] = [];
  const tap = (event: Recorded): string => `${ref.toLowerCase()}-${events.push(event)}`;
  return { wiretap: { tap, ref, self, peer }, events };
}

/** A request as small as framing needs. */
export function options(marker: string, body = ''): Buffer {
  const lines = [
    'OPTIONS sip:ims.example SIP/2.0',
    'Via: SIP/2.0/TCP host.invalid;branch=z9hG4bK1',
    `Call-ID: ${marker}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
