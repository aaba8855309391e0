import { systemClock } from '../endpoint/clock.ts';
import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { timers } from '../endpoint/timers.ts';
import { Core } from '../peers/core/core.ts';
import { HubPort } from '../peers/hub/hub-port.ts';
import type { Identity } from '../peers/identity.ts';
import type { WafAccess } from '../peers/waf/access.ts';
import type { TokenSource } from '../peers/waf/token-source.ts';
import type { Registration, RoundOptions } from '../peers/wic/registration.ts';
import type { Wic, WicOptions } from '../peers/wic/wic.ts';
import type { TraceEvent } from '../trace/event.ts';
import { endRegistrations, endSubscriptions, isRegistrant } from './give-back.ts';
import { type Handshake, tryHandshake } from './handshake.ts';
import { type ConnectOptions, openWic, wicOptions } from './lab-connections.ts';
import type { LabLink } from './lab-link.ts';
import type { Absence } from './lab-messages.ts';
import type { LabParameters } from './lab-parameters.ts';
import { LabSubscriptions } from './lab-subscriptions.ts';
import type { ScenarioKey } from './record.ts';
import { tokenSource } from './token-source.ts';
import { Web } from './web.ts';

export type { ConnectOptions } from './lab-connections.ts';

/** The surroundings of one scenario: the simulated core and any number of simulated WICs around the SUT. */
export class Lab {
  readonly parameters: LabParameters;
  readonly scenario: ScenarioKey;
  /** 64·T1 in milliseconds: the bound of every wait. */
  readonly bound: number;
  /** Where its WICs have their access tokens from. */
  readonly tokens: TokenSource;
  /** The web server where its users log in. */
  readonly wwsf: Web;
  readonly #link: LabLink;
  readonly #port: HubPort;
  readonly #subscriptions: LabSubscriptions;
  readonly #wics = new Map<string, Wic>();
  /** Whose subscription a WIC has, where it was told another's. */
  readonly #subscribers = new Map<string, string>();
  readonly #everyWic: Wic[] = [];
  readonly #atEnd: (() => Promise<void>)[] = [];
  #core: Core;
  #events = 0;

  private constructor(parameters: LabParameters, scenario: ScenarioKey, link: LabLink, port: HubPort) {
    this.parameters = parameters;
    this.scenario = scenario;
    this.bound = timers(parameters.pixit.t1).bound;
    this.wwsf = new Web(this);
    this.tokens = tokenSource(parameters, (token) => link.secret(scenario, token));
    this.#link = link;
    this.#port = port;
    this.#subscriptions = new LabSubscriptions(parameters, scenario);
    this.#core = this.#newCore();
  }

  /** Claims a place at Mw for the scenario. */
  static async open(parameters: LabParameters, scenario: ScenarioKey, link: LabLink): Promise<Lab> {
    const port = await HubPort.claim(scenario, [], { run: parameters.run, clock: systemClock });
    return new Lab(parameters, scenario, link, port);
  }

  /** The home network as this scenario sees it. */
  get core(): Core {
    return this.#core;
  }

  /**
   * The subscription of a named WIC, made on first use.
   * @param impus how many public user identities it has; they form one implicit registration set
   * @param sets how the public user identities fall into implicit sets, by their index
   * @throws PeerDidNot when the profile lists fewer subscriptions than the scenario needs
   */
  async identity(name: string, impus = 1, sets?: readonly (readonly number[])[]): Promise<Identity> {
    const known = this.#subscriptions.of(name);
    if (known) return known;
    const identity = this.#subscriptions.make(name, impus);
    const impuSets = sets?.map((set) => set.map((index) => identity.impus[index] ?? ''));
    return this.#enter(name, identity, impuSets);
  }

  /**
   * The subscription of a named WIC with the public user identities of another, as a second device has it, and a
   * private user identity of its own.
   * @throws PeerDidNot when the profile lists no such pair
   */
  async sharedIdentity(name: string, of: string): Promise<Identity> {
    const { impus } = await this.identity(of);
    return this.#enter(name, this.#subscriptions.makeSharing(name, impus));
  }

  /**
   * A public user identity that is nobody's, for a WIC that does not know its own; what names it at Mw is seen.
   */
  async placeholder(): Promise<string> {
    const impu = 'sip:anonymous@anonymous.invalid';
    await this.#port.claim([{ impi: '', impus: [impu], password: '' }]);
    return impu;
  }

