import { addressText, type Link } from '../net/link.ts';
import { listenMw } from '../net/mw-listener.ts';
import { openWebSocket } from '../net/ws-client.ts';
import type { MwAddress } from '../profile/address.ts';
import { newBranch, newCallId, newTag } from '../sip/ids.ts';
import { SipRequest, SipResponse } from '../sip/message.ts';
import { parseMessage } from '../sip/parse.ts';
import type { Sut } from './sut.ts';

/** One look whether a SUT serves, rather than merely having an open port: the listen backlog opens that, too. */
export type Look = () => Promise<boolean>;

/** How long one look waits for an answer, in milliseconds. */
const LOOK_MS = 1000;

/** Whether a WebSocket with sub-protocol sip opens. */
export function webSocketOpens({ url, ca, servername }: Sut['w2'], origin: string): Look {
  return async () => {
    try {
      const link = await openWebSocket(
        {
          url,
          protocols: ['sip'],
          origin,
          maxMs: LOOK_MS,
          ...(ca !== undefined && { ca }),
          ...(servername !== undefined && { servername }),
        },
        { message: () => {} },
      );
      link.close();
      return true;
    } catch {
      return false;
    }
  };
}

/** Whether an OPTIONS to the SUT's own address at Mw gets 200 (RFC 3261 11). @param from the core's host */
export function optionsAnswered(mw: MwAddress, from: string): Look {
  return async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const listener = await listenMw(
      { host: from, port: 0 },
      { message: (_, bytes) => (isOk(bytes) ? resolve(true) : undefined) },
      { connectMs: LOOK_MS },
    );
    const timer = setTimeout(() => resolve(false), LOOK_MS);
    try {
      const link = await listener.linkTo(mw.transport, mw);
      link.send(options(mw, link, addressText(listener.address)).bytes);
      return await promise;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      await listener.close();
    }
  };
}

function options(mw: MwAddress, { transport }: Link, local: string): SipRequest {
  const uri = `sip:${addressText(mw)}`;
  return SipRequest.build({
    method: 'OPTIONS',
    uri,
    headers: [
      ['Via', `SIP/2.0/${transport.toUpperCase()} ${local};rport;branch=${newBranch()}`],
      ['Max-Forwards', '70'],
      ['From', `<sip:${local}>;tag=${newTag()}`],
      ['To', `<${uri}>`],
      ['Call-ID', newCallId()],
      ['CSeq', '1 OPTIONS'],
      ['Contact', `<sip:${local}>`],
      ['Accept', 'application/sdp'],
    ],
  });
}

function isOk(bytes: Uint8Array): boolean {
  try {
    const message = parseMessage(bytes);
    return message instanceof SipResponse && message.status === 200;
  } catch {
    return false;
  }
}
