import { answering, echoing, refusingHandshake, silentAfterUpgrade, silentAtTls } from './answering-suts.ts';
import { connectionRefused, type StartNullSut, silentAtTcp } from './null-sut.ts';
import { honestFor, thenDead, thenEchoing, thenSilent } from './once.ts';

type NullSuts = Readonly<Record<string, StartNullSut>>;

/** Those with which no WebSocket comes about. */
export const refuseAll: NullSuts = {
  'refuses connections': connectionRefused,
  'is silent at TCP': silentAtTcp,
  'is silent at TLS': silentAtTls,
  'answers the handshake with 403': refusingHandshake(403),
  'answers the handshake with 200': refusingHandshake(200),
};

/** Those that take a WebSocket, but nothing goes through them. */
export const serveNobody: NullSuts = {
  'is silent after the WebSocket handshake': silentAfterUpgrade,
  'answers every request with 403': answering(403),
  'answers every request with 200': answering(200),
  'echoes every message': echoing,
};

export const serveOne: NullSuts = {
  'serves one registration, then is silent': honestFor(1, thenSilent),
  'serves one registration, then echoes': honestFor(1, thenEchoing),
  'serves one registration, then dies': honestFor(1, thenDead),
};
