import { createHash, timingSafeEqual } from 'node:crypto';

/** What SDP tells of a certificate in `a=fingerprint` (RFC 8122 5). */
export interface CertificateFingerprint {
  /** As in SDP: `sha-256`. */
  readonly hash: string;
  /** Hexadecimal pairs with colons. */
  readonly value: string;
}

/** Hash functions of RFC 8122 5 and their names in node:crypto; md2 and md5 are not to be used any more. */
const algorithms: Readonly<Record<string, string>> = {
  'sha-1': 'sha1',
  'sha-224': 'sha224',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
};

/**
 * The fingerprint of a certificate.
 * @param der the certificate in DER
 * @throws Error when RFC 8122 knows no hash function of that name
 */
export function fingerprintOf(der: Uint8Array, hash = 'sha-256'): CertificateFingerprint {
  const algorithm = algorithms[hash.toLowerCase()];
  if (algorithm === undefined) throw new Error(`No hash function ${hash} for fingerprints`);
  const pairs = createHash(algorithm).update(der).digest('hex').toUpperCase().match(/../g) ?? [];
  return { hash: hash.toLowerCase(), value: pairs.join(':') };
}

/**
 * Whether the certificate is the one that was signalled: one fingerprint suffices (RFC 8122 5); those with a
 * hash function that is not known here are passed over.
 */
export function fingerprintFits(der: Uint8Array, signalled: readonly CertificateFingerprint[]): boolean {
  return signalled.some(({ hash, value }) => {
    if (algorithms[hash.toLowerCase()] === undefined) return false;
    const expected = Buffer.from(value.toUpperCase());
    const actual = Buffer.from(fingerprintOf(der, hash).value);
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  });
}
