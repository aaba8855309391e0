import { defineParameterType } from '@cucumber/cucumber';
import type { TokenDefect } from '../../src/peers/waf/defects.ts';
import type { WrongCredential } from '../../src/run/media/intruder.ts';

/** `WIC A`, or `the WIC` and `a WIC` where there is only one, which is A. */
defineParameterType({
  name: 'wic',
  regexp: /WIC ([A-Z])|the WIC|a WIC/,
  transformer: (name: string | undefined) => name ?? 'A',
});

const ordinals = ['first', 'second', 'third', 'fourth', 'last'];

/** Index of a thing seen, -1 for the last. */
defineParameterType({
  name: 'ordinal',
  regexp: /first|second|third|fourth|last/,
  transformer: (word: string) => (word === 'last' ? -1 : ordinals.indexOf(word)),
});

/** The media of a call's lines, which is the name of an offer of either side. */
defineParameterType({
  name: 'media',
  regexp: /bundled audio and video|audio and video|audio/,
  transformer: (words: string) => words,
});

/** In which credential a connectivity check is wrong. */
defineParameterType({
  name: 'credential',
  regexp: /password|user fragment/,
  transformer: (words: string) => words as WrongCredential,
});

/** In which one thing a token differs from a valid one. */
const defects: Readonly<Record<string, TokenDefect>> = {
  'with a wrong signature': 'signature',
  'with alg none': 'alg-none',
  'with an unknown kid': 'unknown-kid',
  'with another scope': 'scope',
  'of an unknown issuer': 'unknown-issuer',
  'of a WWSF without authorisation': 'wwsf',
  'for another audience': 'audience',
  'that has expired': 'expired',
  'that is not valid yet': 'not-yet-valid',
  'that was revoked': 'revoked',
};

defineParameterType({
  name: 'defect',
  regexp: new RegExp(Object.keys(defects).join('|')),
  transformer: (words: string) => defects[words],
});

/** What is sent inside a call. */
defineParameterType({
  name: 'request in a call',
  regexp: /re-INVITE|UPDATE|INFO|BYE|session refresh/,
  transformer: (words: string) => words,
});
