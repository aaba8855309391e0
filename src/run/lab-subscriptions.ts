import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { generateIdentity, type Identity } from '../peers/identity.ts';
import type { LabParameters } from './lab-parameters.ts';
import type { ScenarioKey } from './record.ts';

/** The subscriptions of one scenario's users: generated ones, or those that the profile lists. */
export class LabSubscriptions {
  readonly #parameters: Pick<LabParameters, 'identities' | 'seed' | 'home'>;
  readonly #scenario: ScenarioKey;
  readonly #identities = new Map<string, Identity>();

  constructor(parameters: LabParameters, scenario: ScenarioKey) {
    this.#parameters = parameters;
    this.#scenario = scenario;
  }

  /** Whether the profile lists the only users there are. */
  get fixed(): boolean {
    return this.#parameters.identities.mode === 'fixed';
  }

  /** Those in use, in the order in which they were taken. */
  get all(): readonly Identity[] {
    return [...this.#identities.values()];
  }

  /** Name of the user whose subscription was taken first. */
  get first(): string | undefined {
    const [name] = this.#identities.keys();
    return name;
  }

  /** The subscription that a user has. */
  of(name: string): Identity | undefined {
    return this.#identities.get(name);
  }

  /** Takes a subscription into use. */
  enter(name: string, identity: Identity): void {
    this.#identities.set(name, identity);
  }

  /**
   * A subscription for a user.
   * @param impus how many public user identities it has
   * @throws PeerDidNot when the profile lists fewer subscriptions than the scenario needs
   */
  make(name: string, impus: number): Identity {
    const { identities, seed, home } = this.#parameters;
    if (identities.mode === 'generated') {
      return generateIdentity({ seed, scenario: this.#scenario, name, domain: home.domain, impus });
    }
    const listed = identities.list[this.#identities.size];
    if (!listed || listed.impus.length < impus) {
      throw new PeerDidNot(
        `offer WIC ${name} a subscription with ${impus} public user identities`,
        `identities.list of the profile has ${identities.list.length} entries`,
      );
    }
    return { ...listed, password: listed.password ?? '' };
  }

  /**
   * A subscription with a private user identity of its own and these public ones.
   * @throws PeerDidNot when the profile lists none
   */
  makeSharing(name: string, impus: readonly string[]): Identity {
    const { identities } = this.#parameters;
    if (identities.mode === 'generated') return { ...this.make(name, 1), impus };
    const used = this.all.map(({ impi }) => impi);
    const listed = identities.list.find((each) => !used.includes(each.impi) && each.impus[0] === impus[0]);
    if (listed) return { ...listed, password: listed.password ?? '', impus };
    throw new PeerDidNot(
      `offer WIC ${name} a private user identity of its own for ${impus[0]}`,
      'identities.list of the profile has no second entry with it',
    );
  }
}
