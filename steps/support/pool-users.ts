import type { PoolUser } from '../../src/run/pool-user.ts';
import type { Scenario } from './world.ts';

const users = new WeakMap<Scenario, Map<string, PoolUser>>();

/** Remembers the web user to whom the named WIC belongs. */
export function notePoolUser(scenario: Scenario, name: string, user: PoolUser): void {
  const known = users.get(scenario) ?? new Map<string, PoolUser>();
  users.set(scenario, known.set(name, user));
}

/** The web user to whom the named WIC belongs, logged in by an earlier step. */
export function poolUser(scenario: Scenario, name: string): PoolUser {
  const user = users.get(scenario)?.get(name);
  if (!user) throw new Error(`the user of WIC ${name} has not logged in in an earlier step`);
  return user;
}
