import { ConnectionFailed } from '../net/link.ts';
import { Wic, type WicOptions } from '../peers/wic/wic.ts';

/** How the attempt to open a WebSocket ended, when every end is legal. */
export interface Handshake {
  /** HTTP status of the answer; absent when there was none. */
  readonly status?: number;
  /** Value of Sec-WebSocket-Protocol in the answer, '' without. */
  readonly protocol: string;
  /** Trace id of the answer; absent when there was none. */
  readonly id?: string;
  /** The WIC on the connection, when one was opened. */
  readonly wic?: Wic;
  /** What happened, in one line for the report. */
  readonly outcome: string;
}

/** Tries to open a WebSocket. A refusal, and a SUT that does not listen or answer, are results like any other. */
export async function tryHandshake(options: WicOptions): Promise<Handshake> {
  try {
    const result = await Wic.tryConnect(options);
    if (result instanceof Wic) return opened(result);
    const { status, reason, trace: id, headers } = result;
    const protocol = headers['sec-websocket-protocol'] ?? '';
    return { status, protocol, id, outcome: `handshake answered ${status} ${reason}`.trim() };
  } catch (reason) {
    if (!(reason instanceof ConnectionFailed)) throw reason;
    return { protocol: '', outcome: `no answer to the handshake: ${reason.message}` };
  }
}

function opened(wic: Wic): Handshake {
  const { status, protocol, trace: id } = wic.connection.handshake;
  const named = protocol === '' ? 'without sub-protocol' : `with sub-protocol ${protocol}`;
  return { status, protocol, id, wic, outcome: `handshake answered ${status} ${named}` };
}
