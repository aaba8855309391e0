import { makeCertificates } from '../../src/net/certificates.ts';
import type { Link } from '../../src/net/link.ts';
import { listenWss, type WssServer } from '../../src/net/ws-server.ts';
import { SipRequest, type SipResponse } from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';

const certificates = makeCertificates({ hosts: ['127.0.0.1'] });

/** A W2 server that does with each message what the test says. */
export interface EpcscfStub {
  readonly url: string;
  readonly ca: string;
  /** Everything received, as it came. */
  readonly messages: (SipRequest | SipResponse)[];
  readonly frames: { bytes: Uint8Array; binary: boolean }[];
  readonly links: Link[];
  stop(): Promise<void>;
}

export async function startEpcscfStub(
  onRequest: (request: SipRequest, link: Link) => SipResponse | undefined,
  accept: (offered: readonly string[], origin: string | undefined) => boolean = () => true,
): Promise<EpcscfStub> {
  const { ca, key, cert } = await certificates;
  const stub = {
    messages: [] as (SipRequest | SipResponse)[],
    frames: [] as { bytes: Uint8Array; binary: boolean }[],
    links: [] as Link[],
  };
  const server: WssServer = await listenWss(
    {
      host: '127.0.0.1',
      port: 0,
      key,
      cert,
      acceptProtocol: (offered, origin) => (accept(offered, origin) ? { protocol: 'sip' } : { refuse: 403 }),
    },
    {
      opened: (link) => stub.links.push(link),
      message(link, bytes, { binary = false }) {
        stub.frames.push({ bytes, binary });
        const message = readable(bytes);
        if (!message) return;
        stub.messages.push(message);
        if (!(message instanceof SipRequest)) return;
        const response = onRequest(message, link);
        if (response) link.send(response.bytes);
      },
    },
  );
  return { ...stub, ca, url: server.url, stop: () => server.close() };
}

function readable(bytes: Uint8Array): SipRequest | SipResponse | undefined {
  try {
    return parseMessage(bytes, 'message');
  } catch {
    return undefined;
  }
}