  /** Opens a WebSocket as the named WIC; a later connection of that name replaces the earlier as `wic(name)`. */
  async connect(name: string, options: ConnectOptions = {}): Promise<Wic> {
    const wic = await openWic(await this.#optionsOf(name, options));
    this.#keep(name, wic);
    return wic;
  }

  /** Tries to open a WebSocket as the named WIC where being refused, or finding nobody, is as legal as opening it. */
  async tryConnect(name: string, options: ConnectOptions = {}): Promise<Handshake> {
    const result = await tryHandshake(await this.#optionsOf(name, options));
    if (result.wic) this.#keep(name, result.wic);
    return result;
  }

  /** Registers a WIC as the SUT supports it: with SIP digest, else by a token, else by IMS AKA. @throws PeerDidNot */
  async register(wic: Wic, options?: RoundOptions): Promise<Registration> {
    const { sipDigest, webAuth } = this.parameters.pics;
    if (!sipDigest && webAuth) wic.useToken(wic.ua.token ?? (await this.tokens.issue(wic.identity)));
    return wic.register(options);
  }

  /** The named WIC, which a step before has connected. */
  wic(name: string): Wic {
    const wic = this.#wics.get(name);
    if (!wic) throw new Error(`WIC ${name} was never connected`);
    return wic;
  }

  /** Whether the named WIC has a connection of its own in this scenario. */
  has(name: string): boolean {
    return this.#wics.has(name);
  }

  /**
   * A barrier for absence: a plain registration that the SUT can only have handled after what `name` sent before it,
   * on the same connection while that is open.
   * @throws PeerDidNot when the SUT does not serve it, so that absence would prove nothing
   */
  async fence(name: string): Promise<void> {
    const wic = this.#wics.get(name);
    if (wic?.connection.open && isRegistrant(wic)) await wic.reregister();
    else await this.register(await this.connect(`${name} fence`));
    await this.guard();
  }

  /** The harness's own WAF outside the operator. @throws PeerDidNot where the WAF is somebody else's */
  get thirdParty(): WafAccess {
    const { waf } = this.parameters;
    if (waf) return waf.thirdParty;
    throw new PeerDidNot('say who its WAF is', 'the WAF is not that of w2conf');
  }

  /** Waits until that time of this machine's clock, in milliseconds since the epoch. */
  async until(time: number): Promise<void> {
    // The clock of dates and that of timers are not the same one.
    while (Date.now() < time) await pass(time - Date.now());
  }

  /** Keeps watching for what must not arrive, until the end of the run. */
  forbid(absence: Omit<Absence, 'scenario'>): void {
    this.#link.absence({ ...absence, scenario: this.scenario });
  }

  /** Waits the PIXIT guard time: the last resort for proving that something does not happen. */
  guard(): Promise<void> {
    return pass(this.parameters.pixit.guard);
  }

  /** Waits 8·T1, in which an unreliable transport makes three retransmissions (RFC 3261 17: at T1, 3·T1 and 7·T1). */
  retransmissionTime(): Promise<void> {
    return pass(8 * this.parameters.pixit.t1);
  }

  /**
   * How long the SUT may take to give up a connection on which nobody is registered any more, in milliseconds:
   * 24.229 5.2.5.1 ties it to the end of the server transaction, so PIXIT `deregistrationGrace` comes on top of 64·T1.
   */
  get deregistrationGrace(): number {
    return this.bound + this.parameters.pixit.deregistrationGrace;
  }

  /** Trace id of the last event on W2: what stands as evidence when a connection does not come about. */
  get lastEvent(): string {
    return `w2-${this.#events}`;
  }

  /** Whether a REGISTER of this scenario's WICs was seen at the core: without one, nothing was tested. */
  get registrationSeen(): boolean {
    return this.#core.registers().length > 0;
  }

  /**
   * A plain registration of a WIC that has no part in the scenario, with everything scripted forgotten: does the SUT
   * still serve?
   * @throws PeerDidNot
   */
  async sanity(): Promise<void> {
    const { fixed, first = 'sanity' } = this.#subscriptions;
    if (fixed) await this.#giveBack();
    this.#renewCore();
    try {
      const wic = await this.connect('sanity', { as: fixed ? first : 'sanity' });
      await this.register(wic);
    } catch (reason) {
      if (!(reason instanceof PeerDidNot)) throw reason;
      throw new PeerDidNot('serve a plain registration after this scenario', reason.message);
    }
  }

  /** Has something closed when the scenario ends. */
  atEnd(close: () => Promise<void>): void {
    this.#atEnd.push(close);
  }

  /** Closes every connection; the SUT's late messages stay this scenario's. */
  async close(): Promise<void> {
    if (this.#subscriptions.fixed) await this.#giveBack();
    for (const wic of this.#everyWic) wic.terminate();
    this.#core.close();
    await Promise.all(this.#atEnd.map((close) => close()));
    await this.#port.release();
  }

  async #optionsOf(
    name: string,
    { as = this.#subscribers.get(name) ?? name, ...differences }: ConnectOptions,
  ): Promise<WicOptions> {
    this.#subscribers.set(name, as);
    const tap = (event: Omit<TraceEvent, 'id' | 'scenario'>) => this.#trace(event);
    return { ...wicOptions(this.parameters, name, await this.identity(as), tap), ...differences };
  }

  #keep(name: string, wic: Wic): void {
    this.#wics.set(name, wic);
    this.#everyWic.push(wic);
  }

  /** The next scenario registers the same listed identities, so this one's registrations end with it. */
  async #giveBack(): Promise<void> {
    if (this.parameters.pics.regEvent) {
      await this.guard();
      await endSubscriptions(this.#core, this.#subscriptions.all);
    }
    this.#renewCore();
    await endRegistrations(this.#everyWic);
  }

  /** Everything that was scripted is forgotten. */
  #renewCore(): void {
    this.#core.close();
    this.#core = this.#newCore();
  }

  #newCore(): Core {
    const { pixit, sutMw, home } = this.parameters;
    const core = new Core({
      port: this.#port,
      clock: systemClock,
      t1: pixit.t1,
      sut: sutMw,
      domain: home.domain,
      identities: [],
    });
    for (const identity of this.#subscriptions.all) core.add(identity);
    return core;
  }

  async #enter(name: string, identity: Identity, sets?: readonly (readonly string[])[]): Promise<Identity> {
    this.#subscriptions.enter(name, identity);
    await this.#port.claim([identity]);
    this.#core.add(identity, sets);
    return identity;
  }

  #trace(event: Omit<TraceEvent, 'id' | 'scenario'>): string {
    this.#events += 1;
    const id = `w2-${this.#events}`;
    if (!this.parameters.untraced) this.#link.trace({ ...event, id, scenario: this.scenario });
    return id;
  }
}

function pass(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  systemClock.after(ms, resolve);
  return promise;
}
