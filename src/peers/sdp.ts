import { parse as parseSdp, type SessionDescription, write as writeSdp } from 'sdp-transform';

/** Content type of what this file makes. */
export const SDP = 'application/sdp';

/** PCMU and PCMA with their static payload types (RFC 3551). */
const CODECS = [
  { payload: 0, codec: 'PCMU', rate: 8000 },
  { payload: 8, codec: 'PCMA', rate: 8000 },
];

export interface AudioDescription {
  /** Address for media; a documentation address (RFC 5737), since no media flows. */
  readonly address?: string;
  readonly port?: number;
  /** Version of the session description; raised by one with every change (RFC 3264 8). */
  readonly version?: number;
}

/** Plain audio over RTP/AVP. */
export function audioOffer(description: AudioDescription = {}): string {
  return audio(description, CODECS);
}

/** Answer to a plain audio offer: its first codec we know, further media lines refused with port 0. */
export function audioAnswer(offer: string, description: AudioDescription = {}): string {
  const offered = parseSdp(offer);
  let accepted = false;
  const media = offered.media.map((line) => {
    const codecs = CODECS.filter((c) => String(line.payloads).split(' ').includes(String(c.payload)));
    const takes = !accepted && line.type === 'audio' && line.port !== 0 && codecs.length > 0;
    accepted ||= takes;
    const payloads = takes ? codecs.map((c) => c.payload).join(' ') : String(line.payloads ?? 0);
    return {
      type: line.type,
      port: takes ? (description.port ?? 49170) : 0,
      protocol: line.protocol,
      payloads,
      rtp: takes ? codecs : [],
      fmtp: [],
    };
  });
  return writeSdp({ ...session(description), media });
}

function audio(description: AudioDescription, codecs: typeof CODECS): string {
  const line = {
    type: 'audio',
    port: description.port ?? 49170,
    protocol: 'RTP/AVP',
    payloads: codecs.map((c) => c.payload).join(' '),
    rtp: codecs,
    fmtp: [],
    direction: 'sendrecv' as const,
  };
  return writeSdp({ ...session(description), media: [line] });
}

function session({
  address = '192.0.2.10',
  version = 1,
}: AudioDescription): Omit<SessionDescription, 'media'> {
  return {
    version: 0,
    origin: {
      username: '-',
      sessionId: '1',
      sessionVersion: version,
      netType: 'IN',
      ipVer: 4,
      address,
    },
    name: '-',
    connection: { version: 4, ip: address },
    timing: { start: 0, stop: 0 },
  };
}
