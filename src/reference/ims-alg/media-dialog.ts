import type { Line, PlannedOffer } from './line.ts';
import { OwnOrigin } from './own-origin.ts';

/** An exchange of offer and answer, from the offer on. */
export interface Exchange {
  /** Its lines that are relayed have their AGW line. */
  readonly offer: PlannedOffer;
  /** What was agreed before, and holds again when the offer is refused. */
  readonly before: readonly Line[];
  /** Answers as they went on, by what they were made from: a repeated answer stays what it was. */
  readonly answers: Map<string, string>;
}

/** What is known of the media of one dialog, or of a call that has no dialog yet. */
export class MediaDialog {
  /** The lines as agreed last. */
  lines: readonly Line[] = [];
  /** A 2xx made it a session. */
  confirmed = false;
  /** An offer that stood in a response, so that its answer comes in PRACK or ACK. */
  owed: Exchange | undefined;
  /** The callee's; undefined: there is no dialog yet. */
  readonly tag: string | undefined;
  readonly origin: { readonly wic: OwnOrigin; readonly core: OwnOrigin };

  constructor(tag: string | undefined, origin: MediaDialog['origin']) {
    this.tag = tag;
    this.origin = origin;
  }

  static undecided(newId: () => string): MediaDialog {
    return new MediaDialog(undefined, { wic: new OwnOrigin(newId), core: new OwnOrigin(newId) });
  }

  /** A dialog that one more answer to the same request makes (RFC 3261 12.1). */
  fork(tag: string): MediaDialog {
    return new MediaDialog(tag, { wic: this.origin.wic.fork(), core: this.origin.core.fork() });
  }
}
