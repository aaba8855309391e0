import type { HostPort, MwAddress } from './address.ts';
import type { MediaSettings } from './media.ts';
import type { PicsChoices } from './pics.ts';
import type { ContainerSettings, ProcessSettings } from './start-settings.ts';

/** D: the source documents as they stand; R12, R17: the published releases. */
export const editions = ['D', 'R12', 'R17'] as const;
export type Edition = (typeof editions)[number];

/** How the SUT is reached. All but a `remote` one are started, and so configured, by the tool. */
export const drivers = ['reference', 'remote', 'process', 'container'] as const;
export type Driver = (typeof drivers)[number];

/** A user that the SUT's home network knows, for `identities.mode: fixed`. */
export interface FixedIdentity {
  readonly impi: string;
  /** SIP and tel URIs; the first is the default public user identity. */
  readonly impus: readonly string[];
  /** SIP digest password. */
  readonly password?: string | undefined;
  /** IMS AKA key and operator variant, 32 hexadecimal digits each. */
  readonly k?: string | undefined;
  readonly opc?: string | undefined;
  /** Access token, for `pixit.token.from: static`. */
  readonly token?: string | undefined;
}

/** PICS and PIXIT of one SUT, with every default filled in. Durations are in milliseconds, paths absolute. */
export interface Profile {
  /** The file it was read from; absent for the built-in defaults. */
  readonly file?: string;
  readonly edition: Edition;
  readonly sut: {
    readonly name: string;
    readonly driver: Driver;
    /** Only with `driver: process`. */
    readonly process?: ProcessSettings | undefined;
    /** Only with `driver: container`. */
    readonly container?: ContainerSettings | undefined;
  };
  /** The WebSocket side, towards the WIC. */
  readonly w2: {
    readonly url: string;
    /** PEM file of the CA that signed the SUT's certificate; absent: the system's CAs. */
    readonly ca?: string | undefined;
    /** Name to verify and to send as SNI when the URL has an address. */
    readonly servername?: string | undefined;
    /** How much of the WIC's source address the SUT can see. */
    readonly expectedSource: 'exact' | 'host-only' | 'unknown';
    /** An Origin that the SUT admits, and one that it refuses (PICS originCheck). */
    readonly origin: string;
    readonly forbiddenOrigin: string;
  };
  /** The core side. */
  readonly mw: {
    readonly listen: { readonly host: string; readonly port: number };
    readonly sut: MwAddress;
    readonly transport: 'udp' | 'tcp';
    readonly role: 'proxy' | 'b2bua' | 'unknown';
  };
  readonly media: MediaSettings;
  readonly home: { readonly domain: string; readonly visitedNetwork: string; readonly ioi: string };
  readonly identities:
    | { readonly mode: 'generated' }
    | { readonly mode: 'fixed'; readonly list: readonly FixedIdentity[] };
  readonly waf: WafSettings;
  readonly pics: PicsChoices;
  readonly pixit: Pixit;
}

/** W1: the harness's own authorization function (WAF) and web server (WWSF), and what their tokens carry. */
export interface WafSettings {
  /** Where the WAF listens; its issuer is https://HOST:PORT. Port 0 is one that the system chooses. */
  readonly listen: HostPort;
  /** A WAF outside the operator, with keys of its own. */
  readonly thirdParty: HostPort;
  /** The web server where users log in; `id` is the identity with which it stands in tokens. */
  readonly wwsf: HostPort & { readonly id: string };
  /** PEM files of the servers' certificate and key; absent: made for the run. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly audience: string;
  readonly scope: string;
  /** With what the SUT authenticates at the introspection endpoint. */
  readonly introspection: { readonly id: string; readonly secret: string };
}

/** A vendor's own WAF from which tokens are had by the client credentials grant (RFC 6749 4.4). */
export interface ClientCredentialsSettings {
  /** URL of the token endpoint. */
  readonly endpoint: string;
  readonly id: string;
  readonly secret: string;
  readonly scope?: string | undefined;
  /** PEM file of the CA that signed the endpoint's certificate; absent: the system's CAs. */
  readonly ca?: string | undefined;
}

/** What the tester must know besides addresses. Durations in milliseconds. */
export interface Pixit {
  /** SIP T1; 64·T1 bounds every wait. */
  readonly t1: number;
  /** An event seen later than this, but within 64·T1, is a warning. */
  readonly response: number;
  /** How long to look for what must not come, where no fence exists. */
  readonly guard: number;
  readonly deregistrationGrace: number;
  /** How long the SUT's eIMS-AGW may send media to a WIC that no longer consents (RFC 7675 5.1). */
  readonly consentExpiry: number;
  readonly emergency: {
    readonly home: readonly string[];
    /** Emergency numbers by mobile country code. */
    readonly partners: Readonly<Record<string, readonly string[]>>;
    /** Mobile country code. */
    readonly homeCountry: string;
  };
  readonly token: {
    readonly style: 'access_token' | 'rfc6750';
    readonly from: 'embedded' | 'clientCredentials' | 'static';
    /** How long a token of the own WAF is valid. */
    readonly lifetime: number;
    /** By how much the SUT's clock may differ when it looks at `exp` and `nbf`. */
    readonly leeway: number;
    /** Only with `from: clientCredentials`. */
    readonly clientCredentials?: ClientCredentialsSettings | undefined;
  };
  /** Which reading of a known erratum of edition D the SUT follows. */
  readonly erratum: { readonly D1: 'tls-yes' | 'tls-protected' | 'either' };
}
