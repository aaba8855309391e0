import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface FrontOptions {
  /** Private key and certificate chain in PEM. */
  readonly key: string;
  readonly cert: string;
  /** Asks the client for a certificate; `required` ends the connection without one. */
  readonly clientCertificate?: 'requested' | 'required';
  /** Highest version of TLS; any that Node.js knows unless told. */
  readonly maxVersion?: 'TLSv1.2';
  /** Takes HTTP without TLS on the same port, too. */
  readonly alsoPlain?: boolean;
}

type Upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => void;

/** First octet of a TLS handshake record (RFC 8446 5.1). */
const tlsHandshake = 0x16;

/** An HTTPS server, not yet listening, that is there for upgrades only. */
export function upgradeServer(options: FrontOptions, onUpgrade: Upgrade): Server {
  const secure = createSecureServer(
    {
      key: options.key,
      cert: options.cert,
      requestCert: options.clientCertificate !== undefined,
      rejectUnauthorized: options.clientCertificate === 'required',
      ...(options.maxVersion && { maxVersion: options.maxVersion }),
    },
    upgradeRequired,
  );
  secure.on('upgrade', onUpgrade);
  if (!options.alsoPlain) return secure;
  const plain = createPlainServer(upgradeRequired);
  plain.on('upgrade', onUpgrade);
  return createTcpServer((socket: Socket) => {
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === tlsHandshake ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
}

function upgradeRequired(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(426, { Upgrade: 'websocket', Connection: 'close' }).end();
}
