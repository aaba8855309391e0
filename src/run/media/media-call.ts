import type { Call } from '../../peers/call.ts';
import type { Seen } from '../../peers/seen.ts';
import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import type { SipMessage } from '../../sip/message.ts';
import type { MediaLine, Side } from './media-line.ts';

/** A description that the SUT sent. */
export interface Described {
  readonly seen: Seen<SipMessage>;
  readonly sdp: SessionDescription;
}

/** An m-line that both sides accepted, with what the SUT said of it on either side. */
export interface CallLine {
  readonly line: MediaLine;
  readonly onW2: MediaSection;
  readonly onMw: MediaSection;
  /** The encodings agreed on with the WIC and with the far user differ: the eIMS-AGW has to transcode (TS 23.334 5.20). */
  readonly transcoded: boolean;
}

/** A call whose media really flow: a WIC with ICE, DTLS and SRTP, and a far user with plain RTP. */
export class MediaCall {
  /** The dialog as either side has it. */
  readonly dialogs: Readonly<Record<Side, Call>>;
  /** The SUT's descriptions: to the WIC, and to the far user. */
  readonly onW2: Described;
  readonly onMw: Described;
  /** The accepted ones; at least one. */
  readonly lines: readonly CallLine[];
  readonly #marks = new Map<MediaLine, Readonly<Record<Side, number>>>();
  readonly #strange = new Map<MediaLine, Readonly<Record<Side, number>>>();

  constructor(init: Pick<MediaCall, 'dialogs' | 'onW2' | 'onMw' | 'lines'>) {
    this.dialogs = init.dialogs;
    this.onW2 = init.onW2;
    this.onMw = init.onMw;
    this.lines = init.lines;
  }

  /** What is sent from now on counts as sent afterwards. */
  mark(): void {
    for (const { line } of this.lines) {
      this.#marks.set(line, { wic: line.stream('wic').length, core: line.stream('core').length });
      this.#strange.set(line, { ...line.strange });
    }
  }

  /** Number of the first packet of that end after the mark. */
  since(line: MediaLine, from: Side): number {
    return this.#marks.get(line)?.[from] ?? 0;
  }

  /** How many RTP packets of no end arrived there after the mark. */
  strangeSince(line: MediaLine, at: Side): number {
    return line.strange[at] - (this.#strange.get(line)?.[at] ?? 0);
  }
}
