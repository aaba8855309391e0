import { loadProfile } from '../profile/load.ts';

/**
 * Which SUT to judge: what the command line says, else the driver that the profile names, else the reference.
 *
 * @throws ProfileError when the profile has to be asked and is unsound
 */
export function sutName(given: string | undefined, profile: string | undefined): string {
  if (given !== undefined) return given;
  return profile === undefined ? 'reference' : loadProfile(profile).sut.driver;
}
