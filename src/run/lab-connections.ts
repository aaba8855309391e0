import { systemClock } from '../endpoint/clock.ts';
import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { ConnectionFailed } from '../net/link.ts';
import type { Identity } from '../peers/identity.ts';
import { Isim } from '../peers/wic/isim.ts';
import { Wic, type WicOptions } from '../peers/wic/wic.ts';
import type { Tap } from '../trace/event.ts';
import type { LabParameters } from './lab-parameters.ts';

/** How a WIC of a scenario may differ from a conformant one on a connection of its own. */
export type ConnectOptions = Partial<Omit<WicOptions, 'identity' | 'clock' | 't1' | 'tap' | 'name'>> & {
  /** Name of the WIC whose subscription it uses; unless told the one it had before, at first its own. */
  readonly as?: string;
};

/** A WIC as the run has it: where it connects, and what it supports. */
export function wicOptions(
  { w2, pixit, pics, edition }: LabParameters,
  name: string,
  identity: Identity,
  tap: Tap,
): WicOptions {
  const akaOnly = pics.imsAka && !pics.sipDigest && !pics.webAuth;
  return {
    url: w2.url,
    ...(w2.ca !== undefined && { ca: w2.ca }),
    ...(w2.servername !== undefined && { servername: w2.servername }),
    origin: w2.origin,
    outbound: pics.outbound,
    gruu: pics.gruu,
    tokenStyle: pixit.token.style,
    tokenEverywhere: edition === 'R17',
    identity,
    ...(akaOnly && { isim: new Isim(identity) }),
    clock: systemClock,
    t1: pixit.t1,
    name: `WIC ${name}`,
    tap,
  };
}

/**
 * Opens a connection. A SUT that cannot be reached did not do what the scenario needs; that is no fault of the
 * harness.
 * @throws PeerDidNot
 */
export async function openWic(options: WicOptions): Promise<Wic> {
  try {
    return await Wic.connect(options);
  } catch (reason) {
    if (!(reason instanceof ConnectionFailed)) throw reason;
    throw new PeerDidNot('accept the connection', reason.message);
  }
}
