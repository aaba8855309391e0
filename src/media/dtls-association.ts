import type { Clock } from '../endpoint/clock.ts';
import type { MediaCertificate } from './certificate.ts';
import { ClientHandshake } from './dtls/client.ts';
import { helloIn, isClientHello } from './dtls/client-hello.ts';
import type { Handshake } from './dtls/handshake.ts';
import { profiles } from './dtls/secrets.ts';
import { ServerHandshake } from './dtls/server.ts';
import type { DtlsFacts } from './facts.ts';
import { type CertificateFingerprint, fingerprintFits } from './fingerprint.ts';
import type { MediaMisbehaviour } from './secure-remote.ts';
import type { SrtpKeys } from './srtp.ts';

export interface DtlsOptions {
  readonly certificate: MediaCertificate;
  readonly role: 'client' | 'server';
  readonly clock: Clock;
  readonly misbehaviour: MediaMisbehaviour | undefined;
  /** The peer's certificate has to fit one of them, otherwise there are no keys (RFC 5763 5). */
  fingerprints(): readonly CertificateFingerprint[];
  send(bytes: Uint8Array): void;
  /** It is up. */
  keys(keys: SrtpKeys): void;
  failed(): void;
}

/** One DTLS association with use_srtp (RFC 5764) over a way for datagrams. */
export class DtlsAssociation {
  readonly #options: DtlsOptions;
  #handshake: Handshake | undefined;
  #state: DtlsFacts['state'] = 'new';
  #connectedAt: number | undefined;
  #failure: string | undefined;
  #ownLimit = false;
  #clientHelloReceived = false;
  #useSrtp: readonly number[] | undefined;
  #verified: boolean | undefined;

  constructor(options: DtlsOptions) {
    this.#options = options;
  }

  /** A client sends its ClientHello, a server waits for one. */
  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'connecting';
    const { role, certificate, clock, misbehaviour, send } = this.#options;
    const Role = role === 'client' ? ClientHandshake : ServerHandshake;
    this.#handshake = new Role({
      certificate,
      clock,
      send,
      profiles: misbehaviour === 'no use_srtp' ? [] : profiles,
      accepts: (shown) => {
        this.#verified =
          misbehaviour === 'any certificate' || fingerprintFits(shown, this.#options.fingerprints());
        return this.#verified;
      },
      connected: (keys) => {
        this.#state = 'connected';
        this.#connectedAt = clock.now();
        this.#options.keys(keys);
      },
      failed: (why, ownLimit) => {
        this.#state = 'failed';
        this.#failure = why;
        this.#ownLimit = ownLimit;
        this.#options.failed();
      },
    });
  }

  receive(bytes: Uint8Array): void {
    if (isClientHello(bytes)) {
      this.#clientHelloReceived = true;
      this.#useSrtp = helloIn(bytes)?.useSrtp ?? this.#useSrtp;
      // Some gateways begin as the client and change their mind: whether they do is judged, not sanctioned.
      if (this.#options.role === 'client') return;
    }
    this.#handshake?.receive(bytes);
  }

  facts(): DtlsFacts {
    return {
      role: this.#options.role,
      state: this.#state,
      connectedAt: this.#connectedAt,
      failure: this.#failure,
      ownLimit: this.#ownLimit,
      clientHelloReceived: this.#clientHelloReceived,
      useSrtp: this.#handshake?.hello?.useSrtp ?? this.#useSrtp,
      profile: this.#handshake?.profile,
      remoteCertificate: this.#handshake?.certificate,
      verified: this.#verified,
    };
  }

  close(): void {
    this.#handshake?.close();
    if (this.#state !== 'failed') this.#state = 'closed';
  }
}
