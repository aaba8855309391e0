import { createPrivateKey, randomBytes } from 'node:crypto';
import { alerts, HandshakeFailure } from './failure.ts';
import { Handshake } from './handshake.ts';
import {
  type ClientHello,
  group,
  readClientHello,
  signatureSchemes,
  suites,
  writeServerHello,
} from './hello.ts';
import { type HandshakeMessage, messageName, messageTypes } from './messages.ts';
import { number, Reader, vector } from './octets.ts';
import { masterSecret, type Secrets } from './secrets.ts';
import { signed, verifySignature } from './signature.ts';

/** ecdsa_sign and rsa_sign (RFC 8422 5.5). */
const certificateTypes = [64, 1] as const;

/**
 * The server's side of a DTLS 1.2 handshake (RFC 6347 4.2.4) with use_srtp (RFC 5764). It asks for no cookie:
 * connectivity checks have shown that the address is the peer's (RFC 8842 5.1 has ICE before DTLS).
 */
export class ServerHandshake extends Handshake {
  protected readonly role = 'server';
  readonly #random = randomBytes(32);
  #secrets: Secrets | undefined;
  #proved = false;

  protected handle(message: HandshakeMessage): void {
    const { type, body } = message;
    if (type === messageTypes.certificateVerify && this.#secrets && this.certificate) {
      verifySignature(this.transcript, new Reader(body), this.certificate);
      this.#proved = true;
      return this.remember(message);
    }
    if (type === messageTypes.finished && this.#secrets && this.#proved) {
      this.takeFinished(message, this.#secrets);
      this.remember(message);
      this.flights.send(this.finish(this.#secrets), false);
      return this.established(this.#secrets);
    }
    this.remember(message);
    if (type === messageTypes.clientHello && !this.hello) this.#answer(readClientHello(body));
    else if (type === messageTypes.certificate && this.hello && !this.certificate) this.takeCertificate(body);
    else if (type === messageTypes.clientKeyExchange && this.certificate && !this.#secrets)
      this.#takeKey(body);
    else throw new HandshakeFailure(alerts.unexpectedMessage, `${messageName(type)} does not belong there`);
  }

  #answer(hello: ClientHello): void {
    this.hello = hello;
    const { profiles } = this.options;
    const profile = profiles.find((own) => hello.useSrtp?.includes(own));
    if (profile === undefined && profiles.length > 0) {
      throw new HandshakeFailure(alerts.handshakeFailure, 'the client offers no SRTP protection profile');
    }
    if (!hello.dtls12) {
      throw new HandshakeFailure(alerts.protocolVersion, 'the client does not speak DTLS 1.2', true);
    }
    if (!hello.suites.includes(suites.ecdsa) || hello.groups?.includes(group) === false) {
      throw new HandshakeFailure(
        alerts.handshakeFailure,
        'the client offers no AES-128-GCM with ECDHE, ECDSA and P-256',
        true,
      );
    }
    this.profile = profile;
    const { extendedMasterSecret } = hello;
    const parameters = Buffer.concat([number(1, 3), number(2, group), vector(1, this.ecdh.generateKeys())]);
    const data = Buffer.concat([hello.random, this.#random, parameters]);
    const proof = signed(data, createPrivateKey(this.options.certificate.key));
    const schemes = signatureSchemes.map((scheme) => number(2, scheme));
    const request = [vector(1, Buffer.from(certificateTypes)), vector(2, ...schemes), vector(2)];
    this.flights.send(
      [
        this.own(
          messageTypes.serverHello,
          writeServerHello({ random: this.#random, profile, extendedMasterSecret }),
        ),
        this.ownCertificate(),
        this.own(messageTypes.serverKeyExchange, parameters, proof),
        this.own(messageTypes.certificateRequest, ...request),
        this.own(messageTypes.serverHelloDone),
      ],
      true,
    );
  }

  #takeKey(body: Buffer): void {
    const hello = this.hello;
    if (!hello) return;
    const randoms = { clientRandom: hello.random, serverRandom: this.#random };
    const premaster = this.agree(new Reader(body).vector(1));
    const master = masterSecret(premaster, randoms, this.transcript, hello.extendedMasterSecret);
    this.#secrets = { master, ...randoms };
    this.protect(this.#secrets);
  }
}
