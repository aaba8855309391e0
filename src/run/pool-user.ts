import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import type { Registration } from '../peers/wic/registration.ts';
import type { Wic } from '../peers/wic/wic.ts';
import type { WebUser, WicCredentials } from '../peers/wwsf/web-user.ts';
import { pastAt, SHORT, type ShortToken } from './by-token.ts';
import type { Lab } from './lab.ts';
import { attemptRegister, type RegisterAttempt } from './register-attempt.ts';

/**
 * Gives the WWSF of a scenario one subscription that it may lend to these users, one at a time. Signed tokens of it
 * expire soon, since they cannot be revoked.
 * @throws PeerDidNot
 */
export function provideOneIdentity(lab: Lab, users: readonly string[]): Promise<void> {
  return lab.wwsf.pool(1, users, revokes(lab) ? undefined : SHORT);
}

/** A web user with a WIC, who is lent an identity for as long as it is registered (33.203 X.4, 23.228 U.2.1.4). */
export class PoolUser {
  readonly #lab: Lab;
  readonly #name: string;
  readonly #browser: WebUser;
  #credentials: WicCredentials | undefined;

  private constructor(lab: Lab, name: string, browser: WebUser) {
    this.#lab = lab;
    this.#name = name;
    this.#browser = browser;
  }

  /** Opens the page of the WWSF and logs in. @throws PeerDidNot */
  static async login(lab: Lab, name: string): Promise<PoolUser> {
    return new PoolUser(lab, name, await lab.wwsf.login(name));
  }

  /** Whether the WWSF has an identity to lend, which this user then has. @throws PeerDidNot */
  async isLentIdentity(): Promise<boolean> {
    this.#credentials = await this.#browser.token();
    return this.#credentials !== undefined;
  }

  /**
   * Gets a fresh token from the page, and registers the WIC by it; any reaction is legal.
   * @returns besides how it ended the token, and when it is past for the SUT if nobody revokes it
   * @throws PeerDidNot when there is no token to be had
   */
  async tryRegister(): Promise<RegisterAttempt & ShortToken> {
    const fresh = await this.#freshToken();
    await this.#openWic(fresh.token);
    return { ...(await attemptRegister(this.#lab, this.#name)), ...fresh };
  }

  /** Registers by a fresh token, on a new connection if need be, and ends that registration. @throws PeerDidNot */
  async deregister(): Promise<Registration> {
    const { token } = await this.#freshToken();
    const wic = await this.#openWic(token);
    await wic.register();
    return wic.deregister();
  }

  /** Tells the WWSF that the identity is free again. @throws PeerDidNot */
  async giveBack(): Promise<void> {
    await this.#browser.deregistered();
  }

  async #freshToken(): Promise<ShortToken> {
    const credentials = await this.#browser.token();
    if (!credentials) throw new PeerDidNot('lend an identity', 'the pool of the WWSF is empty');
    this.#credentials = credentials;
    return { token: credentials.token, past: pastAt(this.#lab, SHORT) };
  }

  async #openWic(token: string): Promise<Wic> {
    const lab = this.#lab;
    const open = lab.has(this.#name) && lab.wic(this.#name).connection.open;
    const as = lab.wwsf.nameOf(this.#credentials?.impi ?? '');
    const wic = open ? lab.wic(this.#name) : await lab.connect(this.#name, { as });
    wic.useToken(token);
    return wic;
  }
}

/** Whether the WWSF has the token before revoked when it gets a fresh one. */
export function revokes({ parameters }: Lab): boolean {
  return parameters.pics.tokenValidation === 'introspection';
}
