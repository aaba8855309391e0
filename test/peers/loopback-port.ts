import type { Link } from '../../src/net/link.ts';
import { listenMw, type MwListener } from '../../src/net/mw-listener.ts';
import type { MwEvents, MwPort, MwTarget, Sending } from '../../src/peers/core/mw-port.ts';

/** A port straight on sockets of this thread, without hub. */
export class LoopbackPort implements MwPort {
  readonly listener: MwListener;
  readonly #links: Map<string, Link>;
  readonly #events: { current?: MwEvents };

  private constructor(listener: MwListener, links: Map<string, Link>, events: { current?: MwEvents }) {
    this.listener = listener;
    this.#links = links;
    this.#events = events;
  }

  static async open(): Promise<LoopbackPort> {
    const links = new Map<string, Link>();
    const events: { current?: MwEvents } = {};
    let count = 0;
    const listener = await listenMw(
      { host: '127.0.0.1', port: 0 },
      {
        message(link, bytes) {
          links.set(link.id, link);
          count += 1;
          events.current?.message({ id: `mw-${count}`, at: count, bytes, link });
        },
      },
    );
    return new LoopbackPort(listener, links, events);
  }

  get local() {
    return this.listener.address;
  }

  listen(events: MwEvents): void {
    this.#events.current = events;
  }

  send(bytes: Uint8Array, to: MwTarget): Sending {
    const sending = { id: '', at: 0 };
    void this.#send(bytes, to, sending);
    return sending;
  }

  async #send(bytes: Uint8Array, to: MwTarget, sending: { id: string }): Promise<void> {
    const link = 'link' in to ? this.#links.get(to.link) : await this.listener.linkTo(to.transport, to);
    link?.send(bytes);
    sending.id = 'mw-sent';
  }
}
