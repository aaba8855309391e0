import type { Clock } from '../endpoint/clock.ts';
import type { DeviationName } from './deviations.ts';

/** A SIP transport address at Mw. */
export interface MwEndpoint {
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
}

/** What the reference eP-CSCF is told by its operator. Port 0 of a listener lets the system choose. */
export interface ReferenceConfig {
  /** Where the WIC connects. Without key and certificate (PEM) a CA and a certificate are made. */
  readonly w2: {
    readonly host: string;
    readonly port: number;
    /** IPv6 address at which WICs are taken besides, on a port that the system chooses. */
    readonly ipv6?: string;
    readonly key?: string;
    readonly cert?: string;
  };
  /** Own address at Mw, served over UDP and TCP; the transport is the one announced in Path and Contact. */
  readonly mw: MwEndpoint;
  /** Entry point of the home network (I-CSCF, S-CSCF and E-CSCF): next hop of every request at Mw. */
  readonly core: MwEndpoint;
  readonly home: { readonly domain: string; readonly visitedNetwork: string; readonly ioi: string };
  /** SIP T1 in milliseconds; all timers follow from it. */
  readonly t1: number;
  /** Operator policy of 24.371 7.4.3 A for an emergency call from the home country. */
  readonly policy: 'reject' | 'proceed';
  /** Emergency numbers and service URNs, by mobile country code for the roaming partners. */
  readonly emergency: {
    readonly home: readonly string[];
    readonly partners: Readonly<Record<string, readonly string[]>>;
    readonly homeCountry: string;
  };
  /** How the country of a request is learned: not at all, or from P-Access-Network-Info. */
  readonly originCountry: 'unknown' | 'pani';
  /** Multiple registrations (RFC 5626). */
  readonly outbound: boolean;
  /** Registration with IMS AKA over TLS (33.203 X.2.3). */
  readonly imsAka: boolean;
  /** Origins whose pages may connect (23.228 U.2.1.2); absent: no check. */
  readonly origins?: { readonly allowed: readonly string[] };
  /** Whose access tokens are taken instead of SIP digest (24.371 6.4.2); absent: nobody's. */
  readonly waf?: WafConfig;
  /** Its eIMS-AGW; absent: it has addresses for media, but relays none. */
  readonly media?: MediaConfig;
  /** RTP and RTCP may share a port towards the WIC (RFC 5761). */
  readonly rtcpMux: boolean;
  /** The eIMS-AGW is an ICE lite implementation, not a full one (RFC 8445 2.5). */
  readonly iceLite: boolean;
  /** The one named fault or legal variant to show. */
  readonly deviation?: DeviationName;
  readonly clock?: Clock;
  /** Random bytes for tags, branches and tokens. */
  readonly random?: (size: number) => Uint8Array;
}

/** Where the eIMS-AGW has its ports, and when it takes a WIC for gone. */
export interface MediaConfig {
  /** Towards the WICs. */
  readonly access: PortsAt;
  /** Towards the core. */
  readonly core: PortsAt;
  /** How long media go to a WIC that does not consent any more (RFC 7675 5.1), in milliseconds. */
  readonly consentExpiry: number;
}

/** UDP ports of one address. */
export interface PortsAt {
  /** Absent: the host of W2, or of Mw. */
  readonly host?: string;
  /** Absent: whatever the system chooses. */
  readonly ports?: readonly [first: number, last: number];
}

/** What is known of the authorization functions (WAF) and of the tokens that they issue. */
export interface WafConfig {
  readonly issuers: readonly TokenIssuer[];
  /** What `aud` has to contain. */
  readonly audience: string;
  /** The scope of access to IMS; '': none is asked for. */
  readonly scope: string;
  /** Identities of the web servers (WWSF) that may have tokens issued. */
  readonly wwsfs: readonly string[];
  /** CA of the WAFs' certificates in PEM; absent: the CAs of the system. */
  readonly ca?: string;
  /** By how much the clocks may differ, in seconds. */
  readonly leeway: number;
  /** How long one request to a WAF may take, in milliseconds. */
  readonly within: number;
}

/** One WAF, and how its tokens are validated: as signed JWTs with its keys, or by asking it. */
export interface TokenIssuer {
  /** As in `iss`. */
  readonly issuer: string;
  /** Where its keys are (RFC 7517). */
  readonly jwksUri?: string;
  /** Where it tells what a token is worth (RFC 7662), and the credentials that it wants for that. */
  readonly introspection?: { readonly endpoint: string; readonly id: string; readonly secret: string };
  /** It belongs to a third party, so that the core has to hear its name (33.203 X.3.2.3). */
  readonly thirdParty?: boolean;
}
