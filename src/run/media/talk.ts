import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { lineName, rtpText } from './in-words.ts';
import type { MediaCall } from './media-call.ts';
import type { MediaLine, Side } from './media-line.ts';

/** How many packets have to arrive before an end stops talking. */
const ENOUGH = 3;

export interface TalkOptions {
  /** Who talks; both unless told. */
  readonly sides?: readonly Side[];
  /** The WIC sends its packets in the clear. */
  readonly inTheClear?: boolean;
}

/**
 * Lets the ends of every line talk until enough of what they say has arrived.
 * @param withinMs how long at most, in milliseconds
 */
export async function talk(call: MediaCall, withinMs: number, options: TalkOptions = {}): Promise<void> {
  const { sides = ['wic', 'core'], inTheClear = false } = options;
  const isHeard = (line: MediaLine) => sides.every((side) => heardOf(call, line, side) >= ENOUGH);
  await Promise.all(
    call.lines.map(({ line }) =>
      line.repeat(
        () => {
          for (const side of sides) line.say(side, inTheClear);
        },
        () => isHeard(line),
        withinMs,
      ),
    ),
  );
}

/** @throws PeerDidNot when no media have passed, as they are or transcoded, in both directions of every line */
export function mustFlow({ lines }: MediaCall): void {
  for (const { line } of lines) {
    for (const at of ['core', 'wic'] as const) {
      if (line.rtpAt(at).length > 0 || line.strange[at] > 0) continue;
      const to = at === 'core' ? 'the far user' : 'the WIC';
      throw new PeerDidNot(`pass on RTP of ${lineName(line)} to ${to}`, rtpText(line, at));
    }
  }
}

/** Lets both ends of every line send RTCP until each has heard of the other. */
export async function report({ lines }: MediaCall, withinMs: number): Promise<void> {
  await Promise.all(
    lines.map(({ line }) =>
      line.repeat(
        () => {
          line.report('wic');
          line.report('core');
        },
        () => line.rtcpAt('wic') > 0 && line.rtcpAt('core') > 0,
        withinMs,
      ),
    ),
  );
}

/** Packets of that end that were sent after the mark and have arrived. */
function heardOf(call: MediaCall, line: MediaLine, from: Side): number {
  const since = call.since(line, from);
  return line.rtpAt(from === 'wic' ? 'core' : 'wic').filter(({ index }) => index >= since).length;
}
