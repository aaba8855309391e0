import { constants, type KeyLike, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { alerts, HandshakeFailure } from './failure.ts';
import { number, type Reader, vector } from './octets.ts';

const rsaPss = 0x0804;
const ecdsaSha256 = 0x0403;
const digests: Readonly<Record<number, string>> = {
  [ecdsaSha256]: 'sha256',
  [rsaPss]: 'sha256',
  1025: 'sha256',
};

/** A signature with the scheme before it (RFC 5246 4.7); own keys are P-256. */
export function signed(data: Buffer, key: KeyLike): Buffer {
  return Buffer.concat([number(2, ecdsaSha256), vector(2, sign('sha256', data, key))]);
}

/**
 * Proves that the peer has the key of the certificate it showed.
 * @param signature with the scheme before it
 * @throws {HandshakeFailure} when it does not
 */
export function verifySignature(data: Buffer, signature: Reader, certificate: Buffer): void {
  const scheme = signature.number(2);
  const value = signature.vector(2);
  const digest = digests[scheme];
  if (digest === undefined)
    throw new HandshakeFailure(alerts.illegalParameter, 'a signature scheme that was not offered');
  const key = publicKey(certificate);
  const options = scheme === rsaPss ? { key, padding: constants.RSA_PKCS1_PSS_PADDING } : key;
  const rsa = scheme !== ecdsaSha256;
  if (rsa !== (key.asymmetricKeyType === 'rsa') || !verify(digest, data, options, value)) {
    throw new HandshakeFailure(alerts.decryptError, 'the signature is not by the key of the certificate');
  }
}

function publicKey(certificate: Buffer): KeyObject {
  try {
    return new X509Certificate(certificate).publicKey;
  } catch {
    throw new HandshakeFailure(alerts.badCertificate, 'the certificate cannot be read');
  }
}
