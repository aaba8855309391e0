import type { SecureRemote } from '../../media/secure-remote.ts';
import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { fingerprints, setup } from '../../sdp/dtls.ts';
import { candidates, credentials, isLite } from '../../sdp/ice.ts';
import { rtcpAddress, rtcpMux } from '../../sdp/rtcp.ts';

/** Where the core's side of the SUT says that a line's media go; undefined where it takes none. */
export function plainRemote(
  section: MediaSection,
): { readonly host: string; readonly rtp: number; readonly rtcp: number } | undefined {
  const { address, port } = section;
  if (address === undefined || section.disabled) return undefined;
  return { host: address, rtp: port, rtcp: rtcpMux(section) ? port : rtcpAddress(section).port };
}

/** Roles and RTCP as both descriptions of a line agree on. */
export interface Agreement {
  readonly dtlsRole: 'client' | 'server';
  readonly rtcpMux: boolean;
  /** The WIC made the offer; beside a lite agent it controls in any case (RFC 8445 6.1.1). */
  readonly controlling: boolean;
}

/** What the SUT's description on W2 tells the WIC of a line. */
export function secureRemote(
  sdp: SessionDescription,
  section: MediaSection,
  agreement: Agreement,
): SecureRemote {
  const { ufrag, pwd } = credentials(section);
  const address = plainRemote(section);
  return {
    ...agreement,
    controlling: agreement.controlling || isLite(sdp),
    ...(ufrag !== undefined &&
      pwd !== undefined && { ice: { ufrag, pwd, candidates: candidates(section), lite: isLite(sdp) } }),
    ...(address && { address }),
    fingerprints: fingerprints(section).map(({ hash, value }) => ({ hash, value })),
  };
}

/**
 * The WIC's role in DTLS where the SUT's description says that of the eIMS-AGW (RFC 5763 5).
 * @param wanted where the description leaves it open
 */
export function ownRole(section: MediaSection, wanted: 'client' | 'server' = 'client'): 'client' | 'server' {
  const theirs = setup(section)?.value;
  if (theirs === 'active') return 'server';
  return theirs === 'passive' ? 'client' : wanted;
}
