import { PortPairs } from '../../media/port-pairs.ts';
import type { Profile } from '../../profile/profile.ts';
import { SutUnreachable } from '../../sut/sut.ts';

/**
 * Sees whether WICs and the far user can have media where the profile says, if any are to flow.
 * @throws SutUnreachable when they cannot
 */
export async function tryMediaAddresses({ media, pics }: Profile): Promise<void> {
  if (!pics.media.includes(true)) return;
  for (const side of ['wic', 'core'] as const) {
    try {
      for (const socket of await new PortPairs(media[side]).open()) socket.close();
    } catch (reason) {
      const why = (reason as NodeJS.ErrnoException).code ?? String(reason);
      throw new SutUnreachable(
        `no media can be had at ${media[side]} (media.${side} of the profile): ${why}`,
      );
    }
  }
}
