import type { Message } from 'werift';
import type { Address } from '../net/link.ts';
import type { Werift } from './werift.ts';

/** A Binding request of ICE (RFC 8445 7.1.1) as its receiver needs it. */
export interface BindingRequest {
  readonly kind: 'request';
  readonly transaction: string;
  readonly message: Message;
  /** The receiver's user name fragment: what is before the colon. */
  readonly ufrag: string | undefined;
  readonly authenticated: boolean;
  readonly priority: number | undefined;
  readonly useCandidate: boolean;
  readonly controlling: bigint | undefined;
  readonly controlled: bigint | undefined;
  /** Comprehension-required attributes that are not known (RFC 5389 7.3.1). */
  readonly unknown: readonly number[];
}

/** An answer to a Binding request. */
export interface BindingAnswer {
  readonly kind: 'success' | 'error';
  readonly transaction: string;
  /** Whether it carries a MESSAGE-INTEGRITY. */
  readonly authenticated: boolean;
  /** Of an error response: 401, 487, … */
  readonly code: number | undefined;
}

/** What a request says of its sender. */
export interface RequestInit {
  readonly username: string;
  readonly pwd: string;
  readonly priority: number;
  readonly role: 'controlling' | 'controlled';
  readonly tieBreaker: bigint;
  readonly useCandidate: boolean;
}

/** Binding requests and answers (RFC 5389) as ICE uses them, in werift's codec. */
export class StunCodec {
  readonly #werift: Werift;

  constructor(werift: Werift) {
    this.#werift = werift;
  }

  /** @returns the message and the hexadecimal transaction identifier that its answer will carry */
  request(init: RequestInit): { readonly bytes: Uint8Array; readonly transaction: string } {
    const { Message, methods, classes } = this.#werift;
    const message = new Message(methods.BINDING, classes.REQUEST);
    message.setAttribute('USERNAME', init.username).setAttribute('PRIORITY', init.priority);
    if (init.role === 'controlling') {
      message.setAttribute('ICE-CONTROLLING', init.tieBreaker);
      if (init.useCandidate) message.setAttribute('USE-CANDIDATE', null);
    } else {
      message.setAttribute('ICE-CONTROLLED', init.tieBreaker);
    }
    message.addMessageIntegrity(Buffer.from(init.pwd)).addFingerprint();
    return { bytes: message.bytes, transaction: message.transactionIdHex };
  }

  /** The success response; `to` is where the request came from (XOR-MAPPED-ADDRESS). */
  success(request: BindingRequest, to: Address, pwd: string): Uint8Array {
    const { Message, methods, classes } = this.#werift;
    const message = new Message(methods.BINDING, classes.RESPONSE, request.message.transactionId);
    message.setAttribute('XOR-MAPPED-ADDRESS', [to.host, to.port]);
    return message.addMessageIntegrity(Buffer.from(pwd)).addFingerprint().bytes;
  }

  /** An error response; signed where the credentials of the request were right (RFC 5389 10.1.2). */
  error(request: BindingRequest, code: number, reason: string, pwd?: string): Uint8Array {
    const { Message, methods, classes } = this.#werift;
    const message = new Message(methods.BINDING, classes.ERROR, request.message.transactionId);
    message.setAttribute('ERROR-CODE', [code, reason]);
    if (code === 420) message.setAttribute('UNKNOWN-ATTRIBUTES', [...request.unknown]);
    if (pwd !== undefined) message.addMessageIntegrity(Buffer.from(pwd));
    return message.addFingerprint().bytes;
  }

  /**
   * Reads a Binding request or answer.
   * @param password gives the password that MESSAGE-INTEGRITY has to fit: of a request by the user name fragment
   *   of its receiver, of an answer by its transaction; undefined where there is none
   * @returns undefined for what is no such message, and for an answer whose integrity is wrong
   */
  read(
    bytes: Uint8Array,
    password: (of: { ufrag?: string; transaction: string }) => string | undefined,
  ): BindingRequest | BindingAnswer | undefined {
    const { parseMessage, methods, classes } = this.#werift;
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const message = parseMessage(data);
    if (message?.messageMethod !== methods.BINDING) return undefined;
    const transaction = message.transactionIdHex;
    if (message.messageClass === classes.REQUEST) {
      const ufrag = (message.getAttributeValue('USERNAME') as string | undefined)?.split(':')[0];
      const pwd = ufrag === undefined ? undefined : password({ ufrag, transaction });
      return this.#request(message, ufrag, pwd !== undefined && this.#fits(data, pwd));
    }
    if (message.messageClass !== classes.RESPONSE && message.messageClass !== classes.ERROR) return undefined;
    const pwd = password({ transaction });
    const signed = message.attributesKeys.includes('MESSAGE-INTEGRITY');
    const authenticated = signed && pwd !== undefined && this.#fits(data, pwd);
    if (signed && pwd !== undefined && !authenticated) return undefined;
    const error = message.getAttributeValue('ERROR-CODE') as [number, string] | undefined;
    const kind = message.messageClass === classes.RESPONSE ? 'success' : 'error';
    return { kind, transaction, authenticated, code: error?.[0] };
  }

  #request(message: Message, ufrag: string | undefined, authenticated: boolean): BindingRequest {
    return {
      kind: 'request',
      transaction: message.transactionIdHex,
      message,
      ufrag,
      authenticated,
      priority: message.getAttributeValue('PRIORITY') as number | undefined,
      useCandidate: message.attributesKeys.includes('USE-CANDIDATE'),
      controlling: message.getAttributeValue('ICE-CONTROLLING') as bigint | undefined,
      controlled: message.getAttributeValue('ICE-CONTROLLED') as bigint | undefined,
      unknown: message.unknownAttributeTypes.filter((type) => type < 0x8000),
    };
  }

  #fits(data: Buffer, pwd: string): boolean {
    return this.#werift.parseMessage(data, Buffer.from(pwd)) !== undefined;
  }
}
