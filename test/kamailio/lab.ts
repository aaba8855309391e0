import { join } from 'node:path';
import { systemClock } from '../../src/endpoint/clock.ts';
import { Dialog, type InDialogOptions } from '../../src/endpoint/dialog.ts';
import type { DialogAgent } from '../../src/peers/call.ts';
import { Core } from '../../src/peers/core/core.ts';
import { generateIdentity, type Identity } from '../../src/peers/identity.ts';
import { SDP } from '../../src/peers/sdp.ts';
import type { Seen, Sent } from '../../src/peers/seen.ts';
import { Wic } from '../../src/peers/wic/wic.ts';
import { configurations } from '../../src/profile/configurations.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { callId } from '../../src/sip/headers/index.ts';
import { newTag } from '../../src/sip/ids.ts';
import {
  type HeaderInit,
  respond,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../../src/sip/message.ts';
import { processSut } from '../../src/sut/process.ts';
import type { Sut } from '../../src/sut/sut.ts';
import { LoopbackPort } from '../peers/loopback-port.ts';
import { root } from '../support/w2conf.ts';

/** Longer than any answer takes, in milliseconds. */
export const PATIENCE_MS = 5000;
const T1_MS = 500;

/** Kamailio with rtpengine as processes of this machine, and a core at Mw that leaves calls to the test. */
export class KamailioLab {
  readonly core: Core;
  /** What Kamailio and rtpengine wrote. */
  readonly log: readonly string[];
  readonly #sut: Sut;
  readonly #port: LoopbackPort;
  readonly #wics: Wic[] = [];

  private constructor(sut: Sut, port: LoopbackPort, core: Core, log: readonly string[]) {
    this.#sut = sut;
    this.#port = port;
    this.core = core;
    this.log = log;
  }

  static async start(): Promise<KamailioLab> {
    const profile = loadProfile(join(root, 'sut', 'kamailio', 'profile.yaml'));
    const [configuration] = configurations(profile);
    if (configuration === undefined) throw new Error('a profile has a configuration');
    const port = await LoopbackPort.open();
    const log: string[] = [];
    const sut = await processSut(profile, {
      pics: configuration.pics,
      core: port.local,
      events: { log: (text) => log.push(text), died: (how) => log.push(how) },
    });
    const core = new Core({
      port,
      clock: systemClock,
      t1: T1_MS,
      bound: PATIENCE_MS,
      sut: sut.mw,
      domain: profile.home.domain,
      identities: [],
    });
    return new KamailioLab(sut, port, core, log);
  }

  /** A WIC that is registered. `name` is to differ from WIC to WIC. */
  async registered(name: string): Promise<RegisteredWic> {
    const identity = generateIdentity({ seed: 1, scenario: name, name, domain: 'ims.example' });
    this.core.add(identity);
    const { url, ca } = this.#sut.w2;
    const wic = await Wic.connect({
      identity,
      name,
      clock: systemClock,
      t1: T1_MS,
      bound: PATIENCE_MS,
      tap: () => '',
      url,
      origin: 'https://wwsf.example',
      ...(ca !== undefined && { ca }),
    });
    this.#wics.push(wic);
    wic.answers.ignore('INVITE');
    await wic.register();
    return new RegisteredWic(wic, this.core, identity);
  }

  async stop(): Promise<void> {
    for (const wic of this.#wics) wic.terminate();
    this.core.close();
    await this.#sut.stop();
    await this.#port.listener.close();
  }
}

/** A description, or nothing. */
type Body = string | undefined;

const described = (sdp: Body, contentType: string = SDP) =>
  sdp === undefined ? {} : { body: sdp, contentType };

/** One WIC and the far user it talks to. */
export class RegisteredWic {
  readonly wic: Wic;
  readonly #core: Core;
  readonly #identity: Identity;

  constructor(wic: Wic, core: Core, identity: Identity) {
    this.wic = wic;
    this.#core = core;
    this.#identity = identity;
  }

  /** The WIC calls; returns when the INVITE is at the core, which has not answered. */
  async calls(sdp: Body, contentType?: string): Promise<Ringing> {
    this.#core.calls.next('INVITE', { statuses: [] });
    const body = described(sdp, contentType);
    const sent = this.wic.send(this.wic.ua.request('INVITE', 'sip:far@ims.example', body));
    const mine = (request: SipRequest) => callId(request) === callId(sent.message);
    return new Ringing(this.wic, this.#core, sent, await this.#core.next('INVITE', mine));
  }

  /** The WIC calls, and the eP-CSCF itself answers. */
  async callsInVain(sdp: string): Promise<SipResponse> {
    const sent = this.wic.send(this.wic.ua.request('INVITE', 'sip:far@ims.example', described(sdp)));
    return (await this.wic.final(sent)).message;
  }

  /** The far user calls; returns when the INVITE is at the WIC, which has not answered. */
  async isCalled(sdp: Body): Promise<Ringing> {
    const binding = this.#core.registrar.binding(this.#identity.impi);
    if (binding === undefined) throw new Error('the WIC is registered');
    const sent = this.#core.calls.originate('INVITE', binding, described(sdp));
    const mine = (request: SipRequest) => callId(request) === callId(sent.message);
    return new Ringing(this.#core, this.wic, sent, await this.wic.next('INVITE', mine));
  }
}

type Peer = Wic | Core;

/** An INVITE that reached the other side, from `caller` to `callee`. */
export class Ringing {
  readonly invite: SipRequest;
  readonly #caller: Peer;
  readonly #callee: Peer;
  readonly #sent: Sent<SipRequest>;
  readonly #seen: Seen<SipRequest>;
  readonly #tag = newTag();

  constructor(caller: Peer, callee: Peer, sent: Sent<SipRequest>, seen: Seen<SipRequest>) {
    this.#caller = caller;
    this.#callee = callee;
    this.#sent = sent;
    this.#seen = seen;
    this.invite = seen.message;
  }

  /** The callee answers; returns the response as it reaches the caller. */
  async answer(status: number, sdp?: Body, headers: readonly HeaderInit[] = []): Promise<SipResponse> {
    const { message, link } = this.#seen;
    const response = respond(message, status, {
      toTag: this.#tag,
      headers: [
        ...message.fields('Record-Route').map((field): HeaderInit => ['Record-Route', field.value]),
        ['Contact', this.#callee.contact],
        ...headers,
      ],
      ...described(sdp),
    });
    link.send(response.bytes);
    const arrived = await this.#caller.mailbox.response(
      this.#sent,
      `get ${status}`,
      (r) => r.status === status,
    );
    return arrived.message;
  }

  /** The final response as it reaches the caller, whoever gave it. */
  async final(): Promise<SipResponse> {
    return (await this.#caller.final(this.#sent)).message;
  }

  cancel(): void {
    (this.#caller as Wic).cancel(this.#sent);
  }

  /** Awaits a request of the caller in this dialog at the callee. */
  async next(method: string): Promise<SipRequest> {
    const mine = (request: SipRequest) => callId(request) === callId(this.invite);
    return (await this.#callee.next(method, mine)).message;
  }

  /** The dialog that a response made. `sdp` of its ACK: the answer to an offer in the 2xx. */
  established(ok: SipResponse): Established {
    const near = Dialog.uac(this.#sent.message, ok);
    const far = Dialog.uas(this.invite, this.#tag);
    return new Established({ peer: this.#caller, dialog: near }, { peer: this.#callee, dialog: far });
  }
}

interface Side {
  readonly peer: Peer;
  readonly dialog: Dialog;
}

interface ExchangeOptions {
  readonly sdp?: string;
  /** Makes the answer of the offer as it arrived. */
  readonly answer?: (offer: string) => string;
  readonly headers?: readonly HeaderInit[];
}

/** A dialog between caller and callee. */
export class Established {
  readonly caller: Side;
  readonly callee: Side;

  constructor(caller: Side, callee: Side) {
    this.caller = caller;
    this.callee = callee;
  }

  /** Sends an ACK; returns it as it reaches the other side. */
  async ack(from: Side = this.caller, sdp?: Body): Promise<SipRequest> {
    from.peer.send(from.dialog.request('ACK', described(sdp)));
    return (await this.#other(from).peer.next('ACK', this.#mine)).message;
  }

  /** A request in the dialog, answered 200 by the other side; both as they arrive. */
  async exchange(
    from: Side,
    method: string,
    { sdp, answer, headers = [] }: ExchangeOptions = {},
  ): Promise<{ readonly request: SipRequest; readonly response: SipResponse }> {
    const to = this.#other(from);
    this.#leaveToTest(to.peer, method);
    const options: InDialogOptions = { contact: from.peer.contact, headers, ...described(sdp) };
    const agent: DialogAgent = from.peer;
    const sent = agent.send(from.dialog.request(method, options));
    const { message, link } = await to.peer.next(method, this.#mine);
    to.dialog.received(message);
    const ok = respond(message, 200, {
      headers: [['Contact', to.peer.contact]],
      ...described(answer?.(sdpOf(message))),
    });
    link.send(ok.bytes);
    const { message: response } = await agent.final(sent);
    from.dialog.answered(response);
    return { request: message, response };
  }

  #leaveToTest(peer: Peer, method: string): void {
    if (peer instanceof Wic) peer.answers.ignore(method);
    else peer.calls.next(method, { statuses: [] });
  }

  #other(side: Side): Side {
    return side === this.caller ? this.callee : this.caller;
  }

  readonly #mine = (request: SipRequest): boolean => callId(request) === this.caller.dialog.callId;
}

/** Body of a message as text. */
export function sdpOf(message: SipMessage): string {
  return Buffer.from(message.body).toString();
}
