import { alerts, HandshakeFailure } from './failure.ts';
import { number, numbers, Reader, vector } from './octets.ts';
import { version } from './records.ts';

/** TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 and its sibling with RSA (RFC 5289 3.2). */
export const suites = { ecdsa: 0xc02b, rsa: 0xc02f } as const;
/** secp256r1 (RFC 8422 5.1.1): every WebRTC implementation has it (RFC 8827 6.5). */
export const group = 23;
/** ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256, rsa_pkcs1_sha256 (RFC 8446 4.2.3). */
export const signatureSchemes = [0x0403, 0x0804, 0x0401] as const;

const extensions = {
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  useSrtp: 14,
  extendedMasterSecret: 23,
  renegotiationInfo: 0xff01,
} as const;

export interface ClientHello {
  /** DTLS 1.2 or later; versions count downwards (RFC 6347 4.1). */
  readonly dtls12: boolean;
  readonly random: Buffer;
  readonly cookie: Buffer;
  readonly suites: readonly number[];
  /** SRTP protection profiles in order of preference (RFC 5764 4.1.2); undefined without use_srtp. */
  readonly useSrtp: readonly number[] | undefined;
  readonly groups: readonly number[] | undefined;
  readonly signatureSchemes: readonly number[];
  readonly extendedMasterSecret: boolean;
}

export interface ServerHello {
  readonly random: Buffer;
  readonly suite: number;
  readonly profile: number | undefined;
  readonly extendedMasterSecret: boolean;
}

export function writeClientHello(hello: {
  readonly random: Buffer;
  readonly cookie: Buffer;
  readonly profiles: readonly number[];
}): Buffer {
  return Buffer.concat([
    version,
    hello.random,
    vector(1),
    vector(1, hello.cookie),
    vector(2, ...[suites.ecdsa, suites.rsa].map((suite) => number(2, suite))),
    vector(1, number(1, 0)),
    vector(
      2,
      extension(extensions.supportedGroups, vector(2, number(2, group))),
      extension(extensions.pointFormats, vector(1, number(1, 0))),
      extension(
        extensions.signatureAlgorithms,
        vector(2, ...signatureSchemes.map((scheme) => number(2, scheme))),
      ),
      ...(hello.profiles.length > 0 ? [srtpExtension(hello.profiles)] : []),
      extension(extensions.extendedMasterSecret),
      extension(extensions.renegotiationInfo, vector(1)),
    ),
  ]);
}

/** @throws {HandshakeFailure} when it cannot be read */
export function readClientHello(body: Uint8Array): ClientHello {
  const reader = new Reader(body);
  const dtls12 = reader.take(2).compare(version) <= 0;
  const random = reader.take(32);
  reader.vector(1);
  const cookie = reader.vector(1);
  const offered = numbers(reader.vector(2));
  reader.vector(1);
  const found = readExtensions(reader);
  const groups = found.get(extensions.supportedGroups);
  const schemes = found.get(extensions.signatureAlgorithms);
  return {
    dtls12,
    random,
    cookie,
    suites: offered,
    useSrtp: srtpProfiles(found.get(extensions.useSrtp)),
    groups: groups && numbers(new Reader(groups).vector(2)),
    signatureSchemes: schemes ? numbers(new Reader(schemes).vector(2)) : [],
    extendedMasterSecret: found.has(extensions.extendedMasterSecret),
  };
}

export function writeServerHello(hello: {
  readonly random: Buffer;
  readonly profile: number | undefined;
  readonly extendedMasterSecret: boolean;
}): Buffer {
  return Buffer.concat([
    version,
    hello.random,
    vector(1),
    number(2, suites.ecdsa),
    number(1, 0),
    vector(
      2,
      extension(extensions.pointFormats, vector(1, number(1, 0))),
      ...(hello.profile === undefined ? [] : [srtpExtension([hello.profile])]),
      ...(hello.extendedMasterSecret ? [extension(extensions.extendedMasterSecret)] : []),
      extension(extensions.renegotiationInfo, vector(1)),
    ),
  ]);
}

/** @throws {HandshakeFailure} when it cannot be read, or chose what was not offered */
export function readServerHello(body: Uint8Array): ServerHello {
  const reader = new Reader(body);
  if (!reader.take(2).equals(version)) {
    throw new HandshakeFailure(alerts.protocolVersion, 'the server does not speak DTLS 1.2', true);
  }
  const random = reader.take(32);
  reader.vector(1);
  const suite = reader.number(2);
  reader.number(1);
  const found = readExtensions(reader);
  if (suite !== suites.ecdsa && suite !== suites.rsa) {
    throw new HandshakeFailure(
      alerts.illegalParameter,
      'the server chose a cipher suite that was not offered',
    );
  }
  return {
    random,
    suite,
    profile: srtpProfiles(found.get(extensions.useSrtp))?.[0],
    extendedMasterSecret: found.has(extensions.extendedMasterSecret),
  };
}

function extension(type: number, ...content: readonly Uint8Array[]): Buffer {
  return Buffer.concat([number(2, type), vector(2, ...content)]);
}

/** The profiles, and no MKI. */
function srtpExtension(profiles: readonly number[]): Buffer {
  return extension(
    extensions.useSrtp,
    vector(2, ...profiles.map((profile) => number(2, profile))),
    vector(1),
  );
}

function srtpProfiles(content: Buffer | undefined): number[] | undefined {
  return content && numbers(new Reader(content).vector(2));
}

function readExtensions(reader: Reader): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  if (reader.left === 0) return found;
  const list = new Reader(reader.vector(2));
  while (list.left > 0) found.set(list.number(2), list.vector(2));
  return found;
}
