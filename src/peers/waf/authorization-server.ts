import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { resources } from './access.ts';
import type { TokenStore } from './store.ts';
import { readTokenForm, type TokenRequest } from './token-request.ts';

/** What an authorization server is made of. */
export interface ServerParts {
  readonly issuer: string;
  /** Private keys that are published; it signs with the first. Each has a `kid`. */
  readonly keys: readonly [JWK, ...JWK[]];
  readonly store: TokenStore;
  readonly audience: string;
  readonly scope: string;
  /** Seconds, for a token whose request names no other. */
  readonly lifetime: number;
  /** The confidential client that gets tokens. */
  readonly wwsf: { readonly id: string; readonly secret: string };
  /** The client that may introspect: the eP-CSCF. */
  readonly introspection: { readonly id: string; readonly secret: string };
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Characters of a b64token (RFC 6750 2.1) that an opaque token of the library never has. */
const RARE = '.~+/';

/**
 * An OAuth 2.0 authorization server: client credentials grant, JWKS, introspection of opaque tokens (RFC 7662) and
 * their revocation (RFC 7009), metadata at /.well-known/openid-configuration.
 */
export async function authorizationServer(parts: ServerParts): Promise<RequestHandler> {
  const library = await import('oidc-provider');
  const { issuer } = parts;
  const askedOf = (ctx: KoaContextWithOIDC): TokenRequest => {
    const asked = readTokenForm((ctx.oidc.body ?? {}) as Record<string, unknown>);
    if (asked) return asked;
    throw new library.errors.InvalidRequest('impi and impus are needed: whom is the token for?');
  };
  const provider = new library.Provider(issuer, configuration(parts, askedOf));
  spellOpaqueTokens(provider, () => library.Provider.ctx && askedOf(library.Provider.ctx));
  return provider.callback();
}

type Asked = (ctx: KoaContextWithOIDC) => TokenRequest;

function configuration(parts: ServerParts, askedOf: Asked): Configuration {
  const { keys, store, audience, scope, wwsf, introspection } = parts;
  const [{ kid = '' }] = keys;
  const lifetime = (ctx: KoaContextWithOIDC): number => askedOf(ctx).lifetime ?? parts.lifetime;
  const form = new Map(Object.entries(resources).map(([validation, resource]) => [resource, validation]));
  return {
    adapter: (model: string) => store.adapter(model),
    jwks: { keys: [...keys] } as NonNullable<Configuration['jwks']>,
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clients: [
      {
        client_id: wwsf.id,
        client_secret: wwsf.secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        scope,
      },
      {
        client_id: introspection.id,
        client_secret: introspection.secret,
        grant_types: [],
        response_types: [],
        redirect_uris: [],
      },
    ],
    scopes: [scope],
    ttl: { ClientCredentials: lifetime },
    cookies: { keys: [parts.wwsf.secret] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client) => client.clientId === introspection.id,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resources.jwks,
        getResourceServerInfo: (ctx, resource) => ({
          scope,
          audience,
          accessTokenTTL: lifetime(ctx),
          accessTokenFormat: form.get(resource) === 'introspection' ? 'opaque' : 'jwt',
          jwt: { sign: { alg: 'ES256', kid } },
        }),
      },
    },
    formats: {
      bitsOfOpaqueRandomness: (ctx) => (spareOf(askedOf(ctx)) ?? 43) * 6,
      customizers: {
        jwt: (ctx, _token, jwt) => {
          const { padTo } = askedOf(ctx);
          if (padTo !== undefined) jwt.payload.pad = padding(jwt.payload, kid, padTo);
        },
      },
    },
    extraTokenClaims: (ctx, token) => {
      const { impi, impus, wwsf: identity = token.clientId } = askedOf(ctx);
      return { sub: token.clientId, nbf: Math.floor(Date.now() / 1000), impi, impus, wwsf: identity };
    },
  };
}

/** Random characters of an opaque token that is to have a certain length, the rare ones aside. */
function spareOf({ padTo }: TokenRequest): number | undefined {
  return padTo === undefined ? undefined : Math.max(padTo - RARE.length - 1, 32);
}

/** A padded opaque token has every character that a b64token may have. */
function spellOpaqueTokens({ ClientCredentials }: Provider, request: () => TokenRequest | undefined): void {
  // The library lets an opaque token be made longer, but not be made of other characters.
  const model = ClientCredentials.prototype as unknown as { format?: string; generateTokenId(): string };
  const generate = model.generateTokenId;
  model.generateTokenId = function spelt(): string {
    const id = generate.call(this);
    return this.format === 'opaque' && request()?.padTo !== undefined ? `${id}${RARE}=` : id;
  };
}

/** What makes the token as long as it is to be. Its octets are spread, so that every character of base64url shows. */
function padding(payload: Readonly<Record<string, unknown>>, kid: string, padTo: number): string {
  const encoded = (value: unknown): number => Math.ceil((Buffer.byteLength(JSON.stringify(value)) * 4) / 3);
  const signature = 86;
  const fixed = encoded({ alg: 'ES256', typ: 'at+jwt', kid }) + signature + 2;
  const spread = Array.from({ length: padTo }, (_, n) => String.fromCharCode(0x21 + ((n * 37) % 93)));
  const usable = spread.filter((character) => character !== '"' && character !== '\\').join('');
  let characters = Math.max(0, Math.floor(((padTo - fixed) * 3) / 4) - JSON.stringify(payload).length - 9);
  while (fixed + encoded({ ...payload, pad: usable.slice(0, characters) }) < padTo) characters += 1;
  return usable.slice(0, characters);
}
