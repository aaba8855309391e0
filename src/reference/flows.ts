import type { Link } from '../net/link.ts';
import { sameUri } from '../sip/uri.ts';
import type { TlsAssociation } from './tls-association.ts';

/** One WebSocket connection with what the eP-CSCF knows about it. */
export class Flow {
  /** Stands in Path and Record-Route for this connection. */
  readonly token: string;
  readonly link: Link;
  /** Whether TLS protects it. */
  readonly secure: boolean;
  association: TlsAssociation | undefined;
  /** A REGISTER of this connection has been challenged since the last one that was granted. */
  challenged = false;
  /** It was gone when its registration was granted. */
  lostBeforeGrant = false;
  /** No registration is left: closed as soon as nothing more is due on it. */
  ending = false;
  /** Takes back the timer that ends its registrations. */
  stopExpiry: () => void = () => {};

  constructor(token: string, link: Link) {
    this.token = token;
    this.link = link;
    this.secure = link.transport === 'wss';
  }
}

/** The WebSocket connections that are open. */
export class Flows {
  readonly #byLink = new Map<Link, Flow>();

  add(flow: Flow): void {
    this.#byLink.set(flow.link, flow);
  }

  remove(link: Link): Flow | undefined {
    const flow = this.#byLink.get(link);
    this.#byLink.delete(link);
    return flow;
  }

  of(link: Link): Flow | undefined {
    return this.#byLink.get(link);
  }

  all(): Flow[] {
    return [...this.#byLink.values()];
  }

  withToken(token: string | undefined): Flow | undefined {
    return this.all().find((flow) => flow.token === token);
  }

  /** The connection over which a Contact was registered. */
  withContact(uri: string): Flow | undefined {
    return this.all().find((flow) => flow.association?.sets.some((set) => sameUri(set.contact, uri)));
  }

  ofImpi(impi: string): Flow[] {
    return this.all().filter((flow) => flow.association?.impi === impi);
  }
}
