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
  /** Takes back the timer that ends it with its token. */
  stopTokenTimer: () => void = () => {};
  #held = false;
  #waiting: (() => void)[] = [];

  constructor(token: string, link: Link) {
    this.token = token;
    this.link = link;
    this.secure = link.transport === 'wss';
  }

  /** Deals with what came on this connection: now, or when what came before it is decided. */
  inOrder(work: () => void): void {
    if (this.#held) this.#waiting.push(work);
    else work();
  }

  /**
   * Lets what comes on this connection wait.
   * @returns lets it go on in its order; what a connection brought that is gone meanwhile is dropped
   */
  hold(): () => void {
    this.#held = true;
    return () => {
      this.#held = false;
      if (!this.link.open) this.#waiting = [];
      while (!this.#held) {
        const next = this.#waiting.shift();
        if (!next) return;
        next();
      }
    };
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
