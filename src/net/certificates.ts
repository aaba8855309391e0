import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import {
  bitString,
  boolean,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
} from './der.ts';

/** All three in PEM. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const day = 86_400_000;
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

interface Holder {
  readonly name: Buffer;
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  readonly keyId: Buffer;
}

/**
 * A new certification authority and a server certificate signed by it (ECDSA P-256, valid for a year),
 * accepted by OpenSSL and by browsers (RFC 5280 profile).
 * @param options.hosts DNS names and IP addresses of the server; the first is the common name
 */
export async function makeCertificates(options: {
  readonly hosts: readonly string[];
}): Promise<Certificates> {
  const authority = holder('w2conf test CA');
  const server = holder(options.hosts[0] ?? 'localhost');
  const ca = certificate(authority, authority, [
    extension('2.5.29.19', sequence(boolean(true)), true), // basicConstraints: a CA
    extension('2.5.29.15', bitString(Buffer.from([0x06]), 1), true), // keyUsage: keyCertSign, cRLSign
    extension('2.5.29.14', octetString(authority.keyId)),
  ]);
  const cert = certificate(server, authority, [
    extension('2.5.29.19', sequence(), true),
    extension('2.5.29.15', bitString(Buffer.from([0x80]), 7), true), // keyUsage: digitalSignature
    extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))), // serverAuth
    extension('2.5.29.17', sequence(...options.hosts.map(generalName))),
    extension('2.5.29.14', octetString(server.keyId)),
    extension('2.5.29.35', sequence(implicit(0, authority.keyId))),
  ]);
  return { ca, cert, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function holder(commonName: string): Holder {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' });
  return {
    name: sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(commonName)))),
    privateKey: pair.privateKey,
    publicKey,
    keyId: createHash('sha1').update(publicKey).digest(),
  };
}

function certificate(subject: Holder, issuer: Holder, extensions: readonly Buffer[]): string {
  const now = Date.now();
  const serial = randomBytes(16);
  // A serial number is positive and its shortest encoding does not start with zeros.
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const content = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    ecdsaWithSha256,
    issuer.name,
    sequence(time(new Date(now - day)), time(new Date(now + 364 * day))),
    subject.name,
    subject.publicKey,
    tagged(3, sequence(...extensions)),
  );
  const signature = sign('sha256', content, issuer.privateKey);
  return pem(sequence(content, ecdsaWithSha256, bitString(signature)));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

function generalName(host: string): Buffer {
  return isIP(host) ? implicit(7, addressOctets(host)) : implicit(2, Buffer.from(host));
}

function addressOctets(host: string): Buffer {
  if (isIPv4(host)) return Buffer.from(host.split('.').map(Number));
  // The URL parser writes any IPv6 address, also one that ends like IPv4, in groups with at most one gap.
  const groups = new URL(`http://[${host}]/`).hostname.slice(1, -1);
  const [head = '', tail] = groups.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
