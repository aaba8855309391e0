import { write } from 'sdp-transform';

/** Who describes a session, and which of its versions this is (RFC 8866 5.2). */
export interface Session {
  readonly sessionId: string;
  readonly version: number;
  readonly address: string;
}

/** The lines of a description before its times. */
export function sessionLines({ sessionId, version, address }: Session): string[] {
  const text = write({
    version: 0,
    origin: {
      username: '-',
      sessionId,
      sessionVersion: version,
      netType: 'IN',
      ipVer: address.includes(':') ? 6 : 4,
      address,
    },
    name: '-',
    timing: { start: 0, stop: 0 },
    media: [],
  });
  return text
    .trimEnd()
    .split('\r\n')
    .filter((line) => !line.startsWith('t='));
}
