import { join, resolve } from 'node:path';
import { referenceProfile } from '../profile/defaults.ts';
import { loadProfile } from '../profile/load.ts';
import { nearest } from '../profile/nearest.ts';
import type { Profile } from '../profile/profile.ts';
import { allFaults, allVariants, type DeviationName } from '../reference/deviations.ts';
import { UserError } from './exit.ts';
import { projectRoot } from './project-root.ts';

/** The SUT of a run: its profile, and the fault or variant the embedded reference is to show. */
export interface SutChoice {
  readonly profile: Profile;
  readonly deviation?: DeviationName;
}

/**
 * Reads `--sut` and `--profile` together.
 * @throws UserError for a SUT that does not exist or lacks its profile, ProfileError for an unsound profile
 */
export function sutChoice(sut: string, file: string | undefined): SutChoice {
  if (sut === 'remote') {
    if (file === undefined) {
      throw new UserError(
        'a remote SUT needs a profile that says where it is',
        'write one with `w2conf init my-sut.yaml`, edit it and name it with --profile',
      );
    }
    return { profile: loadProfile(file, { driver: 'remote' }) };
  }
  const [kind, name] = splitOnce(sut);
  if (kind === 'process') return { profile: processProfile(name, file) };
  if (kind === 'image') return { profile: imageProfile(name, file) };
  if (sut === 'container') return { profile: loadProfile(startable(file), { driver: 'container' }) };
  if (sut === 'kamailio') {
    if (file === undefined)
      return { profile: loadProfile(join(projectRoot, 'sut', 'kamailio', 'container.yaml')) };
    throw new UserError(
      'kamailio is the container that comes along, with its own profile',
      'leave --profile out, or name your own with --sut container or --sut process',
    );
  }
  if (kind !== 'reference') {
    throw new UserError(
      `there is no SUT ${sut}`,
      'use reference, reference:FAULT, remote, process, process:PROGRAM, container, image:NAME or kamailio',
    );
  }
  const profile = file === undefined ? referenceProfile() : loadProfile(file, { driver: 'reference' });
  return name === undefined ? { profile } : { profile, deviation: deviationNamed(name) };
}

/** The profile of a process to start; `program` on the command line takes the place of the command in the profile. */
function processProfile(program: string | undefined, file: string | undefined): Profile {
  const profile = loadProfile(startable(file), { driver: 'process' });
  const { sut } = profile;
  if (program === undefined || sut.process === undefined) return profile;
  return { ...profile, sut: { ...sut, process: { ...sut.process, command: [resolve(program)] } } };
}

/** The profile of a container to start; `image` takes the place of what the profile says to run. */
function imageProfile(image: string | undefined, file: string | undefined): Profile {
  if (!image) {
    throw new UserError(
      'the image is missing',
      'name one that the engine has or can pull: image:NAME, or use container',
    );
  }
  return loadProfile(startable(file), { driver: 'container', image });
}

/** @throws UserError when there is no profile */
function startable(file: string | undefined): string {
  if (file !== undefined) return file;
  throw new UserError(
    'a SUT to start needs a profile that says how: its environment, its addresses',
    'take one of those in sut/kamailio as a pattern and name yours with --profile',
  );
}

/** @throws UserError naming the nearest known one */
export function deviationNamed(name: string): DeviationName {
  const known = [...Object.keys(allFaults), ...Object.keys(allVariants)];
  if (known.includes(name)) return name as DeviationName;
  const near = nearest(name, known);
  throw new UserError(
    `the reference has no fault or variant ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    'list them with `w2conf requirements --json`',
  );
}

function splitOnce(text: string): [string, string | undefined] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}
