/** The timers of RFC 3261 17 and RFC 6026 in milliseconds. */
export interface Timers {
  /** Estimate of the round trip time. */
  readonly T1: number;
  /** Longest interval between retransmissions of non-INVITE requests and INVITE responses. */
  readonly T2: number;
  /** How long the network may keep a message. */
  readonly T4: number;
  /** First INVITE retransmission, doubles each time; unreliable transport only. */
  readonly A: number;
  /** End of an unanswered INVITE transaction. */
  readonly B: number;
  /** A proxy gives up on an INVITE that only gets provisional responses (16.6). */
  readonly C: number;
  /** How long the client absorbs repeated final responses to INVITE. */
  D(reliable: boolean): number;
  /** First non-INVITE retransmission, doubles up to T2; unreliable transport only. */
  readonly E: number;
  /** End of an unanswered non-INVITE transaction. */
  readonly F: number;
  /** First retransmission of a final response to INVITE, doubles up to T2; unreliable transport only. */
  readonly G: number;
  /** How long the server waits for the ACK. */
  readonly H: number;
  /** How long the server absorbs repeated ACKs. */
  I(reliable: boolean): number;
  /** How long the server absorbs repeated non-INVITE requests. */
  J(reliable: boolean): number;
  /** How long the client absorbs repeated non-INVITE responses. */
  K(reliable: boolean): number;
  /** How long the server stays in Accepted after a 2xx to INVITE (RFC 6026 8.7). */
  readonly L: number;
  /** How long the client stays in Accepted after a 2xx to INVITE (RFC 6026 8.4). */
  readonly M: number;
  /** A UAS that does not answer an INVITE at once sends 100 (Trying) after this (17.2.1). */
  readonly trying: number;
  /** 64·T1: no conformant peer stays silent for longer. */
  readonly bound: number;
}

/**
 * All timers follow from T1, in the proportions that the default of 500 ms has, so that a run on a fast
 * network can shorten them together.
 * @param t1 milliseconds
 */
export function timers(t1: number): Timers {
  const bound = 64 * t1;
  const T4 = 10 * t1;
  return {
    T1: t1,
    T2: 8 * t1,
    T4,
    A: t1,
    B: bound,
    C: 361 * t1,
    D: (reliable) => (reliable ? 0 : bound),
    E: t1,
    F: bound,
    G: t1,
    H: bound,
    I: (reliable) => (reliable ? 0 : T4),
    J: (reliable) => (reliable ? 0 : bound),
    K: (reliable) => (reliable ? 0 : T4),
    L: bound,
    M: bound,
    trying: 0.4 * t1,
    bound,
  };
}
