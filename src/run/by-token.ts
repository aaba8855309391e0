import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { realmOf } from '../peers/identity.ts';
import type { TokenDefect } from '../peers/waf/defects.ts';
import type { BearerToken } from '../peers/wic/bearer.ts';
import type { Registration } from '../peers/wic/registration.ts';
import type { RegisterOptions } from '../peers/wic/request-options.ts';
import type { Wic } from '../peers/wic/wic.ts';
import type { Lab } from './lab.ts';
import { attemptRegister, type RegisterAttempt } from './register-attempt.ts';

/** Registers the named WIC by a token of its own, over the connection it has or a new one. @throws PeerDidNot */
export async function registerByToken(lab: Lab, name: string): Promise<Registration> {
  const wic = lab.has(name) ? lab.wic(name) : await lab.connect(name);
  wic.useToken(await lab.tokens.issue(wic.identity));
  return wic.register();
}

/**
 * The same for a WIC whose connection the SUT may have closed, or may be about to close, after a refusal.
 * @throws PeerDidNot when a valid token does not register it on a new connection either
 */
export async function registerAgain(lab: Lab, name: string): Promise<Registration> {
  const wic = lab.wic(name);
  try {
    if (wic.connection.open) return await registerByToken(lab, name);
  } catch (reason) {
    if (!(reason instanceof PeerDidNot) || wic.connection.open) throw reason;
  }
  await lab.connect(name);
  return registerByToken(lab, name);
}

/** Tries to register the named WIC by a valid token of its own; any reaction is legal. */
export async function tryByToken(
  lab: Lab,
  name: string,
  options: RegisterOptions = {},
): Promise<RegisterAttempt> {
  const wic = await openWic(lab, name);
  wic.useToken(await lab.tokens.issue(wic.identity));
  return attemptRegister(lab, name, options);
}

/** Tries to register the named WIC by that token, which it does not keep; any reaction is legal. */
export async function tryToken(
  lab: Lab,
  name: string,
  authorization: BearerToken,
  options: RegisterOptions = {},
): Promise<RegisterAttempt> {
  await openWic(lab, name);
  return attemptRegister(lab, name, { ...options, authorization });
}

/**
 * Tries to register the named WIC by a valid token of its own, beside which stand digest credentials that answer no
 * challenge; any reaction is legal.
 * @param impi whom the credentials name
 * @param integrityProtected what they claim to be
 */
export async function tryBesideDigest(
  lab: Lab,
  name: string,
  impi: string,
  integrityProtected?: string,
): Promise<RegisterAttempt> {
  const { identity, ua } = await openWic(lab, name);
  const digest = ua.credentials.empty(`sip:${realmOf(identity)}`, impi);
  const claim = integrityProtected === undefined ? '' : `, integrity-protected="${integrityProtected}"`;
  return tryByToken(lab, name, { headers: [['Authorization', `${digest}${claim}`]] });
}

/** Tries to register the named WIC by a token of its own that is wrong in one way; any reaction is legal. */
export async function tryBrokenToken(
  lab: Lab,
  name: string,
  defect: TokenDefect,
  padTo?: number,
): Promise<RegisterAttempt> {
  const identity = await lab.identity(name);
  const options = padTo === undefined ? {} : { padTo };
  return tryToken(lab, name, { bearer: await lab.tokens.broken(identity, inForm(lab, defect), options) });
}

/** An access token, and when it is past for the SUT as well. */
export interface ShortToken {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly past: number;
}

/** Seconds; `exp` has whole ones, so that with 1 the token could be past before it is used. */
export const SHORT = 2;

/** Gives the WIC a valid token that expires soon. @throws PeerDidNot */
export async function giveShortToken(lab: Lab, wic: Wic): Promise<ShortToken> {
  const token = await lab.tokens.issue(wic.identity, { lifetime: SHORT });
  wic.useToken(token);
  return { token, past: pastAt(lab, SHORT) };
}

/** Milliseconds by which the clocks of two programs of one machine may differ. */
const SKEW = 50;

/**
 * When a token that was issued by now with this lifetime in seconds is past for the SUT, too, whose clock may differ
 * by PIXIT `token.leeway`. Milliseconds since the epoch.
 */
export function pastAt(lab: Lab, lifetime: number): number {
  return (Math.floor(Date.now() / 1000) + lifetime) * 1000 + lab.parameters.pixit.token.leeway + SKEW;
}

/** Opaque tokens have no inside that could be wrong: such a one is a token that the WAF never issued. */
function inForm({ parameters }: Lab, defect: TokenDefect): TokenDefect {
  const inside: readonly TokenDefect[] = ['signature', 'alg-none', 'unknown-kid', 'unknown-issuer'];
  return parameters.pics.tokenValidation === 'introspection' && inside.includes(defect) ? 'unknown' : defect;
}

async function openWic(lab: Lab, name: string): Promise<Wic> {
  if (lab.has(name) && lab.wic(name).connection.open) return lab.wic(name);
  return lab.connect(name);
}
