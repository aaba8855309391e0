import { KeyObject } from 'node:crypto';
import { type CertificateFingerprint, fingerprintOf } from './fingerprint.ts';

/** A self-signed certificate for DTLS with its key. */
export interface MediaCertificate {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly der: Uint8Array;
  /** For `a=fingerprint`. @param hash `sha-256` unless told */
  fingerprint(hash?: string): CertificateFingerprint;
}

const ecdsaP256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const month = 30 * 86_400_000;

/** A new key (P-256, as RFC 8827 6.5 asks for) and a certificate for it that names nobody. */
export async function makeMediaCertificate(): Promise<MediaCertificate> {
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey(ecdsaP256, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    keys,
    name: 'CN=WebRTC',
    notBefore: new Date(now - month),
    notAfter: new Date(now + month),
    signingAlgorithm: ecdsaP256,
  });
  const der = new Uint8Array(certificate.rawData);
  return {
    cert: `${certificate.toString('pem')}\n`,
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    der,
    fingerprint: (hash) => fingerprintOf(der, hash),
  };
}
