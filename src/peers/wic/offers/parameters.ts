import { randomBytes, randomInt } from 'node:crypto';
import type { SetupRole } from '../../../sdp/dtls.ts';
import type { IceCandidate } from '../../../sdp/ice.ts';

/** What a WIC's description says of one of its media lines. */
export interface WicLine {
  /** Default destination of RTP. */
  readonly address: string;
  readonly port: number;
  /** Of RTCP, unless both share a port. */
  readonly rtcpPort: number;
  /** Host candidates of the default destinations unless given. */
  readonly candidates?: readonly IceCandidate[];
  readonly ufrag: string;
  readonly pwd: string;
  /** Of its certificate; a shape with one fingerprint has the first. */
  readonly fingerprints: readonly WicFingerprint[];
  /** Of an offer: `actpass` (RFC 5763 5). Of an answer: what is left by the offer unless given. */
  readonly setup?: SetupRole;
  readonly ssrc: number;
}

export interface WicFingerprint {
  /** `sha-256` */
  readonly hash: string;
  /** Upper-case hexadecimal pairs with colons. */
  readonly value: string;
}

/** Who speaks, and what of each line; the same through a call, with a version that grows. */
export interface WicMediaParameters {
  /** Decimal digits, below 2^63. */
  readonly sessionId: string;
  /** Raised by one with every change (RFC 3264 8). */
  readonly version: number;
  /** One for each media line a shape may have. */
  readonly lines: readonly WicLine[];
}

/** Lines of the longest shape. */
const LINES = 4;

/**
 * Parameters of a new call: documentation addresses (RFC 5737), since without media nothing is sent there, each line with
 * ports of its own, and fresh random credentials and fingerprints. What is given takes their place, line by line.
 */
export function wicMediaParameters(
  given: {
    readonly sessionId?: string;
    readonly version?: number;
    readonly lines?: readonly Partial<WicLine>[];
  } = {},
): WicMediaParameters {
  const ice = { ufrag: randomBytes(3).toString('hex'), pwd: randomBytes(16).toString('hex') };
  const fingerprints = [fingerprint('sha-256', 32), fingerprint('sha-512', 64)];
  const count = Math.max(LINES, given.lines?.length ?? 0);
  const lines = Array.from({ length: count }, (_, i): WicLine => {
    const port = 42_000 + 10 * i;
    const defaults = { address: '192.0.2.10', port, ...ice, fingerprints, ssrc: randomInt(1, 2 ** 32) };
    const line = { ...defaults, ...given.lines?.[i] };
    return { rtcpPort: line.port + 1, ...line };
  });
  return {
    sessionId: given.sessionId ?? String(randomInt(1, 2 ** 47)),
    version: given.version ?? 1,
    lines,
  };
}

/** The same with other user fragments and passwords: a restart of ICE (RFC 8839 4.4.1.1.1). */
export function withFreshIce(parameters: WicMediaParameters): WicMediaParameters {
  const fresh = wicMediaParameters();
  const ice = { ufrag: fresh.lines[0]?.ufrag ?? '', pwd: fresh.lines[0]?.pwd ?? '' };
  return { ...parameters, lines: parameters.lines.map((line) => ({ ...line, ...ice })) };
}

function fingerprint(hash: string, octets: number): WicFingerprint {
  const pairs = randomBytes(octets).toString('hex').toUpperCase().match(/../g) ?? [];
  return { hash, value: pairs.join(':') };
}
