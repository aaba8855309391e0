import type { Address } from '../net/link.ts';
import { parseNameAddr } from '../sip/headers/address.ts';
import type { SipMessage } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';

export const faults = {
  'uri-transport-wss': {
    kills: ['WS-7118-5.2-1'],
    about: 'writes transport=wss in its URI towards the WIC',
  },
  'via-transport-tls': {
    kills: ['WS-7118-5.1-1', 'EPC-7.4.2-R3'],
    about: 'writes TLS as the transport of its Via towards the WIC',
  },
  'via-transport-of-w2': {
    kills: ['WS-7118-5.1-1'],
    about: 'writes WSS as the transport of its Via towards the core',
  },
} as const satisfies FaultTable;

export const variants = {
  'via-transport-ws': {
    exercises: ['WS-7118-5.1-1', 'EPC-7.4.2-R3'],
    warns: ['WS-7118-5.1-1', 'EPC-7.4.2-R3'],
    about: 'writes WS as the transport of its Via towards the WIC, as behind a front end that ends TLS',
  },
  'uri-transport-missing': {
    exercises: ['WS-7118-5.2-1'],
    about: 'writes no transport parameter in its URI towards the WIC',
  },
  'w2-host-name': {
    exercises: ['WS-7118-5.1-1', 'WS-7118-5.2-1', 'EPC-7.4.3-1e'],
    about: 'puts a host name without port into its Via and URIs at W2',
  },
  'path-host-name': {
    exercises: ['EPC-T5221-1', 'EPC-7.4.3-C2'],
    about: 'puts a host name without port into its URIs at Mw',
  },
} as const satisfies VariantTable;

/** Name that an operator would publish in DNS; the core reaches it at the configured address. */
const HOST_NAME = 'epcscf.w2conf.invalid';

/** The URIs by which the eP-CSCF is known on its two sides, and how it recognises them. */
export class OwnUris {
  readonly #w2: Address;
  readonly #mw: Address;
  readonly #mwTransport: 'udp' | 'tcp';
  readonly #deviation: Deviation;

  constructor(w2: Address, mw: Address, mwTransport: 'udp' | 'tcp', deviation: Deviation) {
    this.#w2 = w2;
    this.#mw = mw;
    this.#mwTransport = mwTransport;
    this.#deviation = deviation;
  }

  /** Host part at Mw as it stands in a URI. */
  get mwHost(): string {
    return this.#deviation.is('path-host-name') ? HOST_NAME : bracketed(this.#mw.host);
  }

  /** `host:port` at Mw. */
  get mwHostPort(): string {
    return this.#deviation.is('path-host-name') ? HOST_NAME : `${this.mwHost}:${this.#mw.port}`;
  }

  get #w2HostPort(): string {
    if (this.#deviation.is('w2-host-name')) return HOST_NAME;
    return `${bracketed(this.#w2.host)}:${this.#w2.port}`;
  }

  /** Where WICs connect. */
  get w2Url(): string {
    return `wss://${bracketed(this.#w2.host)}:${this.#w2.port}/`;
  }

  /** Where the core reaches it, as an address. */
  get mwAddress(): string {
    return `${bracketed(this.#mw.host)}:${this.#mw.port}`;
  }

  /** Via of requests to the core, without branch. */
  viaAtMw(transport: 'udp' | 'tcp'): string {
    const named = this.#deviation.is('via-transport-of-w2') ? 'WSS' : transport.toUpperCase();
    return `SIP/2.0/${named} ${bracketed(this.#mw.host)}:${this.#mw.port}`;
  }

  /** Via of requests to a WIC, without branch (RFC 7118 5.1). */
  viaAtW2(secure: boolean): string {
    return `SIP/2.0/${this.#w2Transport(secure)} ${this.#w2HostPort}`;
  }

  #w2Transport(secure: boolean): string {
    if (this.#deviation.is('via-transport-tls')) return 'TLS';
    return secure && !this.#deviation.is('via-transport-ws') ? 'WSS' : 'WS';
  }

  /** SIP URI at Mw; the user part is a flow token. */
  mw(user?: string): string {
    const transport = this.#mwTransport === 'tcp' ? ';transport=tcp' : '';
    return `sip:${user === undefined ? '' : `${user}@`}${this.mwHostPort}${transport}`;
  }

  /** SIP URI at W2 for Record-Route (RFC 7118 5.2.1: transport=ws, secure or not). */
  w2(user: string): string {
    const uri = `sip:${user}@${this.#w2HostPort}`;
    if (this.#deviation.is('uri-transport-missing')) return uri;
    return `${uri};transport=${this.#deviation.is('uri-transport-wss') ? 'wss' : 'ws'}`;
  }

  /** Whether a URI names this eP-CSCF, on whichever side. */
  includes(uriText: string): boolean {
    const uri = parseUri(uriText);
    if (uri.scheme !== 'sip' && uri.scheme !== 'sips') return false;
    const host = uri.host.toLowerCase().replace(/^\[|\]$/g, '');
    if (host === HOST_NAME) return true;
    if (host === this.#mw.host && uri.port === this.#mw.port) return true;
    return (host === this.#w2.host || host === 'localhost') && uri.port === this.#w2.port;
  }

  /** Splits the Route of a request into the entries that name this eP-CSCF (all at the top) and the others. */
  splitRoute(message: SipMessage): { own: string[]; others: string[] } {
    const routes = message.values('Route').map((value) => ({ value, uri: parseNameAddr(value).uri }));
    const first = routes.findIndex(({ uri }) => !this.includes(uri));
    const at = first < 0 ? routes.length : first;
    return {
      own: routes.slice(0, at).map(({ uri }) => uri),
      others: routes.slice(at).map(({ value }) => value),
    };
  }
}

/** `[::1]` for an IPv6 address, other hosts as they are. */
function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
