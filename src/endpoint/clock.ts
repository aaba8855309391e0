/** Time as the endpoints see it, so that every timer can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Calls `fn` once after that many milliseconds.
   * @returns takes the call back; without effect when it was made
   */
  after(ms: number, fn: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};

interface Alarm {
  readonly due: number;
  readonly fn: () => void;
}

/** A clock that stands until it is moved. */
export class ManualClock implements Clock {
  #now: number;
  #alarms: Alarm[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Number of calls still to be made. */
  get pending(): number {
    return this.#alarms.length;
  }

  after(ms: number, fn: () => void): () => void {
    const alarm = { due: this.#now + ms, fn };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** Moves on, making the calls that come due in their order, also those asked for on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#earliest(end);
      if (!next) break;
      this.#alarms = this.#alarms.filter((other) => other !== next);
      this.#now = next.due;
      next.fn();
    }
    this.#now = end;
  }

  #earliest(end: number): Alarm | undefined {
    let earliest: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (alarm.due <= end && (!earliest || alarm.due < earliest.due)) earliest = alarm;
    }
    return earliest;
  }
}
