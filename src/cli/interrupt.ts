/** What Ctrl-C and kill send. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof signals)[number];

/** A repetition sooner than this is the same key press: the terminal and the launcher both deliver it. */
const SAME_PRESS_MS = 1000;

/** Waits for a signal while something long runs. */
export interface Interruption {
  /** Resolves when a signal came and `act` was done; never without one. */
  readonly done: Promise<void>;
  /** Leaves signals to the system again. */
  stop(): void;
}

/** Acts once on the first signal; a second press, a second later, ends the process at once. */
export function onInterrupt(act: (signal: Signal) => Promise<void>): Interruption {
  const { promise, resolve } = Promise.withResolvers<void>();
  let first: number | undefined;
  const handle = (signal: Signal): void => {
    if (first === undefined) {
      first = performance.now();
      void act(signal).finally(resolve);
    } else if (performance.now() - first > SAME_PRESS_MS) {
      process.exit(130);
    }
  };
  for (const signal of signals) process.on(signal, handle);
  return {
    done: promise,
    stop: () => {
      for (const signal of signals) process.off(signal, handle);
    },
  };
}
