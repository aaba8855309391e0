import { parseSdp, type SessionDescription } from '../../sdp/description.ts';
import { SdpParseError } from '../../sdp/error.ts';
import { answerToWic, offerToCore } from '../7.4.1-originating-sdp.ts';
import { answerToCore, offerToWic } from '../7.4.2-terminating-sdp.ts';
import type { Agw, AgwLine } from '../agw/agw.ts';
import type { FaultTable } from '../deviation.ts';
import { restartsIce } from './access.ts';
import { inOwnOrder } from './attribute-order.ts';
import { hostOf } from './disabled.ts';
import { InOrder } from './in-order.ts';
import { type Answered, otherSide, type PlannedOffer, type Side } from './line.ts';
import { type Exchange, MediaDialog } from './media-dialog.ts';
import { planOffer } from './plan.ts';
import type { Terms } from './terms.ts';

export const faults = {
  'origin-address-leaked': {
    kills: [],
    warns: ['EPC-7.4.1-c'],
    about: "writes the address of the WIC's origin line into that towards the core",
  },
  'ice-restart-ignored': {
    kills: ['SDP-5245-5'],
    about: 'answers a restart of ICE with the credentials of before',
  },
  'version-kept': {
    kills: ['SDP-3264-3'],
    about: 'writes every description of a call as its first version',
  },
} as const satisfies FaultTable;

/** What a call needs besides its messages. */
export interface CallParts {
  /** Names it in diagnostics of the AGW. */
  readonly name: string;
  /** From which side it was made. */
  readonly caller: Side;
  readonly agw: Agw;
  readonly terms: Terms;
  /** Gives session ids, decimal numbers. */
  readonly newId: () => string;
  /** Told once, when the call is over. */
  readonly ended: () => void;
}

/** The media of one call: its dialogs, and the lines of the eIMS-AGW that serve them. */
export class MediaCall {
  readonly caller: Side;
  readonly order = new InOrder();
  /** INVITEs that make dialogs and have no final response yet. */
  inviting = 0;
  /** Takes back an INVITE of the caller's that has no final response yet. */
  cancel: () => void = () => {};
  readonly #parts: CallParts;
  readonly #undecided: MediaDialog;
  readonly #dialogs = new Map<string, MediaDialog>();
  readonly #open = new Set<Exchange>();
  readonly #held = new Set<AgwLine>();
  #over = false;

  constructor(parts: CallParts) {
    this.#parts = parts;
    this.caller = parts.caller;
    this.#undecided = MediaDialog.undecided(parts.newId);
  }

  /** The dialog with that tag of the callee's, which may be new; without a tag there is none yet. */
  dialog(calleeTag: string | undefined): MediaDialog {
    if (calleeTag === undefined) return this.#undecided;
    const known = this.#dialogs.get(calleeTag);
    if (known) return known;
    const made = this.#undecided.fork(calleeTag);
    this.#dialogs.set(calleeTag, made);
    return made;
  }

  /**
   * Converts an offer; the ports that it needs are reserved.
   * @throws SdpParseError when it cannot be read, NotAcceptable when nothing of it can be carried, and what the AGW
   *   throws when it has no ports left
   */
  async offer(
    dialog: MediaDialog,
    from: Side,
    octets: Uint8Array,
  ): Promise<{ readonly exchange: Exchange; readonly sdp: string }> {
    const { terms } = this.#parts;
    const offer = await this.#withPorts(planOffer(from, dialog.lines, parseSdp(octets), terms));
    const outgoing = from === 'wic' ? offerToCore(offer, terms) : offerToWic(offer, terms);
    const exchange: Exchange = { offer, before: dialog.lines, answers: new Map() };
    this.#open.add(exchange);
    const to = otherSide(from);
    const leaked = to === 'core' && terms.deviation.is('origin-address-leaked');
    const host = leaked ? offer.description.origin.address : this.#hostOf(offer, to);
    return {
      exchange,
      sdp: this.#written(dialog.origin[to].write(inOwnOrder(outgoing, this.#parts.terms.deviation), host)),
    };
  }

