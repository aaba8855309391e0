import { KeyObject } from 'node:crypto';
import { isIP, isIPv6 } from 'node:net';

/** All three in PEM. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const day = 86_400_000;
const ecdsaP256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * A new certification authority and a server certificate signed by it (ECDSA P-256, valid for a year),
 * accepted by OpenSSL and by browsers (RFC 5280 profile).
 * @param options.hosts DNS names and IP addresses of the server; the first is the common name
 */
export async function makeCertificates(options: {
  readonly hosts: readonly string[];
}): Promise<Certificates> {
  const x509 = await loadX509();
  const { hosts } = options;
  const authority = await newKeys();
  const server = await newKeys();
  const issuer = [{ CN: ['w2conf test CA'] }];
  const common = { issuer, signingAlgorithm: ecdsaP256, signingKey: authority.privateKey, ...validity() };
  const usages = x509.KeyUsageFlags;
  const ca = await x509.X509CertificateGenerator.create({
    ...common,
    subject: issuer,
    publicKey: authority.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(usages.keyCertSign | usages.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const cert = await x509.X509CertificateGenerator.create({
    ...common,
    subject: [{ CN: [hosts[0] ?? 'localhost'] }],
    publicKey: server.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(usages.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(hosts.map(generalName)),
      await x509.SubjectKeyIdentifierExtension.create(server.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const key = KeyObject.from(server.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { ca: `${ca.toString('pem')}\n`, cert: `${cert.toString('pem')}\n`, key };
}

/** Loaded when asked for: it takes a tenth of a second, which only an own server has to spend. */
async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ecdsaP256, true, ['sign', 'verify']);
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - day), notAfter: new Date(now + 364 * day) };
}

/** The URL parser writes an IPv6 address that ends like IPv4 in groups alone, which the library needs. */
function generalName(host: string): { type: 'ip' | 'dns'; value: string } {
  if (isIPv6(host)) return { type: 'ip', value: new URL(`http://[${host}]/`).hostname.slice(1, -1) };
  return { type: isIP(host) ? 'ip' : 'dns', value: host };
}
