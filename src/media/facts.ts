import type { Address } from '../net/link.ts';

/** What a datagram on a media port is (RFC 7983). */
export type PacketKind = 'stun' | 'dtls' | 'rtp' | 'rtcp' | 'other';

/** Datagrams of one kind in one direction. On a secure transport `rtp` and `rtcp` are counted as on the wire. */
export interface PacketCount {
  readonly count: number;
  /** Milliseconds since the epoch; undefined when there was none. */
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
  /** `host:port` of the other end, with the number of datagrams. */
  readonly peers: ReadonlyMap<string, number>;
}

/** What one UDP port saw. */
export interface PortFacts {
  readonly local: Address;
  readonly received: Readonly<Record<PacketKind, PacketCount>>;
  readonly sent: Readonly<Record<PacketKind, PacketCount>>;
}

/** How ICE went on one component. */
export interface IceFacts {
  /** Binding requests that came, and what became of them. */
  readonly requestsReceived: number;
  readonly requestsAnswered: number;
  /** Reasons in words, in order: `MESSAGE-INTEGRITY is not of this password`. */
  readonly requestsRefused: readonly string[];
  readonly requestsSent: number;
  readonly successes: number;
  /** Error responses that came: `401`, `487`. */
  readonly errors: readonly number[];
  /** Responses that came with a wrong integrity or of an unknown transaction. */
  readonly responsesIgnored: number;
  /** Where media are sent; undefined until a pair is selected. */
  readonly selected: Address | undefined;
  readonly selectedAt: number | undefined;
  /** Last time that consent was given (RFC 7675): by an answer, on a lite agent by a check. */
  readonly consentAt: number | undefined;
  readonly consentExpiredAt: number | undefined;
  /** Binding requests answered after a pair was selected: checks of consent. */
  readonly consentAnswered: number;
  /** Answers to own requests after a pair was selected. */
  readonly consentGiven: number;
}

/** How DTLS-SRTP went on one component. */
export interface DtlsFacts {
  readonly role: 'client' | 'server' | undefined;
  readonly state: 'new' | 'connecting' | 'connected' | 'failed' | 'closed';
  readonly connectedAt: number | undefined;
  /** Why it failed. */
  readonly failure: string | undefined;
  /** It failed since there is no version, cipher suite or group that this implementation speaks as well. */
  readonly ownLimit: boolean;
  /** Whether a ClientHello came in: the other end takes the role of the client (RFC 5763 5). */
  readonly clientHelloReceived: boolean;
  /** SRTP protection profiles the ClientHello that came in offers (RFC 5764 4.1.2); undefined without use_srtp. */
  readonly useSrtp: readonly number[] | undefined;
  /** The SRTP protection profile that was agreed on. */
  readonly profile: number | undefined;
  /** DER. */
  readonly remoteCertificate: Uint8Array | undefined;
  /** Whether the certificate of the other end fits a fingerprint that was signalled. */
  readonly verified: boolean | undefined;
}

/** What happened on one component of a secure transport. */
export interface ComponentFacts extends PortFacts {
  readonly component: 1 | 2;
  readonly ice: IceFacts;
  readonly dtls: DtlsFacts;
  /** Packets that SRTP accepted. */
  readonly decrypted: { readonly rtp: number; readonly rtcp: number };
  /** Packets that came before there were keys, or that SRTP refused (RFC 3711 3.3). */
  readonly undecryptable: number;
  /** Media packets that came before DTLS was up. */
  readonly early: number;
}
