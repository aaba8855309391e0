import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { type Fingerprint, fingerprints, setup } from '../../sdp/dtls.ts';
import { type Finding, found, judged, lacking } from './finding.ts';

/** The transport of DTLS-SRTP media with feedback (RFC 5764 8), as the clause writes it. */
export const DTLS_SRTP = 'UDP/TLS/RTP/SAVPF';

/** Lines of RTP whose transport is over DTLS or TLS. */
export function secureTransports(lines: readonly MediaSection[]): Finding[] {
  return lines
    .filter((line) => line.isRtp && /\bD?TLS\b/i.test(line.proto))
    .map((line) => found(line, line.line));
}

/** Lines of RTP with another transport than these. */
export function otherTransports(lines: readonly MediaSection[], accepted: readonly string[]): Finding[] {
  return lines
    .filter((line) => line.isRtp && !accepted.includes(line.proto))
    .map((line) => found(line, line.line));
}

/** Lines of RTP without a fingerprint that can be used: none at all, or only of a hash that must not be (RFC 8122 5). */
export function withoutFingerprint(lines: readonly MediaSection[]): Finding[] {
  return ofRtp(lines, (line) =>
    judged(line, fingerprints, (all) => {
      const [first] = all;
      if (!first) return [lacking(line, 'no fingerprint')];
      if (all.some(({ hash }) => hash !== 'md2' && hash !== 'md5')) return [];
      return [lacking(line, `a fingerprint of ${first.hash} only`, first.line)];
    }),
  );
}

/** Lines whose fingerprint is the other side's: whoever copied it has not its certificate. */
export function copiedFingerprints(lines: readonly MediaSection[], other: SessionDescription): Finding[] {
  const theirs = new Set([other.session, ...other.media].flatMap((each) => fingerprints(each).map(text)));
  return ofRtp(lines, (line) =>
    judged(line, fingerprints, (all) =>
      all
        .filter((each) => theirs.has(text(each)))
        .map((each) => lacking(line, `the other side's fingerprint ${text(each)}`, each.line)),
    ),
  );
}

/** Lines of RTP whose setup (RFC 4145), their own or the session's, is none of those accepted. */
export function otherSetups(lines: readonly MediaSection[], accepted: readonly string[]): Finding[] {
  return ofRtp(lines, (line) =>
    judged(line, setup, (role) => {
      if (!role) return [lacking(line, 'no setup')];
      return accepted.includes(role.value) ? [] : [lacking(line, `a=setup:${role.value}`, role.line)];
    }),
  );
}

function ofRtp(lines: readonly MediaSection[], wrong: (line: MediaSection) => readonly Finding[]): Finding[] {
  return lines.filter(({ isRtp }) => isRtp).flatMap(wrong);
}

function text({ hash, value }: Fingerprint): string {
  return `${hash} ${value}`;
}
