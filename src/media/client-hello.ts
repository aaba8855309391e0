/** What a ClientHello asks for, as far as media go. */
export interface ClientHello {
  /** SRTP protection profiles in order of preference (RFC 5764 4.1.2); undefined without use_srtp. */
  readonly useSrtp: readonly number[] | undefined;
}

const handshake = 22;
const clientHello = 1;
const useSrtp = 14;

/** Reads a datagram that begins with an unfragmented ClientHello (RFC 6347 4.2.2); undefined for any other. */
export function readClientHello(datagram: Uint8Array): ClientHello | undefined {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.length);
  // Record header of 13 octets, handshake header of 12, version and random.
  if (bytes.length < 60 || bytes[0] !== handshake || bytes[13] !== clientHello) return undefined;
  try {
    let at = 25 + 2 + 32;
    at += 1 + bytes.readUInt8(at);
    at += 1 + bytes.readUInt8(at);
    at += 2 + bytes.readUInt16BE(at);
    at += 1 + bytes.readUInt8(at);
    return { useSrtp: at + 2 > bytes.length ? undefined : profiles(bytes, at) };
  } catch {
    return undefined;
  }
}

/** @param from where the extensions' length stands */
function profiles(bytes: Buffer, from: number): number[] | undefined {
  const end = from + 2 + bytes.readUInt16BE(from);
  for (let at = from + 2; at + 4 <= end; at += 4 + bytes.readUInt16BE(at + 2)) {
    if (bytes.readUInt16BE(at) !== useSrtp) continue;
    const list = bytes.subarray(at + 6, at + 6 + bytes.readUInt16BE(at + 4));
    return Array.from({ length: list.length >> 1 }, (_, index) => list.readUInt16BE(2 * index));
  }
  return undefined;
}
