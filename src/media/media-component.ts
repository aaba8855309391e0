import { systemClock } from '../endpoint/clock.ts';
import type { Address } from '../net/link.ts';
import type { IceCredentials } from './candidate.ts';
import type { MediaCertificate } from './certificate.ts';
import { DtlsAssociation } from './dtls-association.ts';
import type { ComponentFacts, DtlsFacts, PacketKind } from './facts.ts';
import { type CertificateFingerprint, fingerprintFits } from './fingerprint.ts';
import { IceAgent } from './ice-agent.ts';
import type { MediaPort } from './media-port.ts';
import type { MediaMisbehaviour, SecureRemote } from './secure-remote.ts';
import { Srtp } from './srtp.ts';
import type { StunCodec } from './stun.ts';
import type { Werift } from './werift.ts';

export interface ComponentOptions {
  readonly component: 1 | 2;
  readonly port: MediaPort;
  readonly werift: Werift;
  readonly stun: StunCodec;
  readonly certificate: MediaCertificate;
  readonly credentials: IceCredentials;
  readonly lite: boolean;
  readonly consentExpiry: number;
  readonly consentInterval: number;
  readonly misbehaviour: MediaMisbehaviour | undefined;
  /** A pair is selected, keys are there, or DTLS failed. */
  changed(): void;
  /** SRTP as it came. */
  protected(packet: Uint8Array): void;
  rtp(packet: Uint8Array): void;
  rtcp(packet: Uint8Array): void;
}

/** DTLS datagrams kept for the time until the peer's description and a way to it are there: what is answered then. */
const heldAtMost = 8;

const newDtls: DtlsFacts = {
  role: undefined,
  state: 'new',
  connectedAt: undefined,
  failure: undefined,
  ownLimit: false,
  clientHelloReceived: false,
  useSrtp: undefined,
  profile: undefined,
  remoteCertificate: undefined,
  verified: undefined,
};

/** One port of a secure transport: ICE, DTLS and SRTP on it (RFC 7983). */
export class MediaComponent {
  readonly #options: ComponentOptions;
  readonly #agent: IceAgent;
  #remote: SecureRemote | undefined;
  #dtls: DtlsAssociation | undefined;
  #srtp: Srtp | undefined;
  readonly #held: Uint8Array[] = [];
  #early = 0;
  #undecryptable = 0;
  #decrypted = { rtp: 0, rtcp: 0 };

  constructor(options: ComponentOptions) {
    this.#options = options;
    const { port } = options;
    this.#agent = new IceAgent({
      ...options,
      clock: systemClock,
      send: (bytes, to) => port.send(bytes, to),
      routed: () => {
        this.#proceed();
        options.changed();
      },
    });
    port.onPacket = (bytes, kind, from) => this.#receive(bytes, kind, from);
  }

  get local(): Address {
    return this.#options.port.local;
  }

  /** Keys are there. */
  get connected(): boolean {
    return this.#srtp !== undefined;
  }

  /** ICE has selected a pair. */
  get selected(): boolean {
    return this.#agent.selected;
  }

  /** Why there will be no keys. */
  get failure(): string | undefined {
    return this.#dtls?.facts().failure;
  }

  toward(remote: SecureRemote): void {
    this.#remote = remote;
    if (remote.ice) this.#agent.toward(remote.ice, remote.controlling);
    this.#renew(remote.fingerprints);
    if (!this.#dtls && this.#options.misbehaviour !== 'plain RTP') this.#associate(remote);
    this.#proceed();
  }

  /** Sends a check of consent now (RFC 7675 5.1). */
  askConsent(): void {
    this.#agent.askConsent();
  }

  restartIce(credentials: IceCredentials): void {
    this.#agent.restart(credentials);
  }

  send(rtp: Uint8Array): boolean {
    if (this.#options.misbehaviour === 'plain RTP') return this.sendRaw(rtp);
    const packet = this.#srtp?.protect(rtp);
    return packet !== undefined && this.sendRaw(packet);
  }

  sendRtcp(rtcp: Uint8Array): boolean {
    if (this.#options.misbehaviour === 'plain RTP') return this.sendRaw(rtcp);
    const packet = this.#srtp?.protectRtcp(rtcp);
    return packet !== undefined && this.sendRaw(packet);
  }

  sendRaw(bytes: Uint8Array): boolean {
    const to = this.#route;
    return to !== undefined && this.#options.port.send(bytes, to);
  }

  facts(): ComponentFacts {
    return {
      ...this.#options.port.facts(),
      component: this.#options.component,
      ice: this.#agent.facts(),
      dtls: this.#dtls?.facts() ?? newDtls,
      decrypted: { ...this.#decrypted },
      undecryptable: this.#undecryptable,
      early: this.#early,
    };
  }

  async close(): Promise<void> {
    this.#agent.close();
    this.#dtls?.close();
    await this.#options.port.close();
  }

  /** Where to send; undefined as long as nobody wants it there. */
  get #route(): Address | undefined {
    if (!this.#remote) return undefined;
    if (this.#remote.ice) return this.#agent.route;
    const { address } = this.#remote;
    return (
      address && { host: address.host, port: this.#options.component === 1 ? address.rtp : address.rtcp }
    );
  }

  /** Another certificate is signalled: that is another association (RFC 5763 6.6). */
  #renew(fingerprints: readonly CertificateFingerprint[]): void {
    const certificate = this.#dtls?.facts().remoteCertificate;
    if (!certificate || fingerprintFits(certificate, fingerprints)) return;
    this.#dtls?.close();
    this.#dtls = undefined;
    this.#srtp = undefined;
  }

  #associate({ dtlsRole }: SecureRemote): void {
    const { werift, certificate, misbehaviour, changed } = this.#options;
    const other = dtlsRole === 'client' ? 'server' : 'client';
    this.#dtls = new DtlsAssociation({
      certificate,
      clock: systemClock,
      role: misbehaviour === 'DTLS role clash' ? other : dtlsRole,
      misbehaviour,
      fingerprints: () => this.#remote?.fingerprints ?? [],
      send: (bytes) => this.sendRaw(bytes),
      keys: (keys) => {
        this.#srtp = new Srtp(werift, keys);
        changed();
      },
      failed: changed,
    });
  }

  /** Begins with DTLS once there are a description and a way, and takes what came before that. */
  #proceed(): void {
    if (!this.#dtls || !this.#route) return;
    this.#dtls.start();
    for (const bytes of this.#held.splice(0)) this.#dtls.receive(bytes);
  }

  #receive(bytes: Uint8Array, kind: PacketKind, from: Address): void {
    if (kind === 'stun') this.#agent.receive(bytes, from);
    else if (kind === 'rtp' || kind === 'rtcp') this.#media(bytes, kind);
    else if (kind === 'dtls' && this.#held.length < heldAtMost) {
      this.#held.push(bytes);
      this.#proceed();
    }
  }

  #media(bytes: Uint8Array, kind: 'rtp' | 'rtcp'): void {
    const { rtp, rtcp } = this.#options;
    if (!this.#srtp) this.#early++;
    if (kind === 'rtp') this.#options.protected(bytes);
    const packet = kind === 'rtp' ? this.#srtp?.unprotect(bytes) : this.#srtp?.unprotectRtcp(bytes);
    if (!packet) {
      this.#undecryptable++;
      return;
    }
    this.#decrypted[kind]++;
    (kind === 'rtp' ? rtp : rtcp)(packet);
  }
}
