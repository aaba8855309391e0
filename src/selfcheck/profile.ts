import { referenceProfile } from '../profile/defaults.ts';
import type { Profile } from '../profile/profile.ts';

/**
 * What the reference is set to when it is used to prove the tests: every PICS value on which a tested requirement
 * depends, and times as short as the scenarios bear, since a fault often shows as something that never comes.
 */
export function selfCheckProfile(): Profile {
  const profile = referenceProfile();
  return {
    ...profile,
    pics: {
      ...profile.pics,
      imsAka: [true],
      consent: [true],
      rtcpMux: [false, true],
      iceLite: [true, false],
      outbound: [false, true],
      originCheck: [false, true],
      thirdPartyWaf: [true],
      tokenValidation: ['jwks', 'introspection'],
      originCountry: ['unknown', 'pani'],
      emergencyPolicy: ['reject', 'proceed'],
    },
    pixit: { ...profile.pixit, t1: 20, guard: 40, deregistrationGrace: 200 },
  };
}
