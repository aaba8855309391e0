import type { SipMessage } from '../../sip/message.ts';

/** The session description in a message: its whole body, or one part of a multipart body (RFC 5621). */
export interface SdpBody {
  readonly octets: Uint8Array;
  /** The message with another description in that place; undefined takes it out. */
  replace<M extends SipMessage>(message: M, sdp: string | undefined): M;
}

/** The session description of a message, if it has one. */
export function sdpBody(message: SipMessage): SdpBody | undefined {
  if (message.body.length === 0) return undefined;
  const type = message.value('Content-Type') ?? '';
  if (isSdp(type)) {
    return {
      octets: message.body,
      replace: (other, sdp) => other.withBody(sdp ?? '', sdp === undefined ? undefined : SDP),
    };
  }
  const boundary = boundaryOf(type);
  return boundary === undefined ? undefined : partOf(message.body, boundary);
}

const SDP = 'application/sdp';

function isSdp(type: string): boolean {
  return type.split(';', 1)[0]?.trim().toLowerCase() === SDP;
}

function boundaryOf(type: string): string | undefined {
  if (!/^\s*multipart\//i.test(type)) return undefined;
  const found = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  return found?.[1] ?? found?.[2];
}

/** Octets are kept one to one, as Latin-1 text, so that other parts may be anything. */
function partOf(body: Uint8Array, boundary: string): SdpBody | undefined {
  const text = Buffer.from(body).toString('latin1');
  const delimiter = new RegExp(
    `(?:^|\\r\\n)--${boundary.replace(/[.*+?^$()[\]{}|\\/-]/g, '\\$&')}(?=--|\\s*\\r\\n)`,
    'g',
  );
  const marks = [...text.matchAll(delimiter)];
  for (const [index, mark] of marks.entries()) {
    const next = marks[index + 1];
    const start = text.indexOf('\r\n', mark.index + mark[0].length);
    if (!next || start < 0) break;
    const part = text.slice(start + 2, next.index);
    const blank = part.startsWith('\r\n') ? 0 : part.indexOf('\r\n\r\n') + 2;
    const head = part.slice(0, blank);
    const type = /^content-type\s*:(.*)$/im.exec(head)?.[1] ?? '';
    if (blank < 2 || !isSdp(type)) continue;
    const from = start + 2 + blank + 2;
    const around = [text.slice(0, from), text.slice(next.index)] as const;
    return {
      octets: Buffer.from(text.slice(from, next.index), 'latin1'),
      replace: (message, sdp) => {
        const middle = Buffer.from(sdp ?? '').toString('latin1');
        return message.withBody(Buffer.from(`${around[0]}${middle}${around[1]}`, 'latin1'));
      },
    };
  }
  return undefined;
}
