import { from, type NameAddr, nameAddrText, parseNameAddr, to } from '../sip/headers/address.ts';
import { type AuthParamValue, credentialsText } from '../sip/headers/auth.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import type { TokenIdentity } from './access-token.ts';
import { isBearer, withoutToken } from './bearer.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';

/** Rows in which somebody has to be registered by a token, which the core refuses. */
const refusedByCore = [
  'EPC-6.1-6',
  'EPC-6.1-6b',
  'EPC-6.4.2-1',
  'EPC-6.4.2-8',
  'EPC-6.4.2-14',
  'EPC-6.4.2-15',
] as const;

export const faults = {
  'trusted-node-mark-missing': {
    kills: ['EPC-6.4.2-5', ...refusedByCore],
    preamble: ['*'],
    about: 'sends no integrity-protected for a user whose token is valid',
  },
  'trusted-node-mark-other': {
    kills: ['EPC-6.4.2-5', ...refusedByCore],
    preamble: ['*'],
    about: 'sends integrity-protected=tls-yes instead of auth-done for a user whose token is valid',
  },
  'trusted-node-username-impu': {
    kills: ['EPC-6.4.2-4', ...refusedByCore],
    preamble: ['*'],
    about: 'writes the public instead of the private user identity as username',
  },
  'impi-from-digest-username': {
    kills: ['EPC-6.4.2-3b'],
    about: 'takes the private user identity from what the WIC wrote beside the token',
  },
  'trusted-node-response-missing': {
    kills: ['EPC-6.4.2-6'],
    about: 'leaves response out of the Authorization of a trusted node',
  },
  'trusted-node-response-filled': {
    kills: ['EPC-6.4.2-6'],
    about: 'writes a response into the Authorization of a trusted node',
  },
  'trusted-node-realm-other': {
    kills: ['EPC-6.4.2-6b'],
    about: 'writes the issuer of the token as realm',
  },
  'trusted-node-uri-other': {
    kills: ['EPC-6.4.2-6b'],
    about: 'writes the public user identity as uri of the Authorization',
  },
  'trusted-node-nonce-filled': {
    kills: ['EPC-6.4.2-6b'],
    about: 'writes a nonce although nobody challenged',
  },
  'token-leaked': { kills: ['EPC-6.4.2-7'], about: 'sends the token on to the core beside its own word' },
  'token-leaked-elsewhere': {
    kills: ['EPC-6.4.2-7'],
    about: 'sends the token on to the core in a header field of its own making',
  },
  'trusted-node-without-path': {
    kills: ['EPC-6.4.2-9'],
    about: 'adds no Path to the REGISTER of a user with a token',
  },
  'trusted-node-keeps-forged': {
    kills: ['EPC-6.4.2-9'],
    about: 'passes a P-Visited-Network-ID of the WIC on when a token came with it',
  },
  'authorization-entity-missing': {
    kills: ['EPC-6.4.2-10'],
    about: 'does not tell the core that a WAF of a third party authorised the user',
    needs: { thirdPartyWaf: true },
  },
  'pool-identities-mixed': {
    kills: ['EPC-6.1-6', 'EPC-6.4.2-3b'],
    about: 'registers every user of a WWSF under the private user identity of the one who came first',
  },
} as const satisfies FaultTable;

const written = ['EPC-6.4.2-4', 'EPC-6.4.2-5', 'EPC-6.4.2-6', 'EPC-6.4.2-6b', 'EPC-6.4.2-10'] as const;

export const variants = {
  'trusted-node-mark-token': {
    exercises: ['EPC-6.4.2-5', 'EPC-6.4.2-2a', 'EPC-6.4.2-2e'],
    about: 'writes integrity-protected as token instead of quoted string',
  },
  'trusted-node-mark-blank': {
    exercises: ['EPC-6.4.2-5'],
    warns: ['EPC-6.4.2-5'],
    about:
      'writes a blank after auth-done, as the source documents print it (erratum D2: a warning in edition D)',
  },
  'trusted-node-parameters-extra': {
    exercises: written,
    about: 'adds algorithm, qop and opaque to the Authorization of a trusted node',
  },
  'trusted-node-parameters-reordered': {
    exercises: written,
    about: 'writes the Authorization of a trusted node backwards, response first',
  },
} as const satisfies VariantTable;

