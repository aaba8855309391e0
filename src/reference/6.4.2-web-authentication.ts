import type { ServerTransaction } from '../endpoint/transactions.ts';
import { from, to } from '../sip/headers/address.ts';
import { credentialsText } from '../sip/headers/auth.ts';
import type { SipRequest } from '../sip/message.ts';
import { parseUri, sameUri } from '../sip/uri.ts';
import { register } from './5.2.2.1-register.ts';
import { asTrustedNode, underIdentity } from './6.4.2-trusted-node.ts';
import {
  type RefusalCode,
  type TokenIdentity,
  TokenInactive,
  TokenRefused,
  WafUnavailable,
} from './access-token.ts';
import { orBadRequest } from './bad-request.ts';
import { isBearer, tokenIn } from './bearer.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { answer } from './rfc3261-16-proxy.ts';
import type { TokenValidator } from './token-validation.ts';

export const faults = {
  'vouches-without-token': {
    kills: ['EPC-6.4.1-1a2', 'EPC-6.4.2-2e', 'EPC-T5221-12'],
    about: 'vouches for a WIC that shows neither token nor digest credentials',
  },
  'token-inactive-taken': {
    kills: ['EPC-6.4.2-2b', 'EPC-6.4.2-2h', 'EPC-6.4.2-13'],
    warns: ['EPC-6.1-6b'],
    about: 'does not mind that introspection calls a token inactive, and takes the identity from the WIC',
    needs: { tokenValidation: 'introspection' },
  },
  'token-refresh-unchecked': {
    kills: ['EPC-6.4.2-13', 'EPC-6.1-6b'],
    warns: ['EPC-6.4.2-2h'],
    about: 'lets any token refresh a registration that began with a valid one',
  },
  'to-as-it-comes': {
    kills: ['EPC-6.4.2-3', 'EPC-6.1-5b'],
    about: 'registers the identity in To, whichever the token names',
  },
  'bearer-scheme-case-sensitive': {
    kills: ['EPC-6.4.2-14'],
    about: 'knows the scheme Bearer in this spelling only',
  },
  'token-truncated': {
    kills: ['EPC-6.4.2-15'],
    about: 'keeps no more than the first 1024 characters of a token',
  },
  'open-after-invalid-token': {
    kills: ['EPC-6.4.2-2f'],
    about: 'leaves the WebSocket open after it refused a token',
  },
} as const satisfies FaultTable;

const refusals = [
  'EPC-6.4.2-2a',
  'EPC-6.4.2-2b',
  'EPC-6.4.2-2c',
  'EPC-6.4.2-2d',
  'EPC-6.4.2-2f',
  'EPC-6.4.2-2g',
  'EPC-6.4.2-2h',
  'EPC-6.4.2-2i',
  'EPC-6.4.2-2j',
  'EPC-6.4.2-13',
] as const;

export const variants = {
  'invalid-token-403': { exercises: refusals, about: 'refuses a token with 403 instead of 401' },
  'invalid-token-407': {
    exercises: refusals,
    about: 'refuses a token with 407, as a proxy does (RFC 8898 2.3)',
  },
  'to-of-token': {
    exercises: ['EPC-6.4.2-3', 'EPC-6.4.2-8', 'EPC-6.1-5b'],
    about: "registers the token's identity in place of another one in To",
  },
  'other-impi-refused': {
    exercises: ['EPC-6.4.2-3b'],
    about: 'refuses a REGISTER that names another private user identity than its token',
  },
  'bearer-parameter-only': {
    exercises: ['EPC-6.4.2-14', 'EPC-6.4.2-15'],
    about: 'understands a token in the parameter access_token only, and a bare one as none',
  },
  'long-token-413': {
    exercises: ['EPC-6.4.2-15'],
    warns: ['EPC-6.4.2-15'],
    about: 'refuses a token of more than 3000 characters with 413',
  },
  'long-token-513': {
    exercises: ['EPC-6.4.2-15'],
    warns: ['EPC-6.4.2-15'],
    about: 'refuses a token of more than 3000 characters with 513',
  },
  'long-token-closed': {
    exercises: ['EPC-6.4.2-15'],
    warns: ['EPC-6.4.2-15'],
    about: 'closes the connection on which a token of more than 3000 characters comes',
  },
  'token-lifetime-ends-connection': {
    exercises: ['EPC-6.4.2-13', 'EPC-6.4.2-8', 'EPC-6.4.2-11', 'EPC-6.1-6b'],
    about: 'closes the connection when the token with which it was registered has expired',
  },
} as const satisfies VariantTable;

const LONG = 3000;

/** The token of a REGISTER, where tokens are taken. @throws SipParseError when it cannot be read */
export function tokenOf(cscf: EpCscf, request: SipRequest): string | undefined {
  const { deviation } = cscf;
  const bearer = request.values('Authorization').find(isBearer);
  if (bearer === undefined) return undefined;
  if (deviation.is('bearer-scheme-case-sensitive') && !bearer.startsWith('Bearer')) return undefined;
  if (deviation.is('bearer-parameter-only') && !/access_token/i.test(bearer)) return '';
  const token = tokenIn(bearer);
  return deviation.is('token-truncated') ? token.slice(0, 1024) : token;
}

