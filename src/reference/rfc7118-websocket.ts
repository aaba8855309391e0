import { isUtf8 } from 'node:buffer';
import type { Link, LinkEvents, SendOptions } from '../net/link.ts';
import { encodeFrame } from '../net/ws-frame.ts';
import { type HandshakeDecision, listenWss, type WssLink, type WssServer } from '../net/ws-server.ts';
import type { ReferenceConfig } from './config.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';

export const faults = {
  'plain-websocket': { kills: ['EPC-4.1-5'], about: 'takes WebSocket without TLS, too' },
  'subprotocol-first-offered': {
    kills: ['WS-7118-4.1-2'],
    about: 'selects the first sub-protocol that is offered instead of sip',
  },
  'subprotocol-unasked': {
    kills: ['WS-7118-4.1-3'],
    about: 'answers every handshake with the sub-protocol sip, offered or not',
  },
  'other-payload': {
    kills: ['WS-7118-4.1-4'],
    about: 'sends a message that is not SIP on the connection',
  },
  'binary-ignored': { kills: ['WS-7118-4.2-1'], about: 'ignores what comes in binary frames' },
  'text-always': {
    kills: ['WS-7118-4.2-2'],
    about: 'sends a message that is no UTF-8 in a text frame',
  },
  'content-length-needed': {
    kills: ['WS-7118-5-2'],
    about: 'ignores a message without Content-Length',
  },
  'frames-masked': { kills: ['WS-6455-2'], preamble: ['*'], about: 'masks its frames as only a client may' },
  'client-certificate-requested': {
    kills: ['EPC-6.4.1-8'],
    about: 'asks for a client certificate in the TLS handshake',
  },
  'origin-unchecked': {
    kills: ['WS-U-1'],
    about: 'takes connections from pages of every origin',
    needs: { originCheck: true },
  },
} as const satisfies FaultTable;

export const variants = {
  'frames-binary': {
    exercises: ['WS-7118-4.1-4', 'WS-7118-4.2-1'],
    about: 'sends every message in a binary frame',
  },
  'frames-fragmented': { exercises: ['WS-7118-5-1'], about: 'cuts every message into two frames' },
  'unnegotiated-silent': {
    exercises: ['WS-7118-4.1-3'],
    about: 'accepts a connection without the sub-protocol sip and ignores what comes on it',
  },
  'unnegotiated-closed': {
    exercises: ['WS-7118-4.1-3'],
    about: 'accepts a connection without the sub-protocol sip and closes it at once',
  },
  'origin-refused-later': {
    exercises: ['WS-U-1'],
    about: 'accepts a connection from a forbidden origin and closes it at once',
    needs: { originCheck: true },
  },
} as const satisfies VariantTable;

/** Starts the WebSocket server for SIP (RFC 7118) with the eP-CSCF's rules for a handshake. */
export function listenForWics(
  config: ReferenceConfig,
  deviation: Deviation,
  tls: { readonly key: string; readonly cert: string },
  events: LinkEvents<WssLink>,
): Promise<WssServer> {
  const plain = deviation.is('plain-websocket') || deviation.is('plain-connection-marked');
  return listenWss(
    {
      host: config.w2.host,
      port: config.w2.port,
      ...tls,
      ...(plain && { alsoPlain: true }),
      ...(deviation.is('client-certificate-requested') && { clientCertificate: 'requested' as const }),
      acceptProtocol: (offered, origin) => decide(config, deviation, offered, origin),
    },
    events,
  );
}

function decide(
  config: ReferenceConfig,
  deviation: Deviation,
  offered: readonly string[],
  origin: string | undefined,
): HandshakeDecision {
  const lenient = deviation.is('origin-unchecked') || deviation.is('origin-refused-later');
  if (!lenient && isForbidden(config, origin)) return { refuse: 403 };
  if (deviation.is('subprotocol-unasked')) return { protocol: 'sip' };
  if (offered.includes('sip')) {
    return { protocol: deviation.is('subprotocol-first-offered') ? (offered[0] ?? 'sip') : 'sip' };
  }
  const accepts = deviation.is('unnegotiated-silent') || deviation.is('unnegotiated-closed');
  return accepts ? { protocol: null } : { refuse: 400 };
}

/** 23.228 U.2.1.2: a page that does not come from an authorised WWSF. */
export function isForbidden(config: ReferenceConfig, origin: string | undefined): boolean {
  const { origins } = config;
  return origins !== undefined && (origin === undefined || !origins.allowed.includes(origin));
}

/** Whether a connection that was accepted is of use; closes it when it is not. */
export function isUsable(config: ReferenceConfig, deviation: Deviation, link: WssLink): boolean {
  if (deviation.is('origin-refused-later') && isForbidden(config, link.request.origin)) link.close(1008);
  if (link.protocol === null && deviation.is('unnegotiated-closed')) link.close(1002);
  return link.open && (link.protocol !== null || !deviation.is('unnegotiated-silent'));
}

/** Whether a WebSocket message is taken in. */
export function isTaken(deviation: Deviation, binary: boolean, hasContentLength: boolean): boolean {
  if (binary && deviation.is('binary-ignored')) return false;
  return hasContentLength || !deviation.is('content-length-needed');
}

/** A WebSocket as the transactions see it: each SIP message in a frame that fits its octets (RFC 7118 4.2). */
export class SipWebSocket implements Link {
  readonly #link: WssLink;
  readonly #deviation: Deviation;
  readonly #present: (bytes: Uint8Array) => Uint8Array;
  #sent = 0;

  constructor(link: WssLink, deviation: Deviation, present: (bytes: Uint8Array) => Uint8Array) {
    this.#link = link;
    this.#deviation = deviation;
    this.#present = present;
  }

  get id(): string {
    return this.#link.id;
  }
  get transport(): 'ws' | 'wss' {
    return this.#link.transport;
  }
  get local(): Link['local'] {
    return this.#link.local;
  }
  get remote(): Link['remote'] {
    return this.#link.remote;
  }
  get reliable(): boolean {
    return true;
  }
  get open(): boolean {
    return this.#link.open;
  }

  send(message: Uint8Array): string {
    const deviation = this.#deviation;
    const bytes = this.#present(message);
    const binary = deviation.is('frames-binary') || (!isUtf8(bytes) && !deviation.is('text-always'));
    this.#sent += 1;
    if (this.#sent === 1 && deviation.is('other-payload')) this.#link.send(Buffer.from('{"status":"ok"}'));
    if (deviation.is('frames-masked')) {
      return this.#link.rawWrite(encodeFrame({ opcode: 1, payload: bytes, masked: true }));
    }
    const options: SendOptions = { binary, ...(deviation.is('frames-fragmented') && { fragments: 2 }) };
    return this.#link.send(bytes, options);
  }

  close(code?: number, reason?: string): void {
    this.#link.close(code, reason);
  }
}
