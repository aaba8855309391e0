import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import { type HttpsServer, listenHttps } from '../../net/https-server.ts';
import { endpointsAt, type WafAccess } from './access.ts';
import { authorizationServer, type RequestHandler, type ServerParts } from './authorization-server.ts';
import { breakJwt, type SigningKey } from './broken-token.ts';
import { FAR, type TokenDefect, wrong } from './defects.ts';
import { type DeskQuestion, isLetIn, readQuestion } from './desk.ts';
import { TokenStore } from './store.ts';

export interface WafOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Private key and certificate chain in PEM. */
  readonly key: string;
  readonly cert: string;
  /** What a valid token carries. */
  readonly audience: string;
  readonly scope: string;
  /** Seconds. */
  readonly lifetime: number;
  /** By how much the SUT lets clocks differ, in seconds. */
  readonly leeway: number;
  /** Identity of the one WWSF that gets tokens. */
  readonly wwsf: string;
  /** Client credentials of the eP-CSCF at the introspection endpoint. */
  readonly introspection: { readonly id: string; readonly secret: string };
  /** Told of every secret before anybody else gets it: client secrets, tokens. */
  secret?(value: string): void;
}

/** The members of a public key that a PEM needs. */
interface WafKey extends SigningKey {
  readonly jwk: JWK;
  readonly publicPem: string;
}

/**
 * WAF: the WebRTC authorization function (33.203 X.3), an OAuth 2.0 authorization server on HTTPS. Beside what any
 * such server does, it spoils tokens and changes its keys for the harness.
 */
export class Waf {
  readonly access: WafAccess;
  /** URLs of the JWKS and of the introspection endpoint. */
  readonly jwks: string;
  readonly introspection: string;
  readonly #options: WafOptions;
  readonly #server: HttpsServer;
  readonly #store: TokenStore;
  readonly #keys: WafKey[];
  #handle: RequestHandler;

  private constructor(
    options: WafOptions,
    server: HttpsServer,
    parts: { readonly access: WafAccess; readonly store: TokenStore; readonly key: WafKey },
    handle: RequestHandler,
  ) {
    this.#options = options;
    this.#server = server;
    this.access = parts.access;
    this.#store = parts.store;
    this.#keys = [parts.key];
    this.#handle = handle;
    const { jwks, introspection } = endpointsAt(this.access.issuer);
    this.jwks = jwks;
    this.introspection = introspection;
  }

  /** @throws the error of the operating system (`EADDRINUSE`, …) or of TLS for an unusable key or certificate */
  static async open(options: WafOptions): Promise<Waf> {
    let waf: Waf | undefined;
    const server = await listenHttps(options, () => (request, response) => {
      if (waf) waf.#serve(request, response);
      else response.writeHead(503).end();
    });
    const access: WafAccess = {
      issuer: server.origin,
      wwsf: { id: options.wwsf, secret: randomText() },
      audience: options.audience,
      scope: options.scope,
      introspectedBy: options.introspection.id,
      desk: randomText(),
    };
    for (const secret of [access.wwsf.secret, access.desk, options.introspection.secret]) {
      options.secret?.(secret);
    }
    const key = await newKey();
    const store = new TokenStore();
    const handle = await authorizationServer(partsOf(options, access, store, [key]));
    waf = new Waf(options, server, { access, store, key }, handle);
    return waf;
  }

  /** PEM of the public key with which it signs. */
  get publicKey(): string {
    return this.#key.publicPem;
  }

  /**
   * Signs with a new key from now on.
   * @param keepOld whether the keys it signed with before stay published
   */
  async rotateKeys(keepOld: boolean): Promise<void> {
    const key = await newKey();
    if (!keepOld) this.#keys.length = 0;
    this.#keys.unshift(key);
    this.#handle = await authorizationServer(partsOf(this.#options, this.access, this.#store, this.#keys));
  }

