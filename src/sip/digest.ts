import { hash } from 'node:crypto';
import { excerpt, SipParseError } from './error.ts';
import { authParamsText, type Credentials, credentialsText } from './headers/auth.ts';
import type { Params } from './params.ts';

/** What can be answered and verified. The password of `AKAv2-SHA-256` comes out of AKA (RFC 4169, TS 33.203 X.2.3). */
const ALGORITHMS = ['MD5', 'SHA-256', 'AKAv2-SHA-256'] as const;
export type DigestAlgorithm = (typeof ALGORITHMS)[number];

/** A digest challenge (RFC 7616 3.3, RFC 8760). An absent algorithm means MD5. */
export interface Challenge {
  realm: string;
  nonce: string;
  algorithm?: DigestAlgorithm;
  /** The options offered, as written: `auth` or `auth,auth-int`. */
  qop?: string;
  opaque?: string;
  stale?: boolean;
}

/** The challenge of a WWW-Authenticate value. @throws SipParseError when it is none we can answer */
export function challengeFrom(credentials: Credentials): Challenge {
  if (credentials.scheme.toLowerCase() !== 'digest') {
    throw new SipParseError(`challenge scheme ${excerpt(credentials.scheme)} is not Digest`);
  }
  const { params } = credentials;
  const challenge: Challenge = { realm: needed(params, 'realm'), nonce: needed(params, 'nonce') };
  const algorithm = params.get('algorithm');
  if (algorithm !== undefined) challenge.algorithm = knownAlgorithm(algorithm);
  const qop = params.get('qop');
  if (qop !== undefined) challenge.qop = qop;
  const opaque = params.get('opaque');
  if (opaque !== undefined) challenge.opaque = opaque;
  const stale = params.get('stale');
  if (stale !== undefined) challenge.stale = stale.toLowerCase() === 'true';
  return challenge;
}

/** Writes a WWW-Authenticate value. */
export function challengeText(challenge: Challenge): string {
  const params: [string, string | { value: string; quoted: boolean }][] = [
    ['realm', challenge.realm],
    ['nonce', challenge.nonce],
  ];
  if (challenge.opaque !== undefined) params.push(['opaque', challenge.opaque]);
  if (challenge.stale !== undefined) params.push(['stale', String(challenge.stale)]);
  if (challenge.algorithm !== undefined) params.push(['algorithm', challenge.algorithm]);
  if (challenge.qop !== undefined) params.push(['qop', { value: challenge.qop, quoted: true }]);
  return credentialsText('Digest', params);
}

/** What a client needs to answer a challenge; `nc` counts the requests sent with this nonce, from 1. */
export interface DigestInput {
  readonly challenge: Challenge;
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly cnonce: string;
  readonly nc: number;
  /** Asks for resynchronisation instead of proving anything; the password is empty then (RFC 3310 3.4). */
  readonly auts?: string;
}

/** The Authorization value that answers a challenge (RFC 7616 3.4); without offered qop the RFC 2069 form. */
export function digestAnswer(input: DigestInput): string {
  const { challenge, username, uri, cnonce } = input;
  const nc = input.nc.toString(16).padStart(8, '0');
  const qop = offersAuth(challenge) ? 'auth' : undefined;
  const a1 = `${username}:${challenge.realm}:${input.password}`;
  const response = respond(challenge.algorithm, a1, `${input.method}:${uri}`, {
    nonce: challenge.nonce,
    qop,
    nc,
    cnonce,
  });
  const params: [string, string][] = [
    ['username', username],
    ['realm', challenge.realm],
    ['nonce', challenge.nonce],
    ['uri', uri],
    ['response', response],
  ];
  if (challenge.algorithm !== undefined) params.push(['algorithm', challenge.algorithm]);
  if (challenge.opaque !== undefined) params.push(['opaque', challenge.opaque]);
  if (qop !== undefined) params.push(['qop', qop], ['cnonce', cnonce], ['nc', nc]);
  if (input.auts !== undefined) params.push(['auts', input.auts]);
  return credentialsText('Digest', params);
}

