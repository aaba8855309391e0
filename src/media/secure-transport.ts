import { randomBytes } from 'node:crypto';
import { systemClock } from '../endpoint/clock.ts';
import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import type { Address } from '../net/link.ts';
import { type Candidate, hostPriority, type IceCredentials } from './candidate.ts';
import { type MediaCertificate, makeMediaCertificate } from './certificate.ts';
import type { ComponentFacts } from './facts.ts';
import type { CertificateFingerprint } from './fingerprint.ts';
import { MediaComponent } from './media-component.ts';
import { MediaPort } from './media-port.ts';
import type { SecureRemote, SecureTransportOptions } from './secure-remote.ts';
import { StunCodec } from './stun.ts';
import { loadWerift, type Werift } from './werift.ts';

/** What a transport is made of. */
interface Parts {
  readonly werift: Werift;
  readonly rtp: MediaPort;
  readonly rtcp: MediaPort;
  /** Shown in the handshake; the one that is signalled unless the end misbehaves. */
  readonly shown: MediaCertificate;
}

/**
 * One m-line's end of a DTLS-SRTP association (RFC 5763, 5764): ICE, DTLS and SRTP on one UDP port (rtcp-mux) or
 * on two. Everything it waits for is bounded, and after `close` nothing of it is left.
 */
export class SecureTransport {
  /** One listener each; packets are in the clear. */
  onRtp: ((packet: Uint8Array) => void) | undefined;
  onRtcp: ((packet: Uint8Array) => void) | undefined;
  /** SRTP packets as they came, whether they can be decrypted or not. */
  onProtected: ((packet: Uint8Array) => void) | undefined;
  readonly #options: SecureTransportOptions;
  readonly #components: readonly [MediaComponent, MediaComponent];
  readonly #waiting = new Set<() => void>();
  #credentials: IceCredentials;
  #mux: boolean | undefined;
  /** The peer has a port for RTCP of its own; not so with RTCP off (RFC 3556), whose component has no candidate. */
  #hasRtcpPort = true;
  #closed = false;

