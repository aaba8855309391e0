import { threadId } from 'node:worker_threads';
import type { Clock } from '../../endpoint/clock.ts';
import type { Address } from '../../trace/event.ts';
import type { MwArrival, MwEvents, MwPort, MwTarget, Sending } from '../core/mw-port.ts';
import type { Identity } from '../identity.ts';
import { identityKeys } from './keys.ts';
import { channelName, type ToHub, type ToPort } from './wire.ts';

export interface HubPortOptions {
  /** Names the run, as the hub was told. */
  readonly run: string;
  readonly clock: Clock;
  /** How long the hub may take to confirm a claim, in milliseconds. */
  readonly maxMs?: number;
}

interface Pending {
  id: string;
  at: number;
  readonly bytes: Uint8Array;
}

let ports = 0;

/** Mw of one scenario, reached over the hub; in the hub's thread or another. */
export class HubPort implements MwPort {
  readonly #options: HubPortOptions;
  readonly #channel: BroadcastChannel;
  readonly #id: string;
  readonly #scenario: string;
  readonly #confirmed = new Map<number, (local: Address) => void>();
  readonly #sendings = new Map<number, Pending>();
  readonly #early: MwArrival[] = [];
  #events: MwEvents | undefined;
  #local: Address = { host: '', port: 0 };
  #tokens = 0;

  private constructor(scenario: string, options: HubPortOptions) {
    ports += 1;
    this.#id = `thread ${threadId}, port ${ports}`;
    this.#scenario = scenario;
    this.#options = options;
    this.#channel = new BroadcastChannel(channelName(options.run));
    this.#channel.onmessage = (event) => this.#fromHub((event as MessageEvent<ToPort>).data);
  }

  /**
   * Claims identities for a scenario: messages that name them are delivered here from now on.
   * @throws Error when no hub answers
   */
  static async claim(
    scenario: string,
    identities: readonly Identity[],
    options: HubPortOptions,
  ): Promise<HubPort> {
    const port = new HubPort(scenario, options);
    try {
      await port.claim(identities);
    } catch (error) {
      port.#channel.close();
      throw error;
    }
    return port;
  }

  get local(): Address {
    return this.#local;
  }

  /** Claims further identities. @throws Error when no hub answers */
  async claim(identities: readonly Identity[]): Promise<void> {
    const keys = identities.flatMap(identityKeys);
    const token = this.#token();
    this.#local = await this.#confirm(token, {
      kind: 'claim',
      port: this.#id,
      scenario: this.#scenario,
      keys,
      token,
    });
  }

  send(bytes: Uint8Array, to: MwTarget): Sending {
    const token = this.#token();
    const sending: Pending = { id: '', at: this.#options.clock.now(), bytes };
    this.#sendings.set(token, sending);
    this.#tell({ kind: 'send', port: this.#id, token, bytes, to });
    return sending;
  }

  listen(events: MwEvents): void {
    this.#events = events;
    for (const arrival of this.#early.splice(0)) events.message(arrival);
  }

  /** Ends delivery. The identities stay this scenario's, for what may still come. */
  async release(): Promise<void> {
    this.#events = { message: () => {}, failed: () => {} };
    const token = this.#token();
    try {
      await this.#confirm(token, { kind: 'release', port: this.#id, token });
    } finally {
      this.#channel.close();
    }
  }

  #confirm(token: number, message: ToHub): Promise<Address> {
    const { clock, maxMs = 5000 } = this.#options;
    return new Promise((resolve, reject) => {
      const cancel = clock.after(maxMs, () => {
        this.#confirmed.delete(token);
        reject(new Error(`no Mw hub answered within ${maxMs} ms`));
      });
      this.#confirmed.set(token, (local) => {
        cancel();
        resolve(local);
      });
      this.#tell(message);
    });
  }

  #fromHub(message: ToPort): void {
    if (message.port !== this.#id) return;
    switch (message.kind) {
      case 'done':
        this.#confirmed.get(message.token)?.(message.local);
        this.#confirmed.delete(message.token);
        return;
      case 'message':
        if (this.#events) this.#events.message(message.arrival);
        else this.#early.push(message.arrival);
        return;
      case 'sent':
        this.#settle(message.token, message.id, message.at);
        return;
      case 'failed': {
        const sending = this.#settle(message.token, '', 0);
        if (sending) this.#events?.failed(sending.bytes, message.why);
      }
    }
  }

  #settle(token: number, id: string, at: number): Pending | undefined {
    const sending = this.#sendings.get(token);
    this.#sendings.delete(token);
    if (sending && id) Object.assign(sending, { id, at });
    return sending;
  }

  #token(): number {
    this.#tokens += 1;
    return this.#tokens;
  }

  #tell(message: ToHub): void {
    this.#channel.postMessage(message);
  }
}