/**
 * 24.371 6.4.2: a REGISTER with an access token. What comes on the connection meanwhile waits; nothing of it
 * reaches the core before the token is known to be valid.
 */
export function onTokenRegister(
  cscf: EpCscf,
  tx: ServerTransaction,
  flow: Flow,
  tokens: TokenValidator,
  token: string,
): void {
  const { deviation } = cscf;
  if (token.length > LONG) {
    if (deviation.is('long-token-413')) return answer(cscf, tx, 413);
    if (deviation.is('long-token-513')) return answer(cscf, tx, 513);
    if (deviation.is('long-token-closed')) return flow.link.close(1009);
  }
  const release = flow.hold();
  const decide = (work: () => void): void => {
    // Once the eP-CSCF stops there is nobody to be asked or answered.
    if (tokens.closed) return;
    if (flow.link.open) orBadRequest(cscf, tx, work);
    release();
  };
  tokens.validate(token).then(
    (identity) => decide(() => onValidToken(cscf, tx, flow, identity)),
    (reason: unknown) => decide(() => onInvalidToken(cscf, tx, flow, tokens, reason)),
  );
}

/** A REGISTER without token or digest credentials, which the fault vouches for. */
export function vouchesFor(cscf: EpCscf, request: SipRequest): TokenIdentity | undefined {
  const vouches = cscf.deviation.is('vouches-without-token') && !request.has('Authorization');
  return vouches ? asItSays(request) : undefined;
}

/** The identity that a WIC claims. */
function asItSays(request: SipRequest): TokenIdentity {
  const { uri } = to(request);
  const { user = '', host } = parseUri(uri);
  return {
    impi: `${user}@${host}`,
    impus: [uri],
    issuer: '',
    wwsf: '',
    thirdParty: false,
    expiresAt: Number.POSITIVE_INFINITY,
  };
}

/** The user is the token's: what the WIC writes about its identity is not believed (33.203 X.3.1). */
export function onValidToken(cscf: EpCscf, tx: ServerTransaction, flow: Flow, token: TokenIdentity): void {
  const { deviation } = cscf;
  const isOwn = (uri: string): boolean => token.impus.some((impu) => sameUri(impu, uri));
  const named = isOwn(to(tx.request).uri) && isOwn(from(tx.request).uri);
  const renames = !named && deviation.is('to-of-token');
  if (!named && !renames && !deviation.is('to-as-it-comes')) return answer(cscf, tx, 403);
  if (deviation.is('other-impi-refused') && namesOther(tx.request, token)) return answer(cscf, tx, 403);
  const { request, back } = renames
    ? underIdentity(tx.request, token.impus[0] ?? '')
    : { request: tx.request, back: undefined };
  const registering = { tx, flow, request: asTrustedNode(cscf, flow, request, token), token };
  register(cscf, registering, { ...(back && { back }) });
  if (deviation.is('token-lifetime-ends-connection')) closeWithToken(cscf, flow, token);
}

function namesOther(request: SipRequest, token: TokenIdentity): boolean {
  const named = /(?:^|[ ,])username="([^"]+)"/i.exec(request.values('Authorization').join(' '));
  return named !== null && named[1] !== token.impi;
}

function closeWithToken(cscf: EpCscf, flow: Flow, token: TokenIdentity): void {
  flow.stopTokenTimer();
  const rest = token.expiresAt - cscf.clock.now();
  if (rest < 2 ** 31) flow.stopTokenTimer = cscf.clock.after(rest, () => flow.link.close(1000));
}

function onInvalidToken(
  cscf: EpCscf,
  tx: ServerTransaction,
  flow: Flow,
  tokens: TokenValidator,
  reason: unknown,
): void {
  const { deviation } = cscf;
  if (reason instanceof WafUnavailable) return answer(cscf, tx, 504);
  if (!(reason instanceof TokenRefused)) throw reason;
  const earlier = flow.association?.token;
  if (reason instanceof TokenInactive && deviation.is('token-inactive-taken')) {
    return onValidToken(cscf, tx, flow, earlier ?? asItSays(tx.request));
  }
  if (earlier && deviation.is('token-refresh-unchecked')) return onValidToken(cscf, tx, flow, earlier);
  refuse(cscf, tx, tokens, reason.code);
  // 33.203 X.3.2.3: declines the REGISTER, closes the WebSocket.
  if (!deviation.is('open-after-invalid-token')) flow.link.close(1008);
}

function refuse(cscf: EpCscf, tx: ServerTransaction, tokens: TokenValidator, code: RefusalCode): void {
  const { deviation, config } = cscf;
  // No other token of this WWSF would do.
  if (code === 'wwsf_not_authorised' || deviation.is('invalid-token-403')) return answer(cscf, tx, 403);
  const { server, scope } = tokens.offer;
  const challenge = credentialsText('Bearer', [
    ['realm', config.home.domain],
    ...(server === undefined ? [] : ([['authz_server', server]] as const)),
    ...(scope === '' ? [] : ([['scope', scope]] as const)),
    ['error', code],
  ]);
  if (deviation.is('invalid-token-407')) {
    return answer(cscf, tx, 407, { headers: [['Proxy-Authenticate', challenge]] });
  }
  answer(cscf, tx, 401, { headers: [['WWW-Authenticate', challenge]] });
}
