import type { Scenario } from './world.ts';

/** A token that a WIC had, and when it is past where that is to be awaited, in milliseconds since the epoch. */
interface HeldToken {
  readonly token: string;
  readonly past?: number;
}

const held = new WeakMap<Scenario, Map<string, HeldToken>>();

/** Remembers the token that the named WIC had. */
export function holdToken(scenario: Scenario, name: string, token: HeldToken): void {
  const tokens = held.get(scenario) ?? new Map<string, HeldToken>();
  held.set(scenario, tokens.set(name, token));
}

/** The token that the named WIC had, by an earlier step. */
export function heldToken(scenario: Scenario, name: string): HeldToken {
  const token = held.get(scenario)?.get(name);
  if (!token) throw new Error(`WIC ${name} was given no token to remember in an earlier step`);
  return token;
}

/** The token by which the named WIC registers. */
export function tokenOf({ lab }: Scenario, name: string): string {
  const { token } = lab.wic(name).ua;
  if (token === undefined) throw new Error(`WIC ${name} has no token`);
  return token;
}
