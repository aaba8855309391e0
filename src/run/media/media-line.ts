import { systemClock } from '../../endpoint/clock.ts';
import type { PlainTransport } from '../../media/plain-transport.ts';
import type { SecureTransport } from '../../media/secure-transport.ts';
import type { Address } from '../../net/link.ts';
import type { Likeness, RtpStream } from './rtp-stream.ts';

/** Distance of packets of a talking end, in milliseconds. */
const PACKET_TIME = 20;

/** The two ends of a line: who is meant by what is sent and what arrives. */
export type Side = 'wic' | 'core';

/** A packet of one end that arrived at the other. */
export interface Arrival {
  /** Its number among those sent. */
  readonly index: number;
  readonly likeness: Likeness;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Where it came from; known at the core's side. */
  readonly from?: Address;
}

/** An m-line of a call with media: the WIC's end and that of the far user, with the eIMS-AGW in between. */
export class MediaLine {
  /** Index of the m-line on W2. */
  readonly index: number;
  /** `audio`, `video`. */
  readonly media: string;
  readonly wic: SecureTransport;
  readonly far: PlainTransport;
  /** What each end sends, once media were agreed on. */
  #streams: Readonly<Record<Side, RtpStream>> | undefined;
  readonly #rtp: Record<Side, Arrival[]> = { wic: [], core: [] };
  readonly #rtcp: Record<Side, number[]> = { wic: [], core: [] };
  /** RTP packets that are of no stream of this line: strangers' ones, or what a transcoder made of such a stream. */
  readonly strange: Record<Side, number> = { wic: 0, core: 0 };
  #changed: (() => void) | undefined;

  constructor(index: number, media: string, wic: SecureTransport, far: PlainTransport) {
    this.index = index;
    this.media = media;
    this.wic = wic;
    this.far = far;
    wic.onRtp = (packet) => this.#arrived('wic', packet);
    far.onRtp = (packet, from) => this.#arrived('core', packet, from);
    wic.onRtcp = (packet) => this.#reported('wic', packet);
    far.onRtcp = (packet) => this.#reported('core', packet);
  }

  /** What both ends send from now on. */
  speak(streams: Readonly<Record<Side, RtpStream>>): void {
    this.#streams = streams;
  }

  stream(side: Side): RtpStream {
    if (!this.#streams) throw new Error('no media were agreed on in an earlier step');
    return this.#streams[side];
  }

  /** RTP of the other end that arrived at this one, in order. */
  rtpAt(side: Side): readonly Arrival[] {
    return this.#rtp[side];
  }

  /** How many RTCP packets of the other end arrived at this one. */
  rtcpAt(side: Side): number {
    return this.#rtcp[side].length;
  }

  /** One RTP packet of that end. @param inTheClear as it is, which the WIC ought not to do */
  say(side: Side, inTheClear = false): void {
    const packet = this.stream(side).next();
    if (side === 'core') this.far.send(packet);
    else if (inTheClear) this.wic.sendRaw(packet);
    else this.wic.send(packet);
  }

  /** One RTCP packet of that end. */
  report(side: Side): void {
    const packet = this.stream(side).report();
    if (side === 'core') this.far.sendRtcp(packet);
    else this.wic.sendRtcp(packet);
  }

  /**
   * Does something every 20 ms, as talking ends do.
   * @param done looked at after each time and each arrival; once it holds the repeating ends
   * @param withinMs ends it as well
   */
  async repeat(what: () => void, done: () => boolean, withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = systemClock.after(withinMs, resolve);
    let next: (() => void) | undefined;
    const again = () => {
      what();
      if (done()) return resolve();
      next = systemClock.after(PACKET_TIME, again);
    };
    this.#changed = () => {
      if (done()) resolve();
    };
    again();
    await promise;
    this.#changed = undefined;
    end();
    next?.();
  }

  async close(): Promise<void> {
    await Promise.all([this.wic.close(), this.far.close()]);
  }

  #arrived(at: Side, packet: Uint8Array, from?: Address): void {
    const known = this.#streams?.[at === 'wic' ? 'core' : 'wic'].recognise(packet);
    if (known) this.#rtp[at].push({ ...known, at: systemClock.now(), ...(from && { from }) });
    else this.strange[at] += 1;
    this.#changed?.();
  }

  #reported(at: Side, packet: Uint8Array): void {
    if (this.#streams?.[at === 'wic' ? 'core' : 'wic'].reported(packet)) {
      this.#rtcp[at].push(systemClock.now());
      this.#changed?.();
    }
  }
}
