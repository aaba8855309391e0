import { isUtf8 } from 'node:buffer';
import type { Link, SendOptions } from '../net/link.ts';
import { encodeFrame } from '../net/ws-frame.ts';
import type { WssLink } from '../net/ws-server.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';

export const faults = {
  'other-payload': {
    kills: ['WS-7118-4.1-4'],
    about: 'sends a message that is not SIP on the connection',
  },
  'text-always': {
    kills: ['WS-7118-4.2-2'],
    about: 'sends a message that is no UTF-8 in a text frame',
  },
  'websocket-unreliable': {
    kills: ['WS-7118-5-3'],
    about:
      'repeats requests and final responses on the WebSocket as RFC 3261 17 has it for an unreliable transport',
  },
  'messages-glued': {
    kills: ['WS-7118-5-1'],
    about: 'repeats a request or a provisional response in one WebSocket message with what follows it',
  },
  'frames-masked': { kills: ['WS-6455-2'], preamble: ['*'], about: 'masks its frames as only a client may' },
} as const satisfies FaultTable;

export const variants = {
  'pings-sent': {
    exercises: ['WS-7118-4.1-4', 'WS-7118-6-1', 'WS-6455-1', 'WS-6455-2'],
    about: 'sends a Ping of its own before every message',
  },
  'frames-binary': {
    exercises: ['WS-7118-4.1-4', 'WS-7118-4.2-1', 'WS-7118-4.2-2', 'WS-6455-2'],
    about: 'sends every message in a binary frame',
  },
  'frames-fragmented': {
    exercises: ['WS-7118-5-1', 'WS-7118-4.2-2', 'WS-6455-2'],
    about: 'cuts every message into two frames',
  },
} as const satisfies VariantTable;

/** A WebSocket as the transactions see it: each SIP message in a frame that fits its octets (RFC 7118 4.2). */
export class SipWebSocket implements Link {
  readonly #link: WssLink;
  readonly #deviation: Deviation;
  readonly #present: (bytes: Uint8Array) => Uint8Array;
  #sent = 0;
  #last: Uint8Array | undefined;

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
    return !this.#deviation.is('websocket-unreliable');
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
    if (deviation.is('pings-sent')) this.#link.ping();
    if (deviation.is('messages-glued')) this.#glue(bytes);
    const options: SendOptions = { binary, ...(deviation.is('frames-fragmented') && { fragments: 2 }) };
    return this.#link.send(bytes, options);
  }

  #glue(bytes: Uint8Array): void {
    if (this.#last) {
      const both = Buffer.concat([this.#last, bytes]);
      this.#link.send(both, { binary: !isUtf8(both) });
    }
    const text = Buffer.from(bytes).toString('latin1', 0, 10);
    this.#last = /^SIP\/2\.0 [2-6]/.test(text) ? undefined : bytes;
  }

  close(code?: number, reason?: string): void {
    this.#link.close(code, reason);
  }
}
