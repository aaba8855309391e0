import { createECDH, type ECDH } from 'node:crypto';
import type { Clock } from '../../endpoint/clock.ts';
import type { MediaCertificate } from '../certificate.ts';
import type { SrtpKeys } from '../srtp.ts';
import { alerts, HandshakeFailure } from './failure.ts';
import { Flights } from './flights.ts';
import type { ClientHello } from './hello.ts';
import { type HandshakeMessage, handshakeMessage, messageTypes, Reassembly } from './messages.ts';
import { number, Reader, vector } from './octets.ts';
import { contentTypes, type Fragment, Records } from './records.ts';
import { type Secrets, srtpKeys, trafficKeys, verifyData } from './secrets.ts';

export interface HandshakeOptions {
  readonly certificate: MediaCertificate;
  readonly clock: Clock;
  /** SRTP protection profiles in order of preference; none: no use_srtp (RFC 5764 4.1). */
  readonly profiles: readonly number[];
  /** Whether that is the certificate (DER) that the peer was to show. */
  accepts(certificate: Uint8Array): boolean;
  send(datagram: Uint8Array): void;
  /** Both ends have proved to know the keys. */
  connected(keys: SrtpKeys): void;
  /**
   * It is over, for that reason.
   * @param ownLimit the peer may be right: there is no version, cipher suite or group that both ends speak
   */
  failed(why: string, ownLimit: boolean): void;
}

/** What both roles of a DTLS 1.2 handshake share (RFC 6347 4.2). */
export abstract class Handshake {
  protected readonly options: HandshakeOptions;
  protected readonly records = new Records();
  protected readonly flights: Flights;
  /** Every message so far as hashes take it. */
  protected transcript = Buffer.alloc(0);
  protected readonly ecdh: ECDH = createECDH('prime256v1');
  /** The peer's, in DER. */
  certificate: Buffer | undefined;
  /** The peer's, when it is the client. */
  hello: ClientHello | undefined;
  /** SRTP protection profile that was agreed on. */
  profile: number | undefined;
  protected abstract readonly role: 'client' | 'server';
  readonly #reassembly = new Reassembly();
  #sequence = 0;
  #over = false;
  #connected = false;

  constructor(options: HandshakeOptions) {
    this.options = options;
    this.flights = new Flights(
      this.records,
      options.clock,
      (datagram) => options.send(datagram),
      () => this.#fail('the other end does not answer'),
    );
  }

