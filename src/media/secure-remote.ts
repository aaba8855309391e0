import type { Candidate, IceCredentials } from './candidate.ts';
import type { MediaCertificate } from './certificate.ts';
import type { CertificateFingerprint } from './fingerprint.ts';
import type { PortPairs } from './port-pairs.ts';

/** What an end does against the rules, on purpose. */
export type MediaMisbehaviour =
  /** Shows another certificate than the one whose fingerprint it signals (RFC 5763 5). */
  | 'wrong certificate'
  /** Signs its checks with another password than the peer's (RFC 8445 7.1.2). */
  | 'wrong pwd'
  /** Neither answers nor sends checks any more once a pair is selected (RFC 7675). */
  | 'no consent answer'
  /** Starts no DTLS and sends its packets unprotected into the peer's DTLS port (RFC 5764 4). */
  | 'plain RTP'
  /** Takes the role in DTLS that is the peer's (RFC 5763 5). */
  | 'DTLS role clash'
  /** Answers checks with success, whatever credentials they carry (RFC 8445 7.3). */
  | 'any credentials'
  /** Takes every certificate for the one that was signalled (RFC 5763 5). */
  | 'any certificate'
  /** Neither offers nor takes use_srtp (RFC 5764 4.1). */
  | 'no use_srtp';

export interface SecureTransportOptions {
  /** Where the two ports come from; the only address that is bound. */
  readonly ports: PortPairs;
  readonly certificate: MediaCertificate;
  /** `lite` only answers checks (RFC 8445 2.5); a full agent answers and sends them. */
  readonly ice: 'full' | 'lite';
  /** After that time without consent nothing is sent any more (RFC 7675 5.1), in ms; 30 000 unless told. */
  readonly consentExpiry?: number;
  /** Between two checks of consent on average (RFC 7675 5.1), in ms; 5 000 unless told. */
  readonly consentInterval?: number;
  /** Own ICE credentials; random unless told. */
  readonly credentials?: IceCredentials;
  readonly misbehaviour?: MediaMisbehaviour;
}

/** What the peer's description says. May change with every exchange of offer and answer. */
export interface SecureRemote {
  /** Absent: no ICE on this line; DTLS goes to `address`. */
  readonly ice?: IceCredentials & { readonly candidates: readonly Candidate[]; readonly lite: boolean };
  /** Default destination. */
  readonly address?: { readonly host: string; readonly rtp: number; readonly rtcp: number };
  readonly fingerprints: readonly CertificateFingerprint[];
  /** The own role in DTLS. */
  readonly dtlsRole: 'client' | 'server';
  readonly rtcpMux: boolean;
  /** The own role in ICE: full agents start as what they are told, lite ones are controlled. The offerer controls. */
  readonly controlling: boolean;
}