  /**
   * A token that differs in exactly one thing from a valid one. An opaque token is the same text; what the WAF knows
   * of it becomes other.
   * @throws RangeError for a defect that such a token cannot have, or a token that is not of this WAF
   */
  async breakToken(valid: string, defect: TokenDefect): Promise<string> {
    const { leeway } = this.#options;
    if (this.#store.accessToken(valid) === undefined && valid.split('.').length === 3) {
      const broken = await breakJwt(valid, defect, this.#key, leeway);
      this.#options.secret?.(broken);
      return broken;
    }
    return this.#breakOpaque(valid, defect);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  get #key(): WafKey {
    const [key] = this.#keys;
    if (!key) throw new Error('a WAF always has a key');
    return key;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    if (request.url?.startsWith('/w2conf/')) void this.#desk(request, response);
    else
      this.#handle(
        request,
        watched(response, (token) => this.#options.secret?.(token)),
      );
  }

  async #desk(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLetIn(request, this.access.desk)) {
      response.writeHead(401).end();
      return;
    }
    try {
      const answer = await this.#answer(await readQuestion(request));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    } catch (reason) {
      response.writeHead(400).end(reason instanceof Error ? reason.message : String(reason));
    }
  }

  async #answer(question: DeskQuestion): Promise<object> {
    switch (question.do) {
      case 'break':
        return { token: await this.breakToken(question.token, question.defect) };
      case 'rotate':
        await this.rotateKeys(question.keepOld);
        return {};
    }
  }

  #breakOpaque(token: string, defect: TokenDefect): string {
    if (defect === 'unknown') {
      const unknown = randomBytes(token.length).toString('base64url').slice(0, token.length);
      this.#options.secret?.(unknown);
      return unknown;
    }
    const known = this.#store.accessToken(token);
    if (!known) throw new RangeError('no token of this WAF');
    const far = FAR + this.#options.leeway;
    const now = Math.floor(Date.now() / 1000);
    switch (defect) {
      case 'expired':
        known.iat = now - far - this.#options.lifetime;
        known.exp = now - far;
        return token;
      case 'not-yet-valid':
        known.extra = { ...known.extra, nbf: now + far };
        known.exp = now + far + this.#options.lifetime;
        return token;
      case 'audience':
        known.aud = wrong.audience;
        return token;
      case 'scope':
        known.scope = wrong.scope;
        return token;
      case 'wwsf':
        known.extra = { ...known.extra, sub: wrong.wwsf, wwsf: wrong.wwsf };
        known.clientId = wrong.wwsf;
        return token;
      default:
        throw new RangeError(`an opaque token cannot be ${defect}`);
    }
  }
}

function partsOf(
  options: WafOptions,
  access: WafAccess,
  store: TokenStore,
  keys: readonly WafKey[],
): ServerParts {
  const [first, ...others] = keys.map(({ jwk }) => jwk);
  if (!first) throw new Error('a WAF always has a key');
  return { ...options, issuer: access.issuer, keys: [first, ...others], store, wwsf: access.wwsf };
}

async function newKey(): Promise<WafKey> {
  const jose = await import('jose');
  const { privateKey, publicKey } = await jose.generateKeyPair('ES256', { extractable: true });
  const kid = `waf-${randomBytes(6).toString('hex')}`;
  const jwk = { ...(await jose.exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid };
  return { kid, privateKey, jwk, publicPem: await jose.exportSPKI(publicKey) };
}

/** Tells of the access token in the answer before it leaves. */
function watched(response: ServerResponse, tell: (token: string) => void): ServerResponse {
  const end = response.end.bind(response);
  const watching = (...parts: Parameters<ServerResponse['end']>): ServerResponse => {
    const token = /"access_token":"([^"]+)"/.exec(String(parts[0] ?? ''))?.[1];
    if (token !== undefined) tell(token);
    return end(...parts);
  };
  response.end = watching as ServerResponse['end'];
  return response;
}

function randomText(): string {
  return randomBytes(24).toString('base64url');
}
