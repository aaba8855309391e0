import { type Clock, systemClock } from '../endpoint/clock.ts';
import { timers } from '../endpoint/timers.ts';
import { TransactionLayer } from '../endpoint/transactions.ts';
import { makeCertificates } from '../net/certificates.ts';
import { listenMw, type MwListener } from '../net/mw-listener.ts';
import type { WssServer } from '../net/ws-server.ts';
import { RegSubscriptions } from './5.2.3-reg-event.ts';
import type { Agw } from './agw/agw.ts';
import { openAgw } from './agw/open.ts';
import { announcedHost } from './announced-host.ts';
import { BackToBack } from './b2bua.ts';
import type { ReferenceConfig } from './config.ts';
import { CoreSide } from './core-side.ts';
import { Deviation } from './deviations.ts';
import { Dialogs } from './dialogs.ts';
import { onCoreAck, onCoreRequest, onWicAck, onWicRequest } from './dispatch.ts';
import type { EpCscf } from './ep-cscf.ts';
import { Flows } from './flows.ts';
import { Identifiers } from './identifiers.ts';
import { MediaCalls } from './ims-alg/media-calls.ts';
import { MwEdge } from './mw-edge.ts';
import { OwnUris } from './own-uris.ts';
import { listenForWics } from './rfc7118-websocket.ts';
import { StoppableClock } from './stoppable-clock.ts';
import { TokenValidator } from './token-validation.ts';
import { W2Edge } from './w2-edge.ts';
import { WicSide } from './wic-side.ts';

export type { ReferenceConfig } from './config.ts';

/** A reference eP-CSCF that runs. */
export interface Reference {
  /** Where WICs connect, `wss://127.0.0.1:8443/`. */
  readonly w2Url: string;
  /** Where they connect over IPv6 besides, when that was asked for. */
  readonly w2Ipv6Url?: string;
  /** Where the core reaches it, `udp:127.0.0.1:5060`. */
  readonly mw: string;
  /** The CA of its certificate in PEM; '' when key and certificate were given. */
  readonly ca: string;
  /** Closes every connection and stops listening. */
  stop(): Promise<void>;
}

/**
 * Starts the reference eP-CSCF on both sides.
 * @throws the error of the operating system when an address cannot be used (`EADDRINUSE`, `EADDRNOTAVAIL`, …)
 */
export async function startReference(config: ReferenceConfig): Promise<Reference> {
  const deviation = new Deviation(config.deviation);
  const clock = new StoppableClock(config.clock ?? systemClock);
  const certificates = await certificatesFor(config);
  const w2 = new W2Edge(config, deviation);
  const mw = new MwEdge(deviation);
  const agw = await openAgw(config, deviation);
  const listener = await listenMw(config.mw, mw.events);
  const listenAt = (host: string, port: number): Promise<WssServer> =>
    listenForWics({ ...config, w2: { host, port } }, deviation, certificates, w2.events);
  const servers: WssServer[] = [];
  try {
    const server = await listenAt(config.w2.host, config.w2.port);
    servers.push(server);
    if (config.w2.ipv6 !== undefined) servers.push(await listenAt(config.w2.ipv6, 0));
    const own = new OwnUris(
      { host: announcedHost(config.w2.host), port: server.port },
      { host: announcedHost(config.mw.host, config.core.host), port: listener.address.port },
      config.mw.transport,
      deviation,
    );
    const cscf = assemble({ config, deviation, clock, own, listener, agw, mw, w2 });
    return {
      w2Url: own.w2Url,
      ...(servers[1] && { w2Ipv6Url: servers[1].url }),
      mw: `${config.mw.transport}:${own.mwAddress}`,
      ca: certificates.ca,
      async stop() {
        clock.stop();
        cscf.stop();
        await Promise.all([agw.stop(), ...[...servers, listener].map((each) => each.close())]);
      },
    };
  } catch (error) {
    await Promise.all([agw.stop(), ...[...servers, listener].map((each) => each.close())]);
    throw error;
  }
}

interface Parts {
  readonly config: ReferenceConfig;
  readonly deviation: Deviation;
  readonly clock: Clock;
  readonly own: OwnUris;
  readonly listener: MwListener;
  readonly agw: Agw;
  readonly mw: MwEdge;
  readonly w2: W2Edge;
}

/** Joins the two sides: transactions, what is known about the WICs, and the procedures. */
function assemble(parts: Parts): { stop(): void } {
  const { config, deviation, clock, own, listener, agw, mw, w2 } = parts;
  const { t1 } = config;
  const ids = new Identifiers(config.random);
  const wicLayer = new TransactionLayer({
    clock,
    t1,
    trying: !deviation.is('trying-missing'),
    onRequest: (tx) => onWicRequest(cscf, tx),
    onAck: (ack, link) => onWicAck(cscf, ack, link),
  });
  const coreLayer = new TransactionLayer({
    clock,
    t1,
    trying: !deviation.is('trying-missing'),
    onRequest: (tx) => onCoreRequest(cscf, tx),
    onAck: (ack) => onCoreAck(cscf, ack),
  });
  const cscf: EpCscf = {
    config,
    deviation,
    clock,
    timers: timers(t1),
    ids,
    own,
    flows: new Flows(),
    dialogs: new Dialogs(),
    calls: new MediaCalls(agw, { fingerprint: agw.fingerprint, rtcpMux: config.rtcpMux, deviation }, () =>
      ids.sessionId(),
    ),
    subscriptions: new RegSubscriptions(),
    tokens: config.waf && new TokenValidator(config.waf, deviation, clock),
    core: new CoreSide({
      listener,
      layer: coreLayer,
      core: config.core,
      own,
      ids,
      deviation,
      dress: (link) => mw.dress(link),
    }),
    wics: new WicSide(wicLayer, () => cscf),
  };
  const backToBack = deviation.is('back-to-back-user-agent') ? new BackToBack(own) : undefined;
  mw.open(cscf, coreLayer, listener, backToBack);
  w2.open(cscf, wicLayer);
  return {
    stop() {
      cscf.tokens?.close();
      cscf.calls.stop();
      wicLayer.close();
      coreLayer.close();
    },
  };
}

async function certificatesFor(config: ReferenceConfig): Promise<{ ca: string; key: string; cert: string }> {
  const { key, cert, host } = config.w2;
  if (key !== undefined && cert !== undefined) return { ca: '', key, cert };
  const hosts = new Set([host, 'localhost', '127.0.0.1', '::1']);
  return makeCertificates({ hosts: [...hosts] });
}
