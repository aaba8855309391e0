import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { generateIdentity, type Identity } from '../peers/identity.ts';
import type { Login } from '../peers/wwsf/accounts.ts';
import { provision, WebUser, type WwsfPlace } from '../peers/wwsf/web-user.ts';
import type { LabParameters } from './lab-parameters.ts';

/** What the web of a scenario needs of its lab. */
export interface WebHome {
  readonly parameters: LabParameters;
  readonly scenario: string;
  identity(name: string): Promise<Identity>;
}

/** The WWSF as one scenario sees it: its users, their passwords, and the subscriptions that they can get. */
export class Web {
  readonly #home: WebHome;
  readonly #logins = new Map<string, Login>();
  /** Names under which the lab knows the subscriptions, by private user identity. */
  readonly #names = new Map<string, string>();

  constructor(home: WebHome) {
    this.#home = home;
  }

  /**
   * A web user with the subscription that the lab knows by the same name.
   * @param lifetime of its tokens in seconds; that of the profile unless told
   * @throws PeerDidNot
   */
  async subscribe(user: string, lifetime?: number): Promise<void> {
    const [subscription] = await this.#subscriptions([user]);
    if (!subscription) throw new Error('one name makes one subscription');
    const login = this.#loginOf(user);
    await this.#enter({ do: 'subscribe', user: login, subscription, ...this.#terms(lifetime) });
  }

  /**
   * So many subscriptions of the WWSF itself, and web users who may be lent one each (33.203 X.4).
   * @param lifetime of their tokens in seconds; that of the profile unless told
   * @throws PeerDidNot
   */
  async pool(size: number, users: readonly string[], lifetime?: number): Promise<void> {
    const subscriptions = await this.#subscriptions(Array.from({ length: size }, (_, n) => `pool ${n + 1}`));
    const logins = users.map((user) => this.#loginOf(user));
    await this.#enter({ do: 'pool', users: logins, subscriptions, ...this.#terms(lifetime) });
  }

  /** The user's browser, with the start page opened and the login form sent. @throws PeerDidNot */
  async login(user: string): Promise<WebUser> {
    const browser = new WebUser(this.#place);
    await browser.open();
    await browser.login(this.#loginOf(user));
    return browser;
  }

  /** By what name the lab knows the subscription that the WWSF handed out, for `connect(…, { as })`. */
  nameOf(impi: string): string {
    const name = this.#names.get(impi);
    if (name === undefined) throw new Error(`the WWSF never had a subscription ${impi}`);
    return name;
  }

  async #subscriptions(names: readonly string[]): Promise<{ impi: string; impus: readonly string[] }[]> {
    const identities = await Promise.all(names.map((name) => this.#home.identity(name)));
    return identities.map(({ impi, impus }, index) => {
      this.#names.set(impi, names[index] ?? '');
      return { impi, impus };
    });
  }

  /** Scenarios share the WWSF, so their users need names that no other has. */
  #loginOf(user: string): Login {
    const known = this.#logins.get(user);
    if (known) return known;
    const { scenario, parameters } = this.#home;
    const { seed, home } = parameters;
    const made = generateIdentity({ seed, scenario, name: `web ${user}`, domain: home.domain });
    const login = { name: made.impi, password: made.password };
    this.#logins.set(user, login);
    return login;
  }

  #terms(lifetime: number | undefined): { validation: 'jwks' | 'introspection'; lifetime?: number } {
    const { tokenValidation: validation } = this.#home.parameters.pics;
    return { validation, ...(lifetime !== undefined && { lifetime }) };
  }

  #enter(what: Parameters<typeof provision>[2]): Promise<void> {
    return provision(this.#place, this.#access.wwsf.desk, what);
  }

  get #access(): NonNullable<LabParameters['waf']> {
    const { waf } = this.#home.parameters;
    if (!waf) throw new PeerDidNot('let web users log in', 'the run has no WWSF of its own');
    return waf;
  }

  get #place(): WwsfPlace {
    const { wwsf, ca } = this.#access;
    return { origin: wwsf.origin, ca };
  }
}