  /** Converts an answer, and lets the AGW know what was agreed. One that cannot be read accepts nothing. */
  answer(dialog: MediaDialog, exchange: Exchange, octets: Uint8Array): string {
    const { from } = exchange.offer;
    const key = `${dialog.tag} ${Buffer.from(octets).toString('latin1')}`;
    const repeated = exchange.answers.get(key);
    if (repeated !== undefined) return repeated;
    if (exchange.answers.size === 0) this.#restartIce(exchange.offer);
    const { outgoing, lines } = this.#convertAnswer(exchange.offer, octets);
    dialog.lines = lines;
    this.#apply(dialog);
    const host = this.#hostOf(exchange.offer, from);
    const ordered = inOwnOrder(outgoing, this.#parts.terms.deviation);
    const sdp = this.#written(dialog.origin[from].write(ordered, host));
    exchange.answers.set(key, sdp);
    return sdp;
  }

  /** The request with the offer was refused, so what was agreed before holds (RFC 3261 14.1). */
  refused(dialog: MediaDialog, exchange: Exchange): void {
    this.#open.delete(exchange);
    if (dialog.lines !== exchange.before) {
      dialog.lines = exchange.before;
      this.#apply(dialog);
    }
    this.#sweep();
  }

  /** Nothing more comes of an offer; ports that only it needed are let go. */
  settled(exchange: Exchange | undefined): void {
    if (exchange) this.#open.delete(exchange);
    this.#sweep();
  }

  /** A 2xx came in a dialog: it is the one whose media count. */
  confirmed(dialog: MediaDialog): void {
    dialog.confirmed = true;
    this.#apply(dialog);
  }

  /** A dialog is over; with the last one the call is. */
  left(dialog: MediaDialog): void {
    if (dialog.tag !== undefined) this.#dialogs.delete(dialog.tag);
    this.endIfOver();
  }

  /** Ends the call if no session is left, and none can come about. */
  endIfOver(): void {
    const live = [...this.#dialogs.values()].some(({ confirmed }) => confirmed);
    if (!live && this.inviting === 0) this.end();
    else this.#sweep();
  }

  /** The WIC is gone: what it wanted to begin is taken back, what was agreed is over. */
  lost(): void {
    if (this.caller === 'wic' && this.inviting > 0) this.cancel();
    this.end();
  }

  /** Lets every port go. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#parts.ended();
    for (const line of this.#held) void line.release();
    this.#held.clear();
  }

  async #withPorts(offer: PlannedOffer): Promise<PlannedOffer> {
    const planned = await Promise.all(
      offer.planned.map(async (each) => {
        if (each.fate !== 'relayed' || each.line.agw) return each;
        return { ...each, line: { ...each.line, agw: await this.#reserve() } };
      }),
    );
    return { ...offer, planned };
  }

  async #reserve(): Promise<AgwLine> {
    const line = await this.#parts.agw.reserve(this.#parts.name);
    this.#held.add(line);
    if (this.#over) await line.release();
    return line;
  }

  #convertAnswer(offer: PlannedOffer, octets: Uint8Array): Answered {
    const { terms } = this.#parts;
    const convert = (answer: SessionDescription | undefined): Answered =>
      offer.from === 'wic' ? answerToWic(offer, answer, terms) : answerToCore(offer, answer, terms);
    try {
      return convert(parseSdp(octets));
    } catch (error) {
      if (!(error instanceof SdpParseError)) throw error;
      return convert(undefined);
    }
  }

  #restartIce({ from, planned }: PlannedOffer): void {
    if (from === 'core' || this.#parts.terms.deviation.is('ice-restart-ignored')) return;
    for (const { line, section } of planned) {
      if (section && line.agw && restartsIce(section, line)) line.agw.restartIce();
    }
  }

  #apply({ lines }: MediaDialog): void {
    if (this.#over) return;
    for (const { agw, remote } of lines) {
      if (!agw || !remote) continue;
      agw.toAccess(remote.access);
      agw.toCore(remote.core);
    }
  }

  /** Lets the ports go that no session and no offer under way needs any more. */
  #sweep(): void {
    const all = [...this.#dialogs.values()];
    const live = all.some(({ confirmed }) => confirmed) ? all.filter(({ confirmed }) => confirmed) : all;
    const needed = new Set([
      ...live.flatMap(({ lines }) => lines.map(({ agw }) => agw)),
      ...[...this.#open].flatMap(({ offer, before }) => [
        ...offer.planned.map(({ line }) => line.agw),
        ...before.map(({ agw }) => agw),
      ]),
    ]);
    for (const line of this.#held) {
      if (needed.has(line)) continue;
      this.#held.delete(line);
      void line.release();
    }
  }

  #written(sdp: string): string {
    if (!this.#parts.terms.deviation.is('version-kept')) return sdp;
    return sdp.replace(/^(o=\S+ \S+) \d+/m, '$1 1');
  }

  #hostOf({ planned }: PlannedOffer, side: Side): string {
    return hostOf(planned, side === 'wic' ? 'access' : 'core');
  }
}
