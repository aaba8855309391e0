import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { type HttpsServer, listenHttps } from '../../net/https-server.ts';
import type { W1Access } from '../waf/access.ts';
import { DESK, isLetIn, readBody } from '../waf/desk.ts';
import { EmbeddedTokens } from '../waf/embedded-tokens.ts';
import { Accounts, type Provision } from './accounts.ts';
import { loginPage, type Page, wicPage } from './pages.ts';
import { type Session, Sessions } from './sessions.ts';

export interface WwsfOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Private key and certificate chain in PEM. */
  readonly key: string;
  readonly cert: string;
  /** Where it has its tokens from. */
  readonly w1: Pick<W1Access, 'waf' | 'thirdParty' | 'ca'>;
  /** Told of every secret before anybody else gets it: passwords, sessions. */
  secret?(value: string): void;
}

/** How long the WAF may take to answer, in milliseconds. */
const WAF_WITHIN = 10_000;

/**
 * WWSF: the WebRTC web server function (33.203 X.3 and X.4). It authenticates web users by a form and a session,
 * gets tokens for them from the WAF, and hands them out with the identities that they are bound to.
 *
 * | request | answer |
 * |---|---|
 * | `GET /` | login form, or the page of the user's client |
 * | `POST /login` (name, password) | 303 to `/` with a session cookie, or 401 |
 * | `POST /token` | a fresh token: `{access_token, token_type, impi, impus}`; 503 `{error}` when the pool is empty |
 * | `POST /deregistered` | 204; the identity goes back to its pool |
 * | `POST /logout` | 303 to `/`; the identity goes back as well |
 *
 * With a fresh token the one before is revoked, where tokens can be.
 */
export class Wwsf {
  readonly access: W1Access['wwsf'];
  readonly #options: WwsfOptions;
  readonly #server: HttpsServer;
  readonly #accounts = new Accounts();
  readonly #sessions = new Sessions();

  private constructor(options: WwsfOptions, server: HttpsServer) {
    this.#options = options;
    this.#server = server;
    this.access = { origin: server.origin, desk: randomBytes(24).toString('base64url') };
    options.secret?.(this.access.desk);
  }

  /** @throws the error of the operating system (`EADDRINUSE`, …) or of TLS for an unusable key or certificate */
  static async open(options: WwsfOptions): Promise<Wwsf> {
    let wwsf: Wwsf | undefined;
    const server = await listenHttps(options, () => (request, response) => {
      if (wwsf) void wwsf.#serve(request, response);
      else response.writeHead(503).end();
    });
    wwsf = new Wwsf(options, server);
    return wwsf;
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.access.origin);
    try {
      await this.#answer(`${request.method} ${pathname}`, request, response);
    } catch (reason) {
      const message = reason instanceof Error ? reason.message : String(reason);
      const status = reason instanceof PeerDidNot ? 502 : 400;
      if (!response.headersSent) json(response, status, { error: message });
      else response.destroy();
    }
  }

  async #answer(asked: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (asked === `POST ${DESK}`) return this.#desk(request, response);
    if (asked === 'POST /login') return this.#login(request, response);
    const session = this.#sessions.of(request);
    if (asked === 'GET /') return show(response, 200, session ? wicPage(session.account.name) : loginPage());
    if (!actions.has(asked)) return show(response, 404, loginPage('There is no such page.'));
    if (!session) return json(response, 401, { error: 'log in first' });
    switch (asked) {
      case 'POST /token':
        return this.#token(session, response);
      case 'POST /deregistered':
        await this.#takeBack(session);
        response.writeHead(204).end();
        return;
      default:
        await this.#takeBack(session);
        this.#sessions.end(session);
        response.writeHead(303, { Location: '/', 'Set-Cookie': 'session=; Max-Age=0; Path=/' }).end();
    }
  }

  async #desk(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLetIn(request, this.access.desk)) return json(response, 401, { error: 'not for you' });
    const provision = JSON.parse(await readBody(request)) as Provision;
    const users = provision.do === 'pool' ? provision.users : [provision.user];
    for (const { password } of users) this.#options.secret?.(password);
    this.#accounts.enter(provision);
    json(response, 200, {});
  }

  async #login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await readBody(request));
    const account = this.#accounts.find({
      name: form.get('name') ?? '',
      password: form.get('password') ?? '',
    });
    if (!account) return show(response, 401, loginPage('User or password is wrong.'));
    const { id } = this.#sessions.begin(account);
    this.#options.secret?.(id);
    const cookie = `session=${id}; Path=/; Secure; HttpOnly; SameSite=Strict`;
    response.writeHead(303, { Location: '/', 'Set-Cookie': cookie }).end();
  }

  async #token(session: Session, response: ServerResponse): Promise<void> {
    const { account } = session;
    const { validation, lifetime } = account.terms;
    const subscription = account.subscription(session.id);
    if (!subscription) return json(response, 503, { error: 'no identity is free' });
    const tokens = new EmbeddedTokens(this.#options.w1, validation, WAF_WITHIN);
    const token = await tokens.issue(subscription, lifetime === undefined ? {} : { lifetime });
    await this.#revoke(session);
    session.token = { value: token, revocable: validation === 'introspection' };
    const { impi, impus } = subscription;
    json(response, 200, { access_token: token, token_type: 'Bearer', impi, impus });
  }

  async #takeBack(session: Session): Promise<void> {
    await this.#revoke(session);
    session.account.takeBack(session.id);
  }

  /** A signed token stays valid until it expires; nobody asks the WAF about it. */
  async #revoke(session: Session): Promise<void> {
    const { token } = session;
    session.token = undefined;
    if (!token?.revocable) return;
    await new EmbeddedTokens(this.#options.w1, 'introspection', WAF_WITHIN).revoke(token.value);
  }
}

const actions: ReadonlySet<string> = new Set(['POST /token', 'POST /deregistered', 'POST /logout']);

function show(response: ServerResponse, status: number, { html, headers }: Page): void {
  response.writeHead(status, headers).end(html);
}

function json(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify(body));
}
