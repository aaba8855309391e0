import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, so that none of those takes it meanwhile. */
const FIRST = 20_000;
const COUNT = 12_000;
const ATTEMPTS = 200;
/** Processes started one after the other choose this far apart, as none of them sees what another has only chosen. */
const STRIDE = 97;

let chosen = process.pid * STRIDE;

/** A port that is free for UDP and TCP at this address, each time another. @throws Error when none is found */
export async function freePort(host: string): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    chosen += 1;
    const port = FIRST + (chosen % COUNT);
    if ((await tcpFree(host, port)) && (await udpFree(host, port))) return port;
  }
  throw new Error(`no free port found at ${host}`);
}

async function tcpFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Whether nobody has the UDP port. */
export async function udpFree(host: string, port: number): Promise<boolean> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
