import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';

export interface HttpsServerOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Private key and certificate chain in PEM. */
  readonly key: string;
  readonly cert: string;
}

export interface HttpsServer {
  /** `https://HOST:PORT` */
  readonly origin: string;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/**
 * An HTTPS server. `handle` is made once the port is known, from the server's origin.
 * @throws the error of the operating system (`EADDRINUSE`, …) or of TLS for an unusable key or certificate
 */
export async function listenHttps(
  { host, port, key, cert }: HttpsServerOptions,
  handlerFor: (origin: string) => (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpsServer> {
  const server = createServer({ key, cert });
  server.listen(port, host);
  await once(server, 'listening');
  const bound = server.address();
  const actual = bound !== null && typeof bound === 'object' ? bound.port : port;
  const origin = `https://${host.includes(':') ? `[${host}]` : host}:${actual}`;
  server.on('request', handlerFor(origin));
  // A client may cut the connection at any time, or not like our certificate.
  server.on('tlsClientError', () => {});
  let closed = false;
  return {
    origin,
    async close() {
      if (closed) return;
      closed = true;
      const gone = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await gone;
    },
  };
}
