import type { Section } from './description.ts';
import { excerpt, SdpParseError } from './error.ts';
import { inherited } from './inherited.ts';
import type { Level, SdpLine } from './line.ts';

/** `a=fingerprint` (RFC 8122 5). */
export interface Fingerprint {
  /** Hash function, in lower case: `sha-256`. */
  readonly hash: string;
  /** Upper-case hexadecimal pairs with colons. */
  readonly value: string;
  readonly line: SdpLine;
  readonly level: Level;
}

/** `a=setup` (RFC 4145 4, RFC 5763 5). */
export interface Setup {
  readonly value: SetupRole;
  readonly line: SdpLine;
  readonly level: Level;
}

export type SetupRole = 'active' | 'passive' | 'actpass' | 'holdconn';

const roles: readonly string[] = ['active', 'passive', 'actpass', 'holdconn'] satisfies SetupRole[];

/** Octets of a hash, as RFC 8122 5 names the functions. */
const hashOctets: Readonly<Record<string, number>> = {
  md2: 16,
  md5: 16,
  'sha-1': 20,
  'sha-224': 28,
  'sha-256': 32,
  'sha-384': 48,
  'sha-512': 64,
};

/**
 * The fingerprints that hold for a section; those of a medium take the place of the session's. Hash functions that RFC 8122
 * does not name are let through.
 * @throws SdpParseError
 */
export function fingerprints(section: Section): Fingerprint[] {
  const { attributes, level } = inherited(section, 'fingerprint');
  return attributes.map(({ value = '', line }) => {
    const fields = /^([A-Za-z0-9-]+) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*)$/.exec(value);
    if (!fields)
      throw new SdpParseError(`a=fingerprint is no hash with its value: ${excerpt(value)}`, line.number);
    const hash = (fields[1] ?? '').toLowerCase();
    const digest = (fields[2] ?? '').toUpperCase();
    const octets = (digest.length + 1) / 3;
    const expected = hashOctets[hash];
    if (expected !== undefined && octets !== expected) {
      throw new SdpParseError(`a=fingerprint has ${octets} octets, ${hash} has ${expected}`, line.number);
    }
    return { hash, value: digest, line, level };
  });
}

/** The setup attribute that holds for a section. @throws SdpParseError for an unknown value, or two on one level */
export function setup(section: Section): Setup | undefined {
  const { attributes, level } = inherited(section, 'setup');
  const [first, second] = attributes;
  if (!first) return undefined;
  if (second) throw new SdpParseError(`a second a=setup at ${level} level`, second.line.number);
  const { value = '', line } = first;
  if (!roles.includes(value)) throw new SdpParseError(`a=setup is ${excerpt(value)}`, line.number);
  return { value: value as SetupRole, line, level };
}
