import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { makeCertificates } from '../../src/net/certificates.ts';
import { configurations } from '../../src/profile/configurations.ts';
import { defaultProfile } from '../../src/profile/defaults.ts';
import { startReference } from '../../src/reference/reference.ts';
import { operatorSettings } from '../../src/sut/embedded.ts';

/** The folder of the relay's Dockerfile. */
export const relay = join(import.meta.dirname, 'relay');

/** The name in the certificate of the reference behind the relay. */
export const servername = 'epcscf.example';

/** The reference eP-CSCF in this process, for a relay in a container to stand in for. */
export interface Fronted {
  /** Where the relay connects: HOST:PORT. */
  readonly to: string;
  /** PEM of the CA. */
  readonly ca: string;
  /** PROTO:HOST:PORT */
  readonly mw: string;
  /** Has the relay end with its next connection but `connections`. */
  dieAfter(connections: number): void;
  stop(): Promise<void>;
}

export async function fronted(
  host: string,
  core: { readonly host: string; readonly port: number },
): Promise<Fronted> {
  const { pics, ...profile } = defaultProfile('reference');
  const [first] = configurations({ pics, ...profile });
  if (!first) throw new Error('a profile has a configuration');
  const { ca, cert, key } = await makeCertificates({ hosts: [host, servername] });
  const reference = await startReference({
    ...operatorSettings({ pics, ...profile }, first.pics),
    w2: { host, port: 0, cert, key },
    mw: { transport: 'udp', host, port: 0 },
    core: { transport: 'udp', ...core },
  });
  let left = Number.POSITIVE_INFINITY;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    left -= 1;
    if (left === -1) {
      socket.end('die\n');
      return;
    }
    const onwards = connect(Number(new URL(reference.w2Url).port), host);
    for (const end of [socket, onwards]) {
      sockets.add(end);
      end
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(end);
          socket.destroy();
          onwards.destroy();
        });
    }
    socket.pipe(onwards).pipe(socket);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has a port');
  return {
    to: `${host}:${bound.port}`,
    ca,
    mw: reference.mw,
    dieAfter: (connections) => {
      left = connections;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await reference.stop();
    },
  };
}
