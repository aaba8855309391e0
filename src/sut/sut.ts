import type { MwAddress } from '../profile/address.ts';
import type { Pics } from '../profile/pics.ts';
import type { Profile } from '../profile/profile.ts';
import type { WafAddresses } from '../profile/waf.ts';

/** A system under test that is up, and how its two sides are reached. */
export interface Sut {
  readonly w2: {
    /** wss: URL of the WebSocket server. */
    readonly url: string;
    /** The same server over IPv6, where it is reached in that way. */
    readonly ipv6Url?: string | undefined;
    /** PEM of the CA that signed its certificate; absent: the system's CAs. */
    readonly ca?: string | undefined;
    /** Name to verify and to send as SNI when the URL has an address. */
    readonly servername?: string | undefined;
  };
  /** Where the SUT listens at Mw. */
  readonly mw: MwAddress;
  /** Where the harness started it: resolves once it opens a WebSocket, or its death was told. Never rejects. */
  settled?(): Promise<void>;
  /** Stops what the harness started; nothing for a SUT that is somebody else's. @throws SutLeft */
  stop(): Promise<void>;
}

/** What a SUT that the harness started tells in the course of a run. */
export interface SutEvents {
  /** What it waits for before it can even be started, when that takes long. */
  slow?(what: string): void;
  /** A line that it wrote. */
  log(text: string): void;
  /**
   * It ended by itself.
   * @param how exit code or signal
   * @param again resolves when it is up again; rejects with SutUnreachable when it does not come up
   */
  died(how: string, again: Promise<void>): void;
}

/** What a start of a SUT depends on besides its profile. */
export interface StartContext {
  /** The configuration to bring it up in. */
  readonly pics: Pics;
  /** Where our core listens at Mw. */
  readonly core: Profile['mw']['listen'];
  /** Whose tokens it is to take; absent: those of the harness are not needed. */
  readonly waf?: WafAddresses | undefined;
  readonly events: SutEvents;
  /** Gives the start up: it rejects then, with nothing left behind. */
  readonly signal?: AbortSignal | undefined;
}

/** The SUT could not be brought up or reached: exit code 3, never a verdict. */
export class SutUnreachable extends Error {
  override readonly name = 'SutUnreachable';
}

/** A SUT that was started could not be stopped or removed. The message says what may be left, and where to look. */
export class SutLeft extends Error {
  override readonly name = 'SutLeft';
}
