/** The eIMS-AGW as the IMS-ALG sees it (24.371 7.4, 23.228 U.1.3.4): addresses and ports, one media line at a time. */
export interface Agw {
  /** Of its certificate: what the WIC is told in `a=fingerprint` (RFC 8122). */
  readonly fingerprint: AgwFingerprint;
  /**
   * Takes addresses and ports for one media line, on both sides.
   * @param lineKey names the line in diagnostics; every call reserves anew
   * @throws Error when no ports are left
   */
  reserve(lineKey: string): Promise<AgwLine>;
  /** Lets every line go that is still held. */
  stop(): Promise<void>;
}

/** One media line: the AGW's termination on the access side, the one on the core's side, and what is between. */
export interface AgwLine {
  readonly access: AccessTermination;
  readonly core: TransportAddress;
  /** What the WIC's description says of this line; told again after each exchange of offer and answer. */
  toAccess(remote: AccessRemote): void;
  /** Where the far end takes media; undefined when it takes none (a refused line, an unspecified address). */
  toCore(remote: TransportAddress | undefined): void;
  /** New ICE credentials, because the WIC restarts ICE (RFC 8445 9); those of `access` from then on. */
  restartIce(): IceCredentials;
  /** Closes the ports; may be called more than once. */
  release(): Promise<void>;
}

/** Where media go: `rtcp` is the same as `rtp` when they share a port (RFC 5761). */
export interface TransportAddress {
  readonly host: string;
  readonly rtp: number;
  readonly rtcp: number;
}

/** The AGW's own end towards the WIC. */
export interface AccessTermination extends TransportAddress {
  readonly credentials: IceCredentials;
  /** Whether the AGW is an ICE lite implementation (RFC 8445 2.5). */
  readonly lite: boolean;
  /** Its host candidates; of component 1 alone when RTP and RTCP share a port. */
  candidates(mux: boolean): readonly AgwCandidate[];
}

/** What the WIC's description says of its end of a line. */
export interface AccessRemote {
  /** Absent: the WIC does not do ICE, or not on this line (ice-mismatch). */
  readonly ice?: IceCredentials & { readonly candidates: readonly AgwCandidate[]; readonly lite: boolean };
  /** Its default destination; absent when it is unspecified. */
  readonly address?: TransportAddress;
  /** Of the certificate that it will show; one of them has to fit. */
  readonly fingerprints: readonly AgwFingerprint[];
  /** The AGW's own role in DTLS. */
  readonly dtlsRole: 'client' | 'server';
  readonly rtcpMux: boolean;
}

export interface IceCredentials {
  readonly ufrag: string;
  readonly pwd: string;
}

export interface AgwFingerprint {
  /** As in SDP: `sha-256`. */
  readonly hash: string;
  /** Upper-case hexadecimal pairs with colons. */
  readonly value: string;
}

/** An ICE candidate (RFC 8839 5.1). */
export interface AgwCandidate {
  readonly foundation: string;
  readonly component: number;
  readonly transport: string;
  readonly priority: number;
  readonly address: string;
  readonly port: number;
  readonly type: string;
  readonly relatedAddress?: string;
  readonly relatedPort?: number;
}
