import { HandshakeFailure } from './failure.ts';
import { type ClientHello, readClientHello } from './hello.ts';
import { messageTypes } from './messages.ts';
import { contentTypes } from './records.ts';

/** Record header of 13 octets, handshake header of 12. */
const before = 25;

/** Whether a datagram begins with a ClientHello, or a fragment of one. */
export function isClientHello(datagram: Uint8Array): boolean {
  return datagram[0] === contentTypes.handshake && datagram[13] === messageTypes.clientHello;
}

/** Reads a datagram that begins with an unfragmented ClientHello; undefined for any other. */
export function helloIn(datagram: Uint8Array): ClientHello | undefined {
  if (!isClientHello(datagram)) return undefined;
  try {
    return readClientHello(datagram.subarray(before));
  } catch (error) {
    if (error instanceof HandshakeFailure) return undefined;
    throw error;
  }
}
