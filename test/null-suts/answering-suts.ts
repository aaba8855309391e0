import { createServer as createTlsServer } from 'node:tls';
import { listenMw } from '../../src/net/mw-listener.ts';
import { type HandshakeDecision, listenWss } from '../../src/net/ws-server.ts';
import { newTag } from '../../src/sip/ids.ts';
import { respond, SipRequest } from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';
import { certificates, host, mute, type StartNullSut } from './null-sut.ts';

/** What is sent back for a message, on the connection it came on; undefined for nothing. */
export type Reflex = (bytes: Uint8Array) => Uint8Array | undefined;

/** Completes TLS and does not answer the WebSocket handshake. */
export const silentAtTls: StartNullSut = async () => {
  const { key, cert } = await certificates;
  return mute(createTlsServer({ key, cert }, (socket) => socket.on('error', () => {}).resume()));
};

/** Answers the handshake with a status that is not 101. */
export const refusingHandshake = (refuse: number): StartNullSut =>
  reflecting(
    () => undefined,
    () => ({ refuse }),
  );

/** Accepts WebSockets and never sends a message. */
export const silentAfterUpgrade = reflecting(() => undefined);

/** Sends every message back as it came, on both sides. */
export const echo: Reflex = (bytes) => bytes;
export const echoing = reflecting(echo);

/** Answers every request with one status, on both sides, and never asks anybody else. */
export const answering = (status: number): StartNullSut =>
  reflecting((bytes) => {
    const request = readRequest(bytes);
    if (!request || request.method === 'ACK') return undefined;
    const contact = request.value('Contact');
    const headers = status < 300 && contact !== undefined ? [['Contact', contact] as const] : [];
    return respond(request, status, { toTag: newTag(), headers }).bytes;
  });

function reflecting(
  reflex: Reflex,
  accept: () => HandshakeDecision = () => ({ protocol: 'sip' }),
): StartNullSut {
  return async () => {
    const { ca, key, cert } = await certificates;
    const message = (link: { send(bytes: Uint8Array): string }, bytes: Uint8Array): void => {
      const back = reflex(bytes);
      if (back) link.send(back);
    };
    const w2 = await listenWss({ host, port: 0, key, cert, acceptProtocol: accept }, { message });
    const mw = await listenMw({ host, port: 0 }, { message });
    return {
      url: w2.url,
      ca,
      mw: `udp:${host}:${mw.address.port}`,
      stop: async () => void (await Promise.all([w2.close(0), mw.close()])),
    };
  };
}

function readRequest(bytes: Uint8Array): SipRequest | undefined {
  try {
    const message = parseMessage(bytes, 'datagram');
    return message instanceof SipRequest ? message : undefined;
  } catch {
    return undefined;
  }
}
