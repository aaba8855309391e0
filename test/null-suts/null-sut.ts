import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { makeCertificates } from '../../src/net/certificates.ts';
import { listenMw } from '../../src/net/mw-listener.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { freePort } from '../../src/sut/free-port.ts';

export const host = '127.0.0.1';

/** Something at the SUT's addresses that implements nothing of what is judged. */
export interface NullSut {
  /** Where WICs connect. */
  readonly url: string;
  /** PEM of the CA of its certificate. */
  readonly ca: string;
  /** Its address at Mw, `udp:127.0.0.1:5060`. */
  readonly mw: string;
  stop(): Promise<void>;
}

/** Starts one that may use our core, whose address the profile has. */
export type StartNullSut = (profile: Profile) => Promise<NullSut>;

/** One certificate does for all. */
export const certificates = makeCertificates({ hosts: [host] });

/** The Mw of a SUT that reads what comes and never sends anything. */
async function silentMw(): Promise<{ readonly mw: string; stop(): Promise<void> }> {
  const listener = await listenMw({ host, port: 0 }, { message: () => {} });
  return { mw: `udp:${host}:${listener.address.port}`, stop: () => listener.close() };
}

/** Listens on a free port. `stop` cuts what is connected. */
async function listen(server: Server): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  return {
    port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Nothing listens on either side. */
export const connectionRefused: StartNullSut = async () => {
  const { ca } = await certificates;
  const [w2, mw] = [await freePort(host), await freePort(host)];
  return { url: `wss://${host}:${w2}/`, ca, mw: `udp:${host}:${mw}`, stop: async () => {} };
};

/** Accepts TCP connections and sends nothing. */
export const silentAtTcp: StartNullSut = () => mute(createServer((socket) => socket.resume()));

/** A listening server as SUT whose Mw is silent. */
export async function mute(server: Server): Promise<NullSut> {
  const { ca } = await certificates;
  const [w2, mw] = await Promise.all([listen(server), silentMw()]);
  return {
    url: `wss://${host}:${w2.port}/`,
    ca,
    mw: mw.mw,
    stop: async () => void (await Promise.all([w2.stop(), mw.stop()])),
  };
}