  /** Takes a datagram of DTLS. */
  receive(datagram: Uint8Array): void {
    if (this.#over) return;
    try {
      for (const fragment of this.records.open(datagram)) this.#open(fragment);
    } catch (error) {
      if (!(error instanceof HandshakeFailure)) throw error;
      this.#alert(error.alert);
      this.#fail(error.message, error.ownLimit);
    }
  }

  /** Sends and takes nothing any more. */
  close(): void {
    this.#over = true;
    this.flights.stop();
  }

  /** The next message in order. @throws {HandshakeFailure} */
  protected abstract handle(message: HandshakeMessage): void;

  /** Makes a message of the own flight, which counts for hashes from now on. */
  protected own(type: number, ...parts: readonly Uint8Array[]): Fragment {
    const message = handshakeMessage(type, this.#sequence++, Buffer.concat(parts));
    this.remember(message);
    return { type: contentTypes.handshake, epoch: 0, content: message.bytes };
  }

  protected remember({ bytes }: HandshakeMessage): void {
    this.transcript = Buffer.concat([this.transcript, bytes]);
  }

  protected ownCertificate(): Fragment {
    return this.own(messageTypes.certificate, vector(3, vector(3, this.options.certificate.der)));
  }

  /** ChangeCipherSpec and Finished. */
  protected finish({ master }: Secrets): Fragment[] {
    const finished = this.own(messageTypes.finished, verifyData(master, this.role, this.transcript));
    return [
      { type: contentTypes.changeCipherSpec, epoch: 0, content: number(1, 1) },
      { ...finished, epoch: 1 },
    ];
  }

  /** Keys for what comes after ChangeCipherSpec. */
  protected protect(secrets: Secrets): void {
    const { client, server } = trafficKeys(secrets);
    if (this.role === 'client') this.records.protect(client, server);
    else this.records.protect(server, client);
  }

  /** @throws {HandshakeFailure} when it is not the one that was signalled */
  protected takeCertificate(body: Buffer): Buffer {
    const list = new Reader(new Reader(body).vector(3));
    const certificate = list.left > 0 ? list.vector(3) : Buffer.alloc(0);
    this.certificate = certificate;
    if (certificate.length === 0)
      throw new HandshakeFailure(alerts.badCertificate, 'no certificate was shown');
    if (this.options.accepts(certificate)) return certificate;
    throw new HandshakeFailure(
      alerts.badCertificate,
      'the certificate fits no fingerprint that was signalled',
    );
  }

  /** The common secret with the peer's point. @throws {HandshakeFailure} when it is none */
  protected agree(point: Buffer): Buffer {
    try {
      return this.ecdh.computeSecret(point);
    } catch {
      throw new HandshakeFailure(alerts.illegalParameter, 'the public key is no point of the curve');
    }
  }

  /** @throws {HandshakeFailure} when the peer does not know the keys, or saw other messages */
  protected takeFinished({ body }: HandshakeMessage, { master }: Secrets): void {
    const peer = this.role === 'client' ? 'server' : 'client';
    if (body.equals(verifyData(master, peer, this.transcript))) return;
    throw new HandshakeFailure(alerts.decryptError, 'Finished does not fit the messages before it');
  }

  protected established(secrets: Secrets): void {
    const profile = this.profile;
    if (profile === undefined)
      throw new HandshakeFailure(alerts.handshakeFailure, 'no SRTP protection profile');
    this.#connected = true;
    const { client, server } = srtpKeys(secrets, profile);
    const [local, remote] = this.role === 'client' ? [client, server] : [server, client];
    this.options.connected({
      profile,
      localKey: local.key,
      localSalt: local.salt,
      remoteKey: remote.key,
      remoteSalt: remote.salt,
    });
  }

  #open({ type, epoch, content }: Fragment): void {
    // Anybody can send an alert in the clear: it ends a handshake, not what has come out of one.
    if (type === contentTypes.alert && (epoch === 1 || !this.#connected)) return this.#alerted(content);
    if (type !== contentTypes.handshake) return;
    const { messages, repeated } = this.#reassembly.push(content);
    // The last flight was lost: nobody waits for an answer to it, so it is sent again when asked for.
    if (repeated && this.#connected && this.role === 'server') this.flights.repeat();
    for (const message of messages) {
      if ((message.type === messageTypes.finished) !== (epoch === 1)) {
        throw new HandshakeFailure(alerts.unexpectedMessage, 'a message outside its epoch');
      }
      if (!this.#connected) this.handle(message);
    }
  }

  /** A fatal alert or close_notify ends the association. */
  #alerted(content: Buffer): void {
    const [level = 0, description = 0] = content;
    if (level === 2)
      this.#fail(`the other end sent alert ${description}`, this.#isNothingInCommon(description));
    else if (description === 0) this.#fail('the other end closed');
  }

  /** What a peer says that finds nothing it speaks in a hello; once it has shown its certificate it has found that. */
  #isNothingInCommon(description: number): boolean {
    const said = description === alerts.handshakeFailure || description === alerts.protocolVersion;
    return said && this.certificate === undefined;
  }

  #alert(description: number): void {
    const epoch = this.#connected ? 1 : 0;
    const content = Buffer.from([2, description]);
    this.options.send(this.records.seal({ type: contentTypes.alert, epoch, content }));
  }

  #fail(why: string, ownLimit = false): void {
    if (this.#over) return;
    this.close();
    this.options.failed(why, ownLimit);
  }
}
