import type { Address } from '../net/link.ts';
import type { Candidate, IceCredentials } from './candidate.ts';
import type { MediaCertificate } from './certificate.ts';
import type { ComponentFacts } from './facts.ts';
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
  | 'DTLS role clash';

export interface SecureTransportOptions {
  /** Where the two ports come from; the only address that is bound. */
  readonly ports: PortPairs;
  readonly certificate: MediaCertificate;
  /** `lite` only answers checks (RFC 8445 2.5); a full agent answers and sends them. */
  readonly ice: 'full' | 'lite';
  /** After that time without consent nothing is sent any more (RFC 7675 5.1), in ms; 30 000 unless told. */
  readonly consentExpiry?: number;
  /** The two ends' own credentials; random unless told. */
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

/**
 * One m-line's end of a DTLS-SRTP association (RFC 5763, 5764): ICE, DTLS and SRTP on one UDP port (rtcp-mux) or
 * on two. Everything it waits for is bounded, and after `close` nothing of it is left.
 */
export interface SecureTransport {
  readonly rtp: Address;
  readonly rtcp: Address;
  readonly credentials: IceCredentials;
  readonly lite: boolean;
  /** Host candidates, of component 1 alone when RTP and RTCP share a port. */
  candidates(mux: boolean): readonly Candidate[];
  /** Of the certificate it signals. @param hash `sha-256` unless told */
  fingerprint(hash?: string): CertificateFingerprint;
  /** Begins, or goes on with what a later exchange changed: candidates, credentials after an ICE restart, addresses. */
  toward(remote: SecureRemote): void;
  /** New own credentials (RFC 8445 9); the peer's new ones come with `toward`. Media go on meanwhile. */
  restartIce(): IceCredentials;
  /**
   * Resolves once SRTP keys are there on each component in use.
   * @param withinMs bound of the wait
   * @throws {PeerDidNot} when they are not there in time, or DTLS failed
   */
  connected(withinMs: number): Promise<void>;
  /** Sends an RTP packet, protected. @returns whether it went out: not before the keys, not without consent */
  send(rtp: Uint8Array): boolean;
  /** Sends a compound RTCP packet, protected, on the component that carries RTCP. */
  sendRtcp(rtcp: Uint8Array): boolean;
  /** Sends octets as they are to where media go (or to the default destination): what misbehaving ends do. */
  sendRaw(bytes: Uint8Array, component?: 1 | 2): boolean;
  /** One listener each; packets are in the clear. */
  onRtp: ((packet: Uint8Array) => void) | undefined;
  onRtcp: ((packet: Uint8Array) => void) | undefined;
  /** What happened so far: one entry a component in use. */
  facts(): readonly ComponentFacts[];
  /** Frees ports and timers; may be called more than once. */
  close(): Promise<void>;
}
