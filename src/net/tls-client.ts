import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { ConnectionFailed } from './link.ts';
import { trustIn } from './trust.ts';

export interface TlsOptions {
  /** Trust anchor in PEM. Absent: those that Node.js trusts. */
  readonly ca?: string;
  /** Name sent as SNI and looked for in the certificate. Absent: the host. */
  readonly servername?: string;
  /** Of an earlier connection, to be resumed. */
  readonly session?: Buffer;
}

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string;
  /** How long it may take to connect, TLS included, in milliseconds. */
  readonly maxMs: number;
  /** Absent: without TLS. */
  readonly tls?: TlsOptions;
}

export interface TlsInfo {
  /** `TLSv1.3`, … */
  readonly protocol: string;
  readonly cipher: string;
  /** An earlier session was resumed. */
  readonly resumed: boolean;
  /** The server asked for a client certificate. Unknown on a resumed session, in which it never does. */
  readonly certificateRequested: boolean | undefined;
  /** Server certificate in DER. */
  readonly certificate: Buffer | undefined;
  /** What resumes this session; with TLS 1.3 only there once the server has sent a ticket. */
  session(): Buffer | undefined;
}

export interface Connected {
  readonly socket: Socket;
  readonly tls?: TlsInfo;
}

/**
 * Connects, with TLS when asked for; the server certificate is always verified.
 * @throws {ConnectionFailed} with the code of the system or of TLS, or `TIMEOUT`
 */
export function connectTo(options: ConnectOptions): Promise<Connected> {
  const { promise, resolve, reject } = Promise.withResolvers<Connected>();
  const { socket, info } = options.tls ? secure(options, options.tls) : plain(options);
  const target = `${options.tls ? 'tls' : 'tcp'}:${options.host}:${options.port}`;
  const fail = (code: string, detail: string): void => {
    finish();
    socket.on('error', () => {});
    socket.destroy();
    reject(new ConnectionFailed(target, code, detail));
  };
  const onError = (error: NodeJS.ErrnoException): void =>
    fail(error.code ?? error.name, error.message || (error.code ?? error.name));
  const onClose = (): void => fail('CLOSED', 'closed while connecting');
  const onConnected = (): void => {
    finish();
    const tls = info();
    resolve({ socket, ...(tls && { tls }) });
  };
  const event = options.tls ? 'secureConnect' : 'connect';
  const deadline = setTimeout(() => fail('TIMEOUT', `not in ${options.maxMs} ms`), options.maxMs);
  const finish = (): void => {
    clearTimeout(deadline);
    socket.off('error', onError).off('close', onClose).off(event, onConnected);
  };
  socket.on('error', onError).on('close', onClose).on(event, onConnected);
  return promise;
}

/**
 * Makes a TLS connection only to see what the server offers, and cuts it.
 * @throws {ConnectionFailed} as `connectTo`
 */
export async function probeTls(options: ConnectOptions & { readonly tls: TlsOptions }): Promise<TlsInfo> {
  const { socket, tls } = await connectTo(options);
  socket.on('error', () => {});
  socket.destroy();
  if (!tls) throw new ConnectionFailed(options.host, 'NO_TLS', 'the connection has no TLS');
  return tls;
}

function plain(options: ConnectOptions): { socket: Socket; info: () => undefined } {
  const { host, port, localAddress } = options;
  const socket = connectPlain({ host, port, ...(localAddress && { localAddress }) });
  return { socket, info: () => undefined };
}

function secure(options: ConnectOptions, tls: TlsOptions): { socket: TLSSocket; info: () => TlsInfo } {
  const { host, port, localAddress } = options;
  // RFC 6066 3 allows no IP address as server name; the certificate is then checked against the host.
  const servername = tls.servername ?? (isIP(host) ? '' : host);
  const socket = connect({
    host,
    port,
    servername,
    ...(localAddress && { localAddress }),
    ...(tls.ca !== undefined && { secureContext: trustIn(tls.ca) }),
    ...(tls.session && { session: tls.session }),
  });
  let ticket: Buffer | undefined;
  socket.on('session', (session) => {
    ticket = session;
  });
  return { socket, info: () => describe(socket, () => ticket) };
}

function describe(socket: TLSSocket, session: () => Buffer | undefined): TlsInfo {
  const resumed = socket.isSessionReused();
  // A client learns the signature algorithms it shares with the server only from a CertificateRequest.
  const requested = socket.getSharedSigalgs().length > 0;
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    resumed,
    certificateRequested: resumed ? undefined : requested,
    certificate: socket.getPeerX509Certificate()?.raw,
    session,
  };
}
