import type { Driver, Profile } from './profile.ts';
import { profileSchema } from './schema.ts';

/** The profile of a SUT reached in this way about which nothing else was said. */
export function defaultProfile(driver: Driver): Profile {
  return profileSchema(driver).parse({});
}

/** The profile of the embedded reference eP-CSCF: what `init` prints, but with short timers. */
export function referenceProfile(): Profile {
  return defaultProfile('reference');
}
