import type { Link, LinkEvents } from '../../net/link.ts';
import { listenMw, type MwListener } from '../../net/mw-listener.ts';
import { type SipMessage, SipRequest } from '../../sip/message.ts';
import { parseMessage } from '../../sip/parse.ts';
import type { Address, Tap, TraceEvent } from '../../trace/event.ts';
import type { LinkDescriptor } from '../core/mw-port.ts';
import { keysInText } from './keys.ts';
import { answerOrphan } from './orphans.ts';
import { type Claim, Registry } from './registry.ts';
import { channelName, type ToHub, type ToPort } from './wire.ts';

export interface MwHubOptions {
  readonly listen: Address;
  /** Names the run; ports of the same run find the hub by it. */
  readonly run: string;
  /** Takes every event on Mw, with its id and, unless it is an orphan, its scenario. */
  record(event: TraceEvent): void;
}

interface Filed {
  readonly claim: Claim | undefined;
  readonly message: SipMessage | undefined;
}

/**
 * Owns the Mw sockets of a run, in the main thread, and hands each message to the scenario it belongs to,
 * whichever thread that runs in. What belongs to no running scenario it answers as a conformant core would.
 */
export class MwHub {
  readonly #registry = new Registry();
  readonly #channel: BroadcastChannel;
  readonly #options: MwHubOptions;
  readonly #links = new Map<string, Link>();
  /** What the trace found out about bytes, kept for the delivery that follows. */
  readonly #filed = new WeakMap<Uint8Array, Filed>();
  #listener!: MwListener;
  #orphans = 0;
  /** The scenario whose message is being sent: a message of ours is its, whatever it says. */
  #sender: Claim | undefined;

  private constructor(options: MwHubOptions) {
    this.#options = options;
    this.#channel = new BroadcastChannel(channelName(options.run));
    this.#channel.onmessage = (event) => this.#fromPort((event as MessageEvent<ToHub>).data);
  }

  /** Opens the sockets. @throws Error when the address is taken */
  static async open(options: MwHubOptions): Promise<MwHub> {
    const hub = new MwHub(options);
    const events: LinkEvents = {
      message: (link, bytes, { trace }) => hub.#arrived(link, bytes, trace),
      opened: (link) => hub.#links.set(link.id, link),
      closed: (link) => hub.#links.delete(link.id),
    };
    const tap: Tap = (event) => hub.#tap(event);
    const wiretap = { tap, ref: 'Mw' as const, self: 'core', peer: 'eP-CSCF' };
    try {
      hub.#listener = await listenMw(options.listen, events, { wiretap });
    } catch (error) {
      hub.#channel.close();
      throw error;
    }
    return hub;
  }

  /** Where the core listens, UDP and TCP. */
  get address(): Address {
    return this.#listener.address;
  }

  async close(): Promise<void> {
    this.#channel.close();
    await this.#listener.close();
  }

  #tap(event: Omit<TraceEvent, 'id' | 'scenario'>): string {
    const claim = this.#sender ?? (event.bytes && this.#file(event.bytes).claim);
    const id = claim ? `mw-${++claim.events}` : `mw-orphan-${++this.#orphans}`;
    this.#options.record({ ...event, id, ...(claim && { scenario: claim.scenario }) });
    return id;
  }

  #file(bytes: Uint8Array): Filed {
    const known = this.#filed.get(bytes);
    if (known) return known;
    const message = readable(bytes);
    const claim = message
      ? this.#registry.find(message)
      : this.#registry.owner(keysInText(Buffer.from(bytes).toString()));
    const filed = { message, claim };
    this.#filed.set(bytes, filed);
    return filed;
  }

  #arrived(link: Link, bytes: Uint8Array, id: string): void {
    this.#links.set(link.id, link);
    const at = performance.timeOrigin + performance.now();
    const { claim, message } = this.#file(bytes);
    if (claim && !claim.released) {
      // A copy: cloning a view would send the whole memory behind it.
      const arrival = { id, at, bytes: new Uint8Array(bytes), link: describe(link) };
      this.#tell({ kind: 'message', port: claim.port, arrival });
    } else if (message instanceof SipRequest) {
      const answer = answerOrphan(message);
      if (answer && link.open) this.#sendAs(claim, () => link.send(answer.bytes));
    }
  }

  #fromPort(message: ToHub): void {
    switch (message.kind) {
      case 'claim':
        this.#registry.claim(message.scenario, message.port, message.keys);
        this.#done(message);
        return;
      case 'release': {
        const claim = this.#registry.ofPort(message.port);
        if (claim) claim.released = true;
        this.#done(message);
        return;
      }
      case 'send':
        void this.#send(message);
    }
  }

  #done({ port, token }: { port: string; token: number }): void {
    this.#tell({ kind: 'done', port, token, local: this.address });
  }

  async #send({ port, token, bytes, to }: Extract<ToHub, { kind: 'send' }>): Promise<void> {
    const claim = this.#registry.ofPort(port);
    const message = readable(bytes);
    if (claim && message) this.#registry.sent(claim, message);
    try {
      const link = await this.#linkTo(to);
      const at = performance.timeOrigin + performance.now();
      const id = this.#sendAs(claim, () => link.send(bytes));
      this.#tell({ kind: 'sent', port, token, id, at });
    } catch (error) {
      this.#tell({ kind: 'failed', port, token, why: (error as Error).message });
    }
  }

  async #linkTo(to: Extract<ToHub, { kind: 'send' }>['to']): Promise<Link> {
    if (!('link' in to)) {
      const link = await this.#listener.linkTo(to.transport, { host: to.host, port: to.port });
      this.#links.set(link.id, link);
      return link;
    }
    const link = this.#links.get(to.link);
    if (!link) throw new Error(`${to.link} is closed`);
    return link;
  }

  #sendAs(claim: Claim | undefined, send: () => string): string {
    this.#sender = claim;
    try {
      return send();
    } finally {
      this.#sender = undefined;
    }
  }

  #tell(message: ToPort): void {
    this.#channel.postMessage(message);
  }
}

function readable(bytes: Uint8Array): SipMessage | undefined {
  try {
    return parseMessage(bytes, 'datagram');
  } catch {
    return undefined;
  }
}

function describe({ id, transport, local, remote }: Link): LinkDescriptor {
  return { id, transport, local, remote };
}
