import { readFileSync } from 'node:fs';
import type { Profile } from '../profile/profile.ts';
import { isIpv6Url } from '../profile/reach.ts';
import { type Sut, SutUnreachable } from './sut.ts';

/** A SUT that somebody else started: its addresses stand in the profile. @throws SutUnreachable without its CA */
export function remoteSut(profile: Profile): Sut {
  const { url, ca, servername } = profile.w2;
  return {
    w2: {
      url,
      servername,
      ca: ca === undefined ? undefined : caOf(ca),
      ...(isIpv6Url(url) && { ipv6Url: url }),
    },
    mw: profile.mw.sut,
    stop: async () => {},
  };
}

/** The CA that `w2.ca` names. @throws SutUnreachable when it cannot be read */
export function caOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    throw new SutUnreachable(`w2.ca of the profile cannot be read: ${why}`);
  }
}