/** Whether credentials answer the challenge with this password (RFC 7616 3.4.6). */
export function verifyDigest(
  credentials: Credentials,
  input: { readonly password: string; readonly method: string; readonly challenge: Challenge },
): boolean {
  const { params } = credentials;
  const { challenge } = input;
  if (credentials.scheme.toLowerCase() !== 'digest') return false;
  if (params.get('realm') !== challenge.realm || params.get('nonce') !== challenge.nonce) return false;
  if (!sameAlgorithm(params.get('algorithm') ?? 'MD5', challenge.algorithm ?? 'MD5')) return false;
  if (params.get('opaque') !== challenge.opaque) return false;
  const qop = params.get('qop');
  if (offersAuth(challenge) ? qop !== 'auth' : qop !== undefined) return false;
  const username = params.get('username');
  const uri = params.get('uri');
  if (username === undefined || uri === undefined) return false;
  const a1 = `${username}:${challenge.realm}:${input.password}`;
  return (
    respondTo(params, challenge.algorithm, a1, `${input.method}:${uri}`) ===
    params.get('response')?.toLowerCase()
  );
}

/** What rspauth is computed from: the credentials of the request and the password (RFC 7616 3.5). */
export interface AuthenticationInfoInput {
  readonly credentials: Credentials;
  readonly password: string;
}

/** The Authentication-Info value that proves to the client that the server knows the password. */
export function authenticationInfoText(
  input: AuthenticationInfoInput & { readonly nextnonce?: string },
): string {
  const { params } = input.credentials;
  const info: [string, string][] = [];
  if (input.nextnonce !== undefined) info.push(['nextnonce', input.nextnonce]);
  if (params.get('qop') !== undefined) {
    info.push(
      ['qop', 'auth'],
      ['rspauth', rspauth(input)],
      ['cnonce', params.get('cnonce') ?? ''],
      ['nc', params.get('nc') ?? ''],
    );
  }
  return authParamsText(info);
}

/** Whether rspauth, cnonce and nc of an Authentication-Info belong to the credentials and the password. */
export function verifyAuthenticationInfo(info: Params, input: AuthenticationInfoInput): boolean {
  const { params } = input.credentials;
  if (info.get('rspauth')?.toLowerCase() !== rspauth(input)) return false;
  return info.get('cnonce') === params.get('cnonce') && info.get('nc') === params.get('nc');
}

function rspauth({ credentials, password }: AuthenticationInfoInput): string {
  const { params } = credentials;
  const algorithm = params.get('algorithm');
  const a1 = `${params.get('username') ?? ''}:${params.get('realm') ?? ''}:${password}`;
  const a2 = `:${params.get('uri') ?? ''}`;
  return respondTo(params, algorithm === undefined ? undefined : knownAlgorithm(algorithm), a1, a2);
}

function respondTo(params: Params, algorithm: Challenge['algorithm'], a1: string, a2: string): string {
  const nonce = params.get('nonce') ?? '';
  return respond(algorithm, a1, a2, {
    nonce,
    qop: params.get('qop'),
    nc: params.get('nc'),
    cnonce: params.get('cnonce'),
  });
}

interface ResponseParts {
  readonly nonce: string;
  readonly qop: string | undefined;
  readonly nc: string | undefined;
  readonly cnonce: string | undefined;
}

function respond(algorithm: Challenge['algorithm'], a1: string, a2: string, parts: ResponseParts): string {
  const h = (text: string): string =>
    hash(algorithm === undefined || algorithm === 'MD5' ? 'md5' : 'sha256', text);
  const middle = parts.qop === undefined ? '' : `${parts.nc ?? ''}:${parts.cnonce ?? ''}:${parts.qop}:`;
  return h(`${h(a1)}:${parts.nonce}:${middle}${h(a2)}`);
}

function offersAuth(challenge: Challenge): boolean {
  const options = challenge.qop?.split(',').map((option) => option.trim().toLowerCase());
  if (options === undefined || options.includes('auth')) return options !== undefined;
  throw new SipParseError(`challenge offers qop ${excerpt(challenge.qop ?? '')} but not auth`);
}

function needed(params: Params, name: string): string {
  const value = params.get(name);
  if (value === undefined) throw new SipParseError(`digest challenge has no ${name}`);
  return value;
}

function knownAlgorithm(text: string): DigestAlgorithm {
  const known = ALGORITHMS.find((algorithm) => sameAlgorithm(text, algorithm));
  if (known) return known;
  throw new SipParseError(`digest algorithm ${excerpt(text)} is none of ${ALGORITHMS.join(', ')}`);
}

/** Algorithms are tokens, which have no case (RFC 3261 25.1). */
export function sameAlgorithm(text: string, algorithm: DigestAlgorithm): boolean {
  return text.toUpperCase() === algorithm.toUpperCase();
}
