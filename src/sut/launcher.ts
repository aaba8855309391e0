/** One start of a SUT. */
export interface Instance {
  /** Resolves when it ended by itself or was stopped, saying how. */
  readonly ended: Promise<string>;
  /** Ends it and everything that it started, by force after `withinMs`. May be called again. */
  stop(withinMs: number): Promise<void>;
}

/** One way to start a SUT: as processes of this machine, as a container. */
export interface Launcher {
  /** What is started, for messages. */
  readonly what: string;
  /**
   * Starts it; each line that it writes goes to `log`.
   * @throws SutUnreachable when it cannot be started at all
   */
  launch(log: (text: string) => void): Promise<Instance>;
  /** Removes what its starts had in common and whatever a start that failed left behind. */
  close(): Promise<void>;
}
