import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { exchangeHttp, type HttpAnswer } from '../../net/https-client.ts';
import { ConnectionFailed } from '../../net/link.ts';
import { DESK } from '../waf/desk.ts';
import type { Login, Provision } from './accounts.ts';
import type { Subscription } from './pool.ts';

/** Where a WWSF is, and how its certificate is verified. */
export interface WwsfPlace {
  /** `https://HOST:PORT` */
  readonly origin: string;
  /** PEM. */
  readonly ca: string;
}

/** What a web user gets for the WIC. */
export interface WicCredentials extends Subscription {
  readonly token: string;
}

/** How long the WWSF may take to answer, in milliseconds. */
const WITHIN = 15_000;

/** A web user with a browser that keeps its cookies. */
export class WebUser {
  readonly #place: WwsfPlace;
  readonly #cookies = new Map<string, string>();

  constructor(place: WwsfPlace) {
    this.#place = place;
  }

  /** Opens the start page. @throws PeerDidNot when there is none */
  async open(): Promise<string> {
    const { status, body } = await this.#ask('GET', '/');
    if (status !== 200) throw new PeerDidNot('show its page', `it answered ${status}`);
    return body;
  }

  /** Fills in the login form. @throws PeerDidNot when the WWSF does not let the user in */
  async login({ name, password }: Login): Promise<void> {
    const { status } = await this.#ask('POST', '/login', { name, password });
    if (status !== 303) throw new PeerDidNot('let the user in', `it answered ${status}`);
  }

  /**
   * Gets a fresh token and the identities that it is bound to.
   * @returns undefined when the pool is empty
   * @throws PeerDidNot when the WWSF refuses otherwise
   */
  async token(): Promise<WicCredentials | undefined> {
    const { status, body } = await this.#ask('POST', '/token');
    if (status === 503) return undefined;
    if (status !== 200) throw new PeerDidNot('hand out a token', `it answered ${status}`);
    const { access_token: token, impi, impus } = JSON.parse(body) as Subscription & { access_token: string };
    return { token, impi, impus };
  }

  /** Tells the WWSF that the WIC has deregistered, so that its identity can be given to another user. */
  async deregistered(): Promise<void> {
    const { status } = await this.#ask('POST', '/deregistered');
    if (status !== 204) throw new PeerDidNot('take the identity back', `it answered ${status}`);
  }

  async logout(): Promise<void> {
    const { status } = await this.#ask('POST', '/logout');
    if (status !== 303) throw new PeerDidNot('let the user out', `it answered ${status}`);
  }

  async #ask(method: 'GET' | 'POST', path: string, form?: Record<string, string>): Promise<HttpAnswer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(this.#place, path, {
      method,
      headers: {
        ...(cookie !== '' && { Cookie: cookie }),
        ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { body: new URLSearchParams(form).toString() }),
    });
    for (const set of answer.cookies) this.#keep(set);
    return answer;
  }

  #keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === '' || /;\s*Max-Age=0/i.test(cookie)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** Enters users at a WWSF, as its operator. @throws PeerDidNot when it does not take them */
export async function provision(place: WwsfPlace, desk: string, what: Provision): Promise<void> {
  const { status } = await ask(place, DESK, {
    method: 'POST',
    headers: { Authorization: `Bearer ${desk}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(what),
  });
  if (status !== 200) throw new PeerDidNot('take a user', `it answered ${status}`);
}

async function ask(
  { origin, ca }: WwsfPlace,
  path: string,
  request: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string },
): Promise<HttpAnswer> {
  try {
    return await exchangeHttp({ url: `${origin}${path}`, ca, maxMs: WITHIN, ...request });
  } catch (reason) {
    if (!(reason instanceof ConnectionFailed)) throw reason;
    throw new PeerDidNot('answer as a WWSF', reason.message);
  }
}
