import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { ProfileError, type ProfileProblem } from './error.ts';
import { problemsOf } from './problems.ts';
import { type Driver, drivers, type Profile } from './profile.ts';
import { profileSchema } from './schema.ts';

export interface LoadOptions {
  /** How the SUT is reached, whatever the profile says; decides defaults and what a profile may ask for. */
  readonly driver?: Driver;
  /** With `driver: container`: the image to run in place of what the profile says. */
  readonly image?: string;
}

/**
 * Reads a profile, fills in its defaults and resolves its paths against its folder.
 *
 * @throws ProfileError when it cannot be read, is no YAML, has an unknown key or a wrong value, or contradicts itself
 */
export function loadProfile(file: string, options: LoadOptions = {}): Profile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = code === 'ENOENT' ? 'there is no such profile' : `the profile cannot be read (${code})`;
    const remedy =
      code === 'ENOENT' ? `\`w2conf init ${file}\` writes one` : 'give the path of a readable file';
    throw new ProfileError(file, [{ key: '', message, remedy }]);
  }
  return parseProfile(text, file, options);
}

/** As {@link loadProfile}, from a text that stands in `file`. */
export function parseProfile(text: string, file: string, options: LoadOptions = {}): Profile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ProfileError(
      file,
      document.errors.map(({ message, pos: [offset] }): ProfileProblem => {
        const { line, col } = lines.linePos(offset);
        return { line, column: col, key: '', message: `not YAML: ${message}`, remedy: 'correct this line' };
      }),
    );
  }
  const value: unknown = document.toJS();
  const driver = options.driver ?? driverIn(value) ?? 'reference';
  const result = profileSchema(driver, options.image).safeParse(value, { reportInput: true });
  if (!result.success) {
    const problems = result.error.issues.flatMap((issue) => problemsOf(issue, document, lines));
    throw new ProfileError(
      file,
      problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    );
  }
  const { sut, w2, waf, pixit, ...profile } = result.data;
  const path = resolve(file);
  const { clientCredentials } = pixit.token;
  return {
    ...profile,
    file: path,
    sut: sut.container ? { ...sut, container: withPaths(sut.container, ['build'], path) } : sut,
    w2: withPaths(w2, ['ca'], path),
    waf: withPaths(waf, ['cert', 'key'], path),
    pixit: clientCredentials
      ? { ...pixit, token: { ...pixit.token, clientCredentials: withPaths(clientCredentials, ['ca'], path) } }
      : pixit,
  };
}

/** The section with the paths under these keys resolved against the folder of the profile. */
function withPaths<T extends object, K extends keyof T>(section: T, keys: readonly K[], profile: string): T {
  const resolved = keys.flatMap((key) => {
    const file = section[key];
    return typeof file === 'string' ? [[key, resolve(dirname(profile), file)]] : [];
  });
  return { ...section, ...Object.fromEntries(resolved) };
}

function driverIn(value: unknown): Driver | undefined {
  const named = (value as { sut?: { driver?: unknown } } | null)?.sut?.driver;
  return drivers.find((driver) => driver === named);
}
