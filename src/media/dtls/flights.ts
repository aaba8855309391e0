import type { Clock } from '../../endpoint/clock.ts';
import type { Fragment, Records } from './records.ts';

/** First wait for the next flight in ms (RFC 6347 4.2.4.1 allows less than a second), doubled each time. */
const firstWait = 500;
const repetitions = 6;
/** Octets of a datagram that pass everywhere. */
const largestDatagram = 1200;

/** Sends flights of a handshake, again and again until the other end goes on (RFC 6347 4.2.4). */
export class Flights {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #send: (datagram: Uint8Array) => void;
  readonly #gaveUp: () => void;
  #last: readonly Fragment[] = [];
  #cancel: () => void = () => undefined;

  constructor(records: Records, clock: Clock, send: (datagram: Uint8Array) => void, gaveUp: () => void) {
    this.#records = records;
    this.#clock = clock;
    this.#send = send;
    this.#gaveUp = gaveUp;
  }

  /** @param awaited whether the other end has to answer with a flight of its own */
  send(flight: readonly Fragment[], awaited: boolean): void {
    this.stop();
    this.#last = flight;
    this.repeat();
    if (awaited) this.#wait(repetitions, firstWait);
  }

  /** Sends the last flight once more, in new records. */
  repeat(): void {
    let datagram = Buffer.alloc(0);
    for (const fragment of this.#last) {
      const record = this.#records.seal(fragment);
      if (datagram.length > 0 && datagram.length + record.length > largestDatagram) {
        this.#send(datagram);
        datagram = Buffer.alloc(0);
      }
      datagram = Buffer.concat([datagram, record]);
    }
    if (datagram.length > 0) this.#send(datagram);
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.#cancel();
  }

  #wait(left: number, ms: number): void {
    this.#cancel = this.#clock.after(ms, () => {
      if (left === 0) return this.#gaveUp();
      this.repeat();
      this.#wait(left - 1, ms * 2);
    });
  }
}
