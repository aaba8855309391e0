import type { Credentials } from '../sip/headers/auth.ts';
import type { SipResponse } from '../sip/message.ts';
import { removeAuthParam, rewriteAuthParams } from './auth-param.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';

const needs = { imsAka: true };
const kills = ['EPC-6.1-4'];

export const faults = {
  'aka-as-digest': {
    kills,
    needs,
    about:
      'treats a registration with AKAv2-SHA-256 as one with SIP digest: no mark at first, then tls-pending',
  },
  'aka-first-pending': { kills, needs, about: 'marks the first REGISTER of IMS AKA tls-pending' },
  'aka-first-trusted': { kills, needs, about: 'marks the first REGISTER of IMS AKA auth-done' },
  'aka-answer-unmarked': {
    kills,
    needs,
    about: 'sends no integrity-protected with the answer to a challenge of IMS AKA',
  },
  'aka-answer-trusted': {
    kills,
    needs,
    about: 'marks the answer to a challenge of IMS AKA tls-yes, before the core has judged it',
  },
  'aka-keys-kept': { kills, needs, about: 'passes ck and ik on to the WIC with the challenge' },
  'aka-integrity-key-kept': { kills, needs, about: 'takes ck out of the challenge, but leaves ik in it' },
  'aka-nonce-cut': {
    kills,
    needs,
    about: 'cuts the nonce of a challenge at the = with which its base64 ends',
  },
  'aka-auts-lost': { kills, needs, about: 'drops auts, so that the core hears of no resynchronisation' },
  'aka-empty-response-lost': {
    kills,
    needs,
    about: 'drops the empty response by which a WIC says that it does not accept a challenge',
  },
} as const satisfies FaultTable;

export const variants = {
  'aka-answer-pending': {
    exercises: kills,
    needs,
    about: 'marks the answer to a challenge of IMS AKA tls-pending, as TS 33.203 X.2.3.3 says of it',
  },
  'aka-challenge-rewritten': {
    exercises: kills,
    needs,
    about: 'writes the directives of a challenge without keys in another order, all of them quoted',
  },
} as const satisfies VariantTable;

/** Whether a REGISTER is one of IMS AKA over a TLS session that was there before it (33.203 P.3). */
export function usesAka({ config, deviation }: EpCscf, { params }: Credentials): boolean {
  if (!config.imsAka || deviation.is('aka-as-digest')) return false;
  return params.get('algorithm')?.toUpperCase() === 'AKAV2-SHA-256';
}

/** The value of integrity-protected in a REGISTER of IMS AKA (33.203 P.3 and X.2.3.3). */
export function akaMark({ deviation }: EpCscf, { params }: Credentials): string | undefined {
  const isFirst = (params.get('nonce') ?? '') === '';
  if (isFirst && deviation.is('aka-first-pending')) return 'tls-pending';
  if (isFirst && deviation.is('aka-first-trusted')) return 'auth-done';
  if (!isFirst && deviation.is('aka-answer-unmarked')) return undefined;
  if (!isFirst && deviation.is('aka-answer-trusted')) return 'tls-yes';
  return !isFirst && deviation.is('aka-answer-pending') ? 'tls-pending' : 'tls-connected';
}

/** Directives that a fault drops from a REGISTER of IMS AKA. */
export function lostOfAka(cscf: EpCscf, credentials: Credentials): readonly string[] {
  const { params } = credentials;
  if (!usesAka(cscf, credentials)) return [];
  if (cscf.deviation.is('aka-auts-lost')) return ['auts'];
  const declines = params.get('nonce') !== '' && params.get('response') === '';
  return declines && cscf.deviation.is('aka-empty-response-lost') ? ['response'] : [];
}

/** The challenge as the WIC gets it: what keys the core gave with it stay here (24.229 5.2.2.2). */
export function withoutKeys({ deviation }: EpCscf, response: SipResponse): SipResponse {
  const removed = deviation.is('aka-keys-kept')
    ? []
    : deviation.is('aka-integrity-key-kept')
      ? ['ck']
      : ['ck', 'ik'];
  const challenges = response.values('WWW-Authenticate').map((given) => {
    const value = removed.reduce(removeAuthParam, given);
    if (deviation.is('aka-nonce-cut')) return value.replace(/(\bnonce="[^"=]*)=+"/i, '$1"');
    return deviation.is('aka-challenge-rewritten') ? rewriteAuthParams(value) : value;
  });
  return challenges.length === 0 ? response : response.with('WWW-Authenticate', ...challenges);
}
