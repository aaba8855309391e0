import { readFileSync } from 'node:fs';
import type { Profile } from '../profile/profile.ts';
import type { Sut } from './sut.ts';

/** A SUT that somebody else started: its addresses stand in the profile. */
export function remoteSut(profile: Profile): Sut {
  const { url, ca, servername } = profile.w2;
  return {
    w2: { url, servername, ca: ca === undefined ? undefined : readFileSync(ca, 'utf8') },
    mw: profile.mw.sut,
    stop: async () => {},
  };
}
