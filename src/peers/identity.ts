import { createHash } from 'node:crypto';

/** A subscription as the simulated peers know it: one private user identity and its public ones. */
export interface Identity {
  /** Private user identity (IMPI), `user@realm`. */
  readonly impi: string;
  /** Public user identities (IMPU) as SIP URIs; the first is the default one. */
  readonly impus: readonly string[];
  /** A tel URI of the same subscription. */
  readonly tel?: string;
  readonly password: string;
  /** Subscriber key K and operator variant OPc of IMS AKA, 32 hexadecimal digits each. */
  readonly k?: string | undefined;
  readonly opc?: string | undefined;
}

export interface IdentityRecipe {
  readonly seed: number | string;
  /** Key of the scenario the identity is for: two scenarios never share a user part. */
  readonly scenario: string;
  /** Name of the role in the scenario, as `a`. */
  readonly name: string;
  readonly domain: string;
  /** How many IMPUs; 1 unless told. */
  readonly impus?: number;
}

/** Makes a subscription from its recipe; the same recipe gives the same subscription. */
export function generateIdentity(recipe: IdentityRecipe): Identity {
  const { seed, scenario, name, domain, impus = 1 } = recipe;
  const hashOf = (...of: readonly (string | number)[]): Buffer =>
    createHash('sha256').update(JSON.stringify(of)).digest();
  const hash = hashOf(seed, scenario, name);
  const keys = hashOf(seed, scenario, name, 'K and OPc').toString('hex');
  const role = name.toLowerCase().replace(/[^a-z0-9]+/g, '') || 'user';
  const user = `${role}-${hash.subarray(0, 6).toString('hex')}`;
  return {
    impi: `${user}-private@${domain}`,
    impus: Array.from({ length: impus }, (_, n) => `sip:${user}${n === 0 ? '' : `-${n + 1}`}@${domain}`),
    tel: telUri(hash),
    password: hash.subarray(16, 28).toString('base64url'),
    k: keys.slice(0, 32),
    opc: keys.slice(32),
  };
}

/** +999 is a country code that was never assigned, so no real subscriber is named. */
function telUri(hash: Buffer): string {
  const digits = (hash.readUIntBE(6, 6) % 10_000_000_000).toString().padStart(10, '0');
  return `tel:+999${digits}`;
}

/** The realm of an IMPI: what follows its `@`, which is also the home network domain name. */
export function realmOf(identity: Identity): string {
  return identity.impi.slice(identity.impi.indexOf('@') + 1);
}

/** The default public user identity. */
export function defaultImpu(identity: Identity): string {
  const [first] = identity.impus;
  if (first === undefined) throw new RangeError(`${identity.impi} has no public user identity`);
  return first;
}
