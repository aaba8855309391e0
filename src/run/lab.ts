import { systemClock } from '../endpoint/clock.ts';
import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { timers } from '../endpoint/timers.ts';
import { ConnectionFailed } from '../net/link.ts';
import { Core } from '../peers/core/core.ts';
import { nothingRegistered } from '../peers/core/network-deregistration.ts';
import { HubPort } from '../peers/hub/hub-port.ts';
import { generateIdentity, type Identity } from '../peers/identity.ts';
import type { WafAccess } from '../peers/waf/access.ts';
import type { TokenSource } from '../peers/waf/token-source.ts';
import { Isim } from '../peers/wic/isim.ts';
import type { Registration, RoundOptions } from '../peers/wic/registration.ts';
import { Wic, type WicOptions } from '../peers/wic/wic.ts';
import type { TraceEvent } from '../trace/event.ts';
import { unlessMissing } from './attempt.ts';
import { type Handshake, tryHandshake } from './handshake.ts';
import type { LabLink } from './lab-link.ts';
import type { Absence } from './lab-messages.ts';
import type { LabParameters } from './lab-parameters.ts';
import type { ScenarioKey } from './record.ts';
import { tokenSource } from './token-source.ts';
import { Web } from './web.ts';

/** How a WIC of a scenario may differ from a conformant one on a connection of its own. */
export type ConnectOptions = Partial<Omit<WicOptions, 'identity' | 'clock' | 't1' | 'tap' | 'name'>> & {
  /** Name of the WIC whose subscription it uses; unless told the one it had before, at first its own. */
  readonly as?: string;
};

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
  readonly #identities = new Map<string, Identity>();
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
    const known = this.#identities.get(name);
    if (known) return known;
    const identity = this.#makeIdentity(name, impus);
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
    return this.#enter(name, { ...this.#makeSharing(name, impus), impus });
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
    const wic = await this.#open(await this.#optionsOf(name, options));
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
    const [user = 'sanity'] = this.#fixed ? this.#identities.keys() : [];
    if (this.#fixed) await this.#giveBack();
    this.#core.close();
    this.#core = this.#newCore();
    try {
      const wic = await this.connect('sanity', { as: user });
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
    if (this.#fixed) await this.#giveBack();
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
    const { w2, pixit, pics, edition } = this.parameters;
    const identity = await this.identity(as);
    const akaOnly = pics.imsAka && !pics.sipDigest && !pics.webAuth;
    return {
      url: w2.url,
      ...(w2.ca !== undefined && { ca: w2.ca }),
      ...(w2.servername !== undefined && { servername: w2.servername }),
      origin: w2.origin,
      outbound: pics.outbound,
      gruu: pics.gruu,
      tokenStyle: pixit.token.style,
      tokenEverywhere: edition === 'R17',
      identity,
      ...(akaOnly && { isim: new Isim(identity) }),
      clock: systemClock,
      t1: pixit.t1,
      name: `WIC ${name}`,
      tap: (event) => this.#trace(event),
      ...differences,
    };
  }

  #keep(name: string, wic: Wic): void {
    this.#wics.set(name, wic);
    this.#everyWic.push(wic);
  }

  /** A SUT that cannot be reached did not do what the scenario needs; that is no fault of the harness. */
  async #open(options: WicOptions): Promise<Wic> {
    try {
      return await Wic.connect(options);
    } catch (reason) {
      if (!(reason instanceof ConnectionFailed)) throw reason;
      throw new PeerDidNot('accept the connection', reason.message);
    }
  }

  /** The next scenario registers the same listed identities, so this one's registrations end with it. */
  async #giveBack(): Promise<void> {
    await this.#endSubscriptions();
    this.#core.close();
    this.#core = this.#newCore();
    for (const wic of this.#everyWic) {
      if (!wic.connection.open || !isRegistrant(wic)) continue;
      try {
        await wic.deregister();
      } catch (reason) {
        if (!(reason instanceof PeerDidNot)) throw reason;
      }
      wic.terminate();
    }
  }

  /** An eP-CSCF whose subscription lives on would not subscribe again for the same user (24.229 5.2.3). */
  async #endSubscriptions(): Promise<void> {
    if (!this.parameters.pics.regEvent) return;
    await this.guard();
    const core = this.#core;
    const subscriptionState = 'terminated;reason=noresource';
    const sent = [...this.#identities.values()].flatMap((identity) =>
      core.subscriptions
        .all('eP-CSCF', identity)
        .map((each) => each.notify({ registrations: nothingRegistered(identity), subscriptionState })),
    );
    await Promise.all(sent.map((each) => unlessMissing(core.final(each))));
  }

  /** Whether the profile lists the only users there are. */
  get #fixed(): boolean {
    return this.parameters.identities.mode === 'fixed';
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
    for (const identity of this.#identities.values()) core.add(identity);
    return core;
  }

  async #enter(name: string, identity: Identity, sets?: readonly (readonly string[])[]): Promise<Identity> {
    this.#identities.set(name, identity);
    await this.#port.claim([identity]);
    this.#core.add(identity, sets);
    return identity;
  }

  #makeSharing(name: string, impus: readonly string[]): Identity {
    const { identities } = this.parameters;
    if (identities.mode === 'generated') return this.#makeIdentity(name, 1);
    const used = [...this.#identities.values()].map(({ impi }) => impi);
    const listed = identities.list.find((each) => !used.includes(each.impi) && each.impus[0] === impus[0]);
    if (listed) return { ...listed, password: listed.password ?? '' };
    throw new PeerDidNot(
      `offer WIC ${name} a private user identity of its own for ${impus[0]}`,
      'identities.list of the profile has no second entry with it',
    );
  }

  #makeIdentity(name: string, impus: number): Identity {
    const { identities, seed, home } = this.parameters;
    if (identities.mode === 'generated') {
      return generateIdentity({ seed, scenario: this.scenario, name, domain: home.domain, impus });
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

  #trace(event: Omit<TraceEvent, 'id' | 'scenario'>): string {
    this.#events += 1;
    const id = `w2-${this.#events}`;
    if (!this.parameters.untraced) this.#link.trace({ ...event, id, scenario: this.scenario });
    return id;
  }
}

/** Whether it can register again at once: it has a token, or a challenge to answer. */
function isRegistrant({ ua }: Wic): boolean {
  return ua.token !== undefined || ua.credentials.cached !== undefined;
}

function pass(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  systemClock.after(ms, resolve);
  return promise;
}