/** The REGISTER as the core is to get it (33.203 U and X.3.2.3): the eP-CSCF's word in place of the token. */
export function asTrustedNode(
  cscf: EpCscf,
  flow: Flow,
  request: SipRequest,
  token: TokenIdentity,
): SipRequest {
  const onward = withoutToken(request).with('Authorization', ourWord(cscf, flow, request, token));
  return leaked(cscf, onward, request);
}

function ourWord(cscf: EpCscf, flow: Flow, request: SipRequest, token: TokenIdentity): string {
  const { deviation, config } = cscf;
  const home = config.home.domain;
  const mark = deviation.is('trusted-node-mark-blank') ? 'auth-done ' : 'auth-done';
  const params: [string, AuthParamValue][] = [
    ['username', username(cscf, flow, request, token)],
    ['realm', deviation.is('trusted-node-realm-other') ? token.issuer : home],
    ['uri', deviation.is('trusted-node-uri-other') ? to(request).uri : `sip:${home}`],
    ['nonce', deviation.is('trusted-node-nonce-filled') ? cscf.ids.tag() : ''],
    ['response', deviation.is('trusted-node-response-filled') ? 'd41d8cd98f00b204e9800998ecf8427e' : ''],
    ['integrity-protected', { value: mark, quoted: !deviation.is('trusted-node-mark-token') }],
  ];
  if (deviation.is('trusted-node-parameters-extra')) {
    params.push(['algorithm', 'MD5'], ['qop', 'auth'], ['opaque', cscf.ids.tag()]);
  }
  // TS 29.229 6.3.65 and 6.3.66 know two names, of the WAF and of the WWSF; the draft has one parameter.
  const names = `${token.issuer} ${token.wwsf}`.trim();
  if (token.thirdParty && !deviation.is('authorization-entity-missing')) {
    params.push(['authorization-entity', names]);
  }
  const sent = params.flatMap(([name, value]) => {
    if (name === 'response' && deviation.is('trusted-node-response-missing')) return [];
    if (name !== 'integrity-protected') return [[name, value] as const];
    if (deviation.is('trusted-node-mark-missing')) return [];
    return [[name, deviation.is('trusted-node-mark-other') ? 'tls-yes' : value] as const];
  });
  return credentialsText('Digest', deviation.is('trusted-node-parameters-reordered') ? sent.reverse() : sent);
}

function username(cscf: EpCscf, flow: Flow, request: SipRequest, token: TokenIdentity): string {
  const { deviation } = cscf;
  if (deviation.is('trusted-node-username-impu')) return token.impus[0] ?? token.impi;
  if (deviation.is('impi-from-digest-username')) {
    const named = /(?:^|[ ,])username="([^"]+)"/i.exec(request.values('Authorization').join(' '));
    return named?.[1] ?? token.impi;
  }
  if (deviation.is('pool-identities-mixed')) {
    const others = cscf.flows.all().filter((other) => other !== flow && other.link.open);
    const first = others.find(({ association }) => association?.token?.wwsf === token.wwsf);
    return first?.association?.impi ?? token.impi;
  }
  return token.impi;
}

/** Where the faults let the token out, and what the WIC forged beside it. */
function leaked(cscf: EpCscf, onward: SipRequest, request: SipRequest): SipRequest {
  const { deviation } = cscf;
  const bearer = request.values('Authorization').filter(isBearer);
  if (deviation.is('token-leaked'))
    return bearer.reduce((r, value) => r.append('Authorization', value), onward);
  if (deviation.is('token-leaked-elsewhere')) return onward.append('X-Web-Authorization', bearer.join(' '));
  return onward;
}

/** A REGISTER under the default identity of a token, and its responses as the WIC expects them. */
export function underIdentity(
  request: SipRequest,
  impu: string,
): { readonly request: SipRequest; readonly back: (response: SipResponse) => SipResponse } {
  const renamed = (name: NameAddr): string => nameAddrText({ ...name, uri: impu });
  return {
    request: request.with('From', renamed(from(request))).with('To', renamed(to(request))),
    back: (response) => {
      const { params } = parseNameAddr(response.value('To') ?? '');
      return response
        .with('From', request.value('From') ?? '')
        .with('To', nameAddrText({ ...to(request), params }));
    },
  };
}
