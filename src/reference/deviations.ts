import * as register from './5.2.2.1-register.ts';
import * as regEvent from './5.2.3-reg-event.ts';
import * as regNotify from './5.2.5.2-reg-notify.ts';
import * as originating from './5.2.6.3-originating.ts';
import * as terminating from './5.2.6.4-terminating.ts';
import * as emergencyCall from './5.2.10.4-emergency-call.ts';
import * as alternativeService from './5.2.10.5-alternative-service.ts';
import * as association from './6.4.1-association.ts';
import * as digest from './6.4.1-digest.ts';
import * as deregistration from './6A.3-deregistration.ts';
import * as emergency from './7.4.3-emergency.ts';
import * as b2bua from './b2bua.ts';
import * as coreSide from './core-side.ts';
import type { FaultEntry, VariantEntry } from './deviation.ts';
import * as identity from './identity.ts';
import * as ownUris from './own-uris.ts';
import * as recordRoute from './record-route.ts';
import * as proxy from './rfc3261-16-proxy.ts';
import * as via from './rfc3581-via.ts';
import * as webSocket from './rfc7118-websocket.ts';
import * as route from './route.ts';
import * as trustDomain from './trust-domain.ts';
import * as wicSide from './wic-side.ts';
import * as wireForm from './wire-form.ts';

/** Every way in which the reference can be made to break a requirement. */
export const allFaults = {
  ...webSocket.faults,
  ...ownUris.faults,
  ...wicSide.faults,
  ...register.faults,
  ...trustDomain.faults,
  ...via.faults,
  ...digest.faults,
  ...association.faults,
  ...regEvent.faults,
  ...regNotify.faults,
  ...identity.faults,
  ...route.faults,
  ...terminating.faults,
  ...deregistration.faults,
  ...emergency.faults,
  ...alternativeService.faults,
};

/** Every legal way in which the reference can differ from itself. */
export const allVariants = {
  ...webSocket.variants,
  ...wireForm.variants,
  ...ownUris.variants,
  ...coreSide.variants,
  ...proxy.variants,
  ...b2bua.variants,
  ...recordRoute.variants,
  ...register.variants,
  ...via.variants,
  ...digest.variants,
  ...association.variants,
  ...regEvent.variants,
  ...regNotify.variants,
  ...originating.variants,
  ...identity.variants,
  ...route.variants,
  ...deregistration.variants,
  ...emergency.variants,
  ...emergencyCall.variants,
  ...alternativeService.variants,
};

export type FaultName = keyof typeof allFaults;
export type VariantName = keyof typeof allVariants;
export type DeviationName = FaultName | VariantName;

/** All faults by name, for those who go through them. */
export const faultList: readonly (readonly [FaultName, FaultEntry])[] = Object.entries(allFaults) as [
  FaultName,
  FaultEntry,
][];

/** All variants by name. */
export const variantList: readonly (readonly [VariantName, VariantEntry])[] = Object.entries(allVariants) as [
  VariantName,
  VariantEntry,
][];

/** A name that no fault and no variant has. */
export class UnknownDeviation extends Error {
  override readonly name = 'UnknownDeviation';
  readonly nearest: readonly string[];

  constructor(kind: 'fault' | 'variant', name: string, nearest: readonly string[]) {
    super(`There is no ${kind} ${JSON.stringify(name)}; nearest: ${nearest.join(', ')}`);
    this.nearest = nearest;
  }
}

/** @throws {UnknownDeviation} with the names that resemble it most */
export function faultNamed(name: string): FaultName {
  return named('fault', name, Object.keys(allFaults)) as FaultName;
}

/** @throws {UnknownDeviation} with the names that resemble it most */
export function variantNamed(name: string): VariantName {
  return named('variant', name, Object.keys(allVariants)) as VariantName;
}

/** Asked by the procedures: whether this reference shows a certain deviation. */
export class Deviation {
  readonly #name: DeviationName | undefined;

  constructor(name: DeviationName | undefined) {
    this.#name = name;
  }

  is(name: DeviationName): boolean {
    return this.#name === name;
  }
}

function named(kind: 'fault' | 'variant', name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  const ranked = names.toSorted((a, b) => distance(name, a) - distance(name, b));
  throw new UnknownDeviation(kind, name, ranked.slice(0, 3));
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
