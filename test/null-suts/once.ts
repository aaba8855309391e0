import type { Link } from '../../src/net/link.ts';
import { listenMw } from '../../src/net/mw-listener.ts';
import { openWebSocket, type WsLink } from '../../src/net/ws-client.ts';
import { listenWss, type WssServer } from '../../src/net/ws-server.ts';
import { configurations } from '../../src/profile/configurations.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { type Reference, startReference } from '../../src/reference/reference.ts';
import { foretoldW1 } from '../../src/run/w1.ts';
import { cseq } from '../../src/sip/headers/index.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';
import { operatorSettings } from '../../src/sut/embedded.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { echo, type Reflex } from './answering-suts.ts';
import { certificates, host, type NullSut, type StartNullSut } from './null-sut.ts';

/** What a SUT does for the rest of its life. */
type Afterwards = { readonly reflex: Reflex } | 'dead';

export const thenSilent: Afterwards = { reflex: () => undefined };
export const thenEchoing: Afterwards = { reflex: echo };
export const thenDead: Afterwards = 'dead';

/** Told of every request of a WIC, and whether it is still served. */
type OnRequest = (request: SipRequest, served: boolean) => void;

/**
 * Serves so many registrations as conformantly as can be, by means of the reference behind it, and nothing after the
 * last of them.
 */
export function honestFor(
  registrations: number,
  afterwards: Afterwards,
  onRequest: OnRequest = () => {},
): StartNullSut {
  return async (profile) => {
    const { ca, key, cert } = await certificates;
    const sut = new Turncoat(profile, registrations, afterwards, onRequest, await referenceFor(profile, ca));
    sut.front = await listenWss(
      { host, port: 0, key, cert, acceptProtocol: () => ({ protocol: 'sip' }) },
      { opened: (link) => sut.opened(link), message: (link, bytes) => sut.fromWic(link, bytes) },
    );
    return sut.describe(ca);
  };
}

async function referenceFor(profile: Profile, ca: string): Promise<Reference> {
  const [configuration] = configurations(profile);
  if (!configuration) throw new Error('a profile has at least one configuration');
  return startReference({
    ...operatorSettings(profile, configuration.pics, foretoldW1(profile, ca)),
    w2: { host, port: 0 },
    // A port that nobody else is given while it changes hands.
    mw: { transport: 'udp', host, port: await freePort(host) },
    core: { transport: 'udp', ...profile.mw.listen },
  });
}

class Turncoat {
  front!: WssServer;
  readonly #profile: Profile;
  readonly #afterwards: Afterwards;
  readonly #onRequest: OnRequest;
  readonly #reference: Reference;
  readonly #behind = new Map<string, Promise<WsLink>>();
  /** Responses to REGISTER that are passed on: a challenge and a 200 make a registration. */
  #left: number;
  #turned = false;
  #afterTurn: Promise<{ close(): Promise<void> }> | undefined;

  constructor(
    profile: Profile,
    registrations: number,
    afterwards: Afterwards,
    onRequest: OnRequest,
    reference: Reference,
  ) {
    this.#profile = profile;
    this.#left = 2 * registrations;
    this.#afterwards = afterwards;
    this.#onRequest = onRequest;
    this.#reference = reference;
  }

  describe(ca: string): NullSut {
    return {
      url: this.front.url,
      ca,
      mw: this.#reference.mw,
      stop: async () => {
        const { close } = await this.#turn();
        await Promise.all([close(), this.front.close(0)]);
      },
    };
  }

  opened(link: Link): void {
    if (this.#turned) return;
    const { w2Url: url, ca } = this.#reference;
    const backend = openWebSocket(
      { url, ca, protocols: ['sip'], origin: this.#profile.w2.origin, maxMs: 5000 },
      { message: (_, bytes) => this.#toWic(link, bytes) },
    );
    backend.catch(() => {});
    this.#behind.set(link.id, backend);
  }

  fromWic(link: Link, bytes: Uint8Array): void {
    const message = parseMessage(bytes, 'message');
    if (message instanceof SipRequest) this.#onRequest(message, !this.#turned);
    if (this.#turned) this.#react(link, bytes);
    else void this.#pass(link, bytes);
  }

  /** A reference that is being stopped takes no connection any more: what was meant for it is lost with it. */
  async #pass(link: Link, bytes: Uint8Array): Promise<void> {
    const to = await this.#behind.get(link.id)?.catch(() => undefined);
    if (to?.open) to.send(bytes);
  }

  #toWic(link: Link, bytes: Uint8Array): void {
    if (this.#turned) return;
    if (link.open) link.send(bytes);
    if (!answersRegister(bytes)) return;
    this.#left -= 1;
    if (this.#left === 0) void this.#turn();
  }

  #react(link: Link, bytes: Uint8Array): void {
    const back = this.#afterwards === 'dead' ? undefined : this.#afterwards.reflex(bytes);
    if (back && link.open) link.send(back);
  }

  #turn(): Promise<{ close(): Promise<void> }> {
    this.#turned = true;
    this.#afterTurn ??= this.#takeOver();
    return this.#afterTurn;
  }

  async #takeOver(): Promise<{ close(): Promise<void> }> {
    if (this.#afterwards === 'dead') {
      await Promise.all([this.#reference.stop(), this.front.close(0)]);
      return { close: async () => {} };
    }
    await this.#reference.stop();
    const port = Number(this.#reference.mw.split(':').at(-1));
    return listenMw({ host, port }, { message: (link, bytes) => this.#react(link, bytes) });
  }
}

function answersRegister(bytes: Uint8Array): boolean {
  const message = parseMessage(bytes, 'message');
  return !(message instanceof SipRequest) && message.status >= 200 && cseq(message).method === 'REGISTER';
}
