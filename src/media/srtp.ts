import type { RtpHeader, SrtcpSession, SrtpSession } from 'werift';
import { rtpHeaderLength } from './rtp.ts';
import type { Werift } from './werift.ts';

/** Master keys and salts of both directions (RFC 5764 4.2). */
export interface SrtpKeys {
  /** SRTP protection profile: 1 is SRTP_AES128_CM_HMAC_SHA1_80, 7 is SRTP_AEAD_AES_128_GCM. */
  readonly profile: number;
  readonly localKey: Uint8Array;
  readonly localSalt: Uint8Array;
  readonly remoteKey: Uint8Array;
  readonly remoteSalt: Uint8Array;
}

/** Protects and checks RTP and RTCP packets (RFC 3711, RFC 7714). Headers and payloads pass unchanged. */
export class Srtp {
  readonly #werift: Werift;
  readonly #rtp: SrtpSession;
  readonly #rtcp: SrtcpSession;

  constructor(werift: Werift, { profile, ...keys }: SrtpKeys) {
    this.#werift = werift;
    const config = {
      profile,
      keys: {
        localMasterKey: Buffer.from(keys.localKey),
        localMasterSalt: Buffer.from(keys.localSalt),
        remoteMasterKey: Buffer.from(keys.remoteKey),
        remoteMasterSalt: Buffer.from(keys.remoteSalt),
      },
    };
    this.#rtp = new werift.SrtpSession(config);
    this.#rtcp = new werift.SrtcpSession(config);
  }

  /** @returns undefined when it is no RTP packet */
  protect(rtp: Uint8Array): Uint8Array | undefined {
    const length = rtpHeaderLength(rtp);
    if (length === undefined) return undefined;
    const packet = Buffer.from(rtp.buffer, rtp.byteOffset, rtp.length);
    return this.#rtp.encrypt(packet.subarray(length), this.#header(rtp.subarray(0, length)));
  }

  /** @returns undefined when the packet is refused */
  unprotect(srtp: Uint8Array): Uint8Array | undefined {
    return attempt(() => this.#rtp.decrypt(Buffer.from(srtp.buffer, srtp.byteOffset, srtp.length)));
  }

  /** @returns undefined when it is no RTCP packet */
  protectRtcp(rtcp: Uint8Array): Uint8Array | undefined {
    if (rtcp.length < 8) return undefined;
    return this.#rtcp.encrypt(Buffer.from(rtcp));
  }

  /** @returns undefined when the packet is refused */
  unprotectRtcp(srtcp: Uint8Array): Uint8Array | undefined {
    return attempt(() => this.#rtcp.decrypt(Buffer.from(srtcp.buffer, srtcp.byteOffset, srtcp.length)));
  }

  /** A header that is written as it came: the library's own writing may order extensions anew. */
  #header(fields: Uint8Array): RtpHeader {
    const bytes = Buffer.from(fields);
    const header = new this.#werift.RtpHeader({
      sequenceNumber: bytes.readUInt16BE(2),
      timestamp: bytes.readUInt32BE(4),
      ssrc: bytes.readUInt32BE(8),
    });
    header.serialize = () => bytes;
    return header;
  }
}

/** The library throws for what it does not accept. */
function attempt(decrypt: () => Buffer): Uint8Array | undefined {
  try {
    return decrypt();
  } catch {
    return undefined;
  }
}
