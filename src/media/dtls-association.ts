import type { DtlsClient, DtlsServer } from 'werift';
import { systemClock } from '../endpoint/clock.ts';
import type { MediaCertificate } from './certificate.ts';
import { readClientHello } from './client-hello.ts';
import type { DtlsFacts } from './facts.ts';
import { type CertificateFingerprint, fingerprintFits } from './fingerprint.ts';
import type { MediaMisbehaviour } from './secure-remote.ts';
import type { SrtpKeys } from './srtp.ts';
import type { Werift } from './werift.ts';

export interface DtlsOptions {
  readonly werift: Werift;
  readonly certificate: MediaCertificate;
  readonly role: 'client' | 'server';
  readonly misbehaviour: MediaMisbehaviour | undefined;
  /** The peer's certificate has to fit one of them, otherwise the keys are not used (RFC 5763 5). */
  fingerprints(): readonly CertificateFingerprint[];
  send(bytes: Uint8Array): void;
  /** It is up. */
  keys(keys: SrtpKeys): void;
  failed(): void;
}

/** One DTLS association with use_srtp (RFC 5764) over a way for datagrams. */
export class DtlsAssociation {
  readonly #options: DtlsOptions;
  readonly #socket: DtlsClient | DtlsServer;
  readonly #transport: { closed: boolean; onData: (data: Buffer, from: readonly [string, number]) => void };
  #state: DtlsFacts['state'] = 'new';
  #connectedAt: number | undefined;
  #failure: string | undefined;
  #clientHelloReceived = false;
  #useSrtp: readonly number[] | undefined;
  #verified: boolean | undefined;

  constructor(options: DtlsOptions) {
    this.#options = options;
    const { werift, certificate, role, misbehaviour } = options;
    const transport = {
      type: 'udp',
      address: { address: '', port: 0, family: 'IPv4' },
      closed: false,
      onData: () => undefined,
      send: async (bytes: Buffer) => {
        if (!transport.closed) options.send(bytes);
      },
      close: async () => undefined,
    };
    this.#transport = transport;
    const Socket = role === 'client' ? werift.DtlsClient : werift.DtlsServer;
    this.#socket = new Socket({
      transport,
      cert: certificate.cert,
      key: certificate.key,
      signatureHash: { hash: werift.HashAlgorithm.sha256_4, signature: werift.SignatureAlgorithm.ecdsa_3 },
      srtpProfiles:
        misbehaviour === 'no use_srtp'
          ? []
          : [werift.ProtectionProfileAeadAes128Gcm, werift.ProtectionProfileAes128CmHmacSha1_80],
      certificateRequest: true,
      extendedMasterSecret: true,
    });
    this.#socket.onConnect.subscribe(() => this.#connected());
    this.#socket.onError.subscribe((error) => this.#fail(`${error?.message ?? error}`));
    this.#socket.onClose.subscribe(() => this.#fail('closed by the other end'));
  }

  /** A client sends its ClientHello, a server waits for one. */
  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'connecting';
    if ('connect' in this.#socket) {
      this.#socket.connect().catch((error: unknown) => this.#fail(`${(error as Error).message}`));
    }
  }

  receive(bytes: Uint8Array): void {
    const hello = readClientHello(bytes);
    if (hello) {
      this.#clientHelloReceived = true;
      this.#useSrtp = hello.useSrtp;
    }
    this.#transport.onData(Buffer.from(bytes), ['', 0]);
  }

  facts(): DtlsFacts {
    return {
      role: this.#options.role,
      state: this.#state,
      connectedAt: this.#connectedAt,
      failure: this.#failure,
      clientHelloReceived: this.#clientHelloReceived,
      useSrtp: this.#useSrtp,
      profile: this.#socket.srtp.srtpProfile,
      remoteCertificate: this.#socket.remoteCertificate,
      verified: this.#verified,
    };
  }

  close(): void {
    this.#transport.closed = true;
    if (this.#state !== 'failed') this.#state = 'closed';
    // A flight that still waits for the next one ends when it looks again.
    this.#socket.dtls.flight = Number.POSITIVE_INFINITY;
  }

  #connected(): void {
    if (this.#state !== 'connecting') return;
    const certificate = this.#socket.remoteCertificate;
    const { fingerprints, misbehaviour } = this.#options;
    this.#verified =
      misbehaviour === 'any certificate' ||
      (certificate !== undefined && fingerprintFits(certificate, fingerprints()));
    const profile = this.#socket.srtp.srtpProfile;
    if (!this.#verified) return this.#fail('the certificate fits no fingerprint that was signalled');
    if (profile === undefined) return this.#fail('no SRTP protection profile was agreed on');
    this.#state = 'connected';
    this.#connectedAt = systemClock.now();
    const { keyLength, saltLength } = this.#options.werift;
    const keys = this.#socket.extractSessionKeys(keyLength(profile), saltLength(profile));
    this.#options.keys({ profile, ...keys });
  }

  #fail(why: string): void {
    if (this.#state === 'failed' || this.#state === 'closed') return;
    this.#failure = why;
    this.close();
    this.#state = 'failed';
    this.#options.failed();
  }
}
