import { createPrivateKey, randomBytes } from 'node:crypto';
import { alerts, HandshakeFailure } from './failure.ts';
import { Handshake, type HandshakeOptions } from './handshake.ts';
import { group, readServerHello, type ServerHello, writeClientHello } from './hello.ts';
import { type HandshakeMessage, messageName, messageTypes } from './messages.ts';
import { Reader, vector } from './octets.ts';
import { masterSecret, type Secrets } from './secrets.ts';
import { signed, verifySignature } from './signature.ts';

/** The client's side of a DTLS 1.2 handshake (RFC 6347 4.2.4) with use_srtp (RFC 5764). */
export class ClientHandshake extends Handshake {
  protected readonly role = 'client';
  readonly #random = randomBytes(32);
  #hello: ServerHello | undefined;
  #point: Buffer | undefined;
  #certificateAsked = false;
  #secrets: Secrets | undefined;

  /** Sends the ClientHello. */
  constructor(options: HandshakeOptions) {
    super(options);
    this.#sayHello(Buffer.alloc(0));
  }

  protected handle(message: HandshakeMessage): void {
    if (message.type === messageTypes.helloVerifyRequest) return this.#sayHelloAgain(message);
    if (message.type === messageTypes.finished && this.#secrets) {
      this.takeFinished(message, this.#secrets);
      this.flights.stop();
      return this.established(this.#secrets);
    }
    this.remember(message);
    if (message.type === messageTypes.serverHello && !this.#hello) this.#takeHello(message);
    else if (message.type === messageTypes.certificate && this.#hello) this.takeCertificate(message.body);
    else if (message.type === messageTypes.serverKeyExchange && this.certificate) this.#takeKey(message);
    else if (message.type === messageTypes.certificateRequest && this.#point) this.#certificateAsked = true;
    else if (message.type === messageTypes.serverHelloDone && this.#point) this.#answer(this.#point);
    else
      throw new HandshakeFailure(
        alerts.unexpectedMessage,
        `${messageName(message.type)} does not belong there`,
      );
  }

  #sayHello(cookie: Buffer): void {
    const hello = writeClientHello({ random: this.#random, cookie, profiles: this.options.profiles });
    this.flights.send([this.own(messageTypes.clientHello, hello)], true);
  }

  /** The server wants to see that the address is right; that is no part of hashes (RFC 6347 4.2.1). */
  #sayHelloAgain({ body }: HandshakeMessage): void {
    const reader = new Reader(body);
    reader.take(2);
    this.transcript = Buffer.alloc(0);
    this.#sayHello(reader.vector(1));
  }

  #takeHello({ body }: HandshakeMessage): void {
    this.#hello = readServerHello(body);
    const { profiles } = this.options;
    this.profile = profiles.find((own) => own === this.#hello?.profile);
    if (this.profile !== undefined || profiles.length === 0) return;
    throw new HandshakeFailure(
      alerts.handshakeFailure,
      'the server chose no SRTP protection profile that was offered',
    );
  }

  #takeKey({ body }: HandshakeMessage): void {
    const reader = new Reader(body);
    const [kind, chosen, point] = [reader.number(1), reader.number(2), reader.vector(1)];
    if (kind !== 3 || chosen !== group) {
      throw new HandshakeFailure(alerts.illegalParameter, 'the server chose a group that was not offered');
    }
    const parameters = body.subarray(0, body.length - reader.left);
    const { random } = this.#hello ?? { random: Buffer.alloc(0) };
    const data = Buffer.concat([this.#random, random, parameters]);
    verifySignature(data, reader, this.certificate ?? Buffer.alloc(0));
    this.#point = point;
  }

  #answer(point: Buffer): void {
    const hello = this.#hello;
    if (!hello || this.#secrets)
      throw new HandshakeFailure(alerts.unexpectedMessage, 'ServerHelloDone came twice');
    const asked = this.#certificateAsked;
    const certificate = asked ? [this.ownCertificate()] : [];
    const exchange = this.own(messageTypes.clientKeyExchange, vector(1, this.ecdh.generateKeys()));
    const randoms = { clientRandom: this.#random, serverRandom: hello.random };
    const master = masterSecret(this.agree(point), randoms, this.transcript, hello.extendedMasterSecret);
    const secrets = { master, ...randoms };
    this.#secrets = secrets;
    this.protect(secrets);
    const key = createPrivateKey(this.options.certificate.key);
    const proof = asked ? [this.own(messageTypes.certificateVerify, signed(this.transcript, key))] : [];
    this.flights.send([...certificate, exchange, ...proof, ...this.finish(secrets)], true);
  }
}