  constructor(options: SecureTransportOptions, { werift, rtp, rtcp, shown }: Parts) {
    this.#options = options;
    this.#credentials = options.credentials ?? newCredentials();
    const common = {
      werift,
      stun: new StunCodec(werift),
      certificate: shown,
      credentials: this.#credentials,
      lite: this.lite,
      consentExpiry: options.consentExpiry ?? 30_000,
      consentInterval: options.consentInterval ?? 5_000,
      misbehaviour: options.misbehaviour,
      changed: () => {
        for (const look of [...this.#waiting]) look();
      },
      rtp: (packet: Uint8Array) => this.onRtp?.(packet),
      rtcp: (packet: Uint8Array) => this.onRtcp?.(packet),
      protected: (packet: Uint8Array) => this.onProtected?.(packet),
    };
    this.#components = [
      new MediaComponent({ ...common, component: 1, port: rtp }),
      new MediaComponent({ ...common, component: 2, port: rtcp }),
    ];
  }

  get rtp(): Address {
    return this.#components[0].local;
  }

  get rtcp(): Address {
    return this.#components[1].local;
  }

  get credentials(): IceCredentials {
    return this.#credentials;
  }

  get lite(): boolean {
    return this.#options.ice === 'lite';
  }

  /** Host candidates, of component 1 alone when RTP and RTCP share a port. */
  candidates(mux: boolean): readonly Candidate[] {
    return (mux ? [this.rtp] : [this.rtp, this.rtcp]).map(({ host: address, port }, index) => ({
      foundation: '1',
      component: index + 1,
      transport: 'UDP',
      priority: hostPriority(index + 1),
      address,
      port,
      type: 'host',
    }));
  }

  /** Of the certificate it signals. @param hash `sha-256` unless told */
  fingerprint(hash?: string): CertificateFingerprint {
    return this.#options.certificate.fingerprint(hash);
  }

  /** Begins, or goes on with what a later exchange changed: candidates, an ICE restart, addresses, fingerprints. */
  toward(remote: SecureRemote): void {
    this.#mux = remote.rtcpMux;
    this.#hasRtcpPort = remote.ice?.candidates.some(({ component }) => component === 2) ?? true;
    for (const component of this.#inUse) component.toward(remote);
  }

  /** New own credentials (RFC 8445 9); the peer's new ones come with `toward`. Media go on meanwhile. */
  restartIce(): IceCredentials {
    this.#credentials = newCredentials();
    for (const component of this.#components) component.restartIce(this.#credentials);
    return this.#credentials;
  }

  /**
   * Resolves once SRTP keys are there on each component in use.
   * @param withinMs bound of the wait
   * @throws {PeerDidNot} when they are not there in time, or DTLS failed
   */
  connected(withinMs: number): Promise<void> {
    return this.#until(({ connected }) => connected, 'complete ICE and DTLS', withinMs);
  }

  /**
   * Resolves once ICE has selected a pair on each component in use.
   * @param withinMs bound of the wait
   * @throws {PeerDidNot} when it has not in time
   */
  selected(withinMs: number): Promise<void> {
    return this.#until(
      ({ selected }) => selected,
      'complete ICE',
      withinMs,
      () => undefined,
    );
  }

  /** Sends a check of consent on each component in use, besides those that are due (RFC 7675 5.1). */
  askConsent(): void {
    for (const component of this.#inUse) component.askConsent();
  }

  /** @param failed why it will never hold */
  #until(
    holds: (component: MediaComponent) => boolean,
    what: string,
    withinMs: number,
    failed: (component: MediaComponent) => string | undefined = ({ failure }) => failure,
  ): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => {
      const failure = this.#inUse.map(failed).find((why) => why !== undefined);
      if (this.#closed) end(() => reject(new PeerDidNot(what, 'closed meanwhile')));
      else if (failure !== undefined) end(() => reject(new PeerDidNot('complete DTLS', failure)));
      else if (this.#mux !== undefined && this.#inUse.every(holds)) end(resolve);
    };
    const forget = systemClock.after(withinMs, () =>
      end(() => reject(new PeerDidNot(`${what} within ${withinMs} ms`, this.#progress()))),
    );
    const end = (settle: () => void): void => {
      forget();
      this.#waiting.delete(look);
      settle();
    };
    this.#waiting.add(look);
    look();
    return promise;
  }

  /** Sends an RTP packet, protected. @returns whether it went out: not before the keys, not without consent */
  send(rtp: Uint8Array): boolean {
    return this.#components[0].send(rtp);
  }

  /** Sends a compound RTCP packet, protected, on the component that carries RTCP. */
  sendRtcp(rtcp: Uint8Array): boolean {
    return this.#components[this.#mux ? 0 : 1].sendRtcp(rtcp);
  }

  /** Sends octets as they are to where media go (or to the default destination): what misbehaving ends do. */
  sendRaw(bytes: Uint8Array, component: 1 | 2 = 1): boolean {
    return this.#components[component - 1 === 0 ? 0 : 1].sendRaw(bytes);
  }

  /** What happened so far: one entry a component in use, both before it is known whether they share a port. */
  facts(): readonly ComponentFacts[] {
    return this.#inUse.map((component) => component.facts());
  }

  /** Frees ports and timers; may be called more than once. Who waits for `connected` is told so. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const look of [...this.#waiting]) look();
    await Promise.all(this.#components.map((component) => component.close()));
  }

  get #inUse(): readonly MediaComponent[] {
    return this.#mux || !this.#hasRtcpPort ? [this.#components[0]] : this.#components;
  }

  #progress(): string {
    return this.facts()
      .map(({ component, ice, dtls }) => {
        const selected = ice.selected
          ? `${ice.selected.host}:${ice.selected.port} selected`
          : 'no pair selected';
        return `component ${component}: ${selected}, DTLS ${dtls.state}`;
      })
      .join('; ');
  }
}

/**
 * Binds two ports and makes a transport of them.
 * @throws Error when no ports are left
 */
export async function openSecureTransport(options: SecureTransportOptions): Promise<SecureTransport> {
  const { certificate, misbehaviour } = options;
  const werift = await loadWerift();
  const shown = misbehaviour === 'wrong certificate' ? await makeMediaCertificate() : certificate;
  const [rtp, rtcp] = await options.ports.open();
  return new SecureTransport(options, { werift, rtp: new MediaPort(rtp), rtcp: new MediaPort(rtcp), shown });
}

/** 24 and 192 bits of randomness (RFC 8445 5.3) in characters of ice-char. */
function newCredentials(): IceCredentials {
  return {
    ufrag: randomBytes(6).toString('base64').replaceAll('=', ''),
    pwd: randomBytes(24).toString('base64'),
  };
}
