import { isIP } from 'node:net';
import { mid } from '../../sdp/bundle.ts';
import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { fingerprints, setup } from '../../sdp/dtls.ts';
import { candidates, credentials, isLite } from '../../sdp/ice.ts';
import { rtcpAddress, rtcpMux } from '../../sdp/rtcp.ts';
import type { AccessRemote, TransportAddress } from '../agw/agw.ts';
import type { VariantTable } from '../deviation.ts';
import { isUnspecified } from './attributes.ts';
import type { Line } from './line.ts';
import type { Terms } from './terms.ts';

export const variants = {
  'dtls-passive': {
    exercises: [
      'EPC-7.4.1-e3',
      'EPC-7.4.1-f1',
      'EPC-7.4.1-f5',
      'SDP-5763-2',
      'EPC-7.1-7b',
      'EPC-7.1-7e',
      'EPC-7.1-7f',
      'EPC-7.1-7i',
      'SDP-5763-5',
    ],
    about: 'answers actpass with passive and awaits the DTLS handshake',
  },
} as const satisfies VariantTable;

/** Whether ICE is done for a line: as the WIC describes it, not at all, or not because its default is no candidate. */
export type IceUse = 'ice' | 'none' | 'mismatch';

/**
 * RFC 5245 5.1: a line without credentials has no ICE. One whose default destination is an address and port that is
 * none of its candidates is a mismatch; 0.0.0.0, port 9 and host names are no such default (RFC 8839 4.2.5).
 */
export function iceUse(section: MediaSection): IceUse {
  const { ufrag, pwd } = credentials(section);
  if (ufrag === undefined || pwd === undefined) return 'none';
  if (section.has('ice-mismatch')) return 'mismatch';
  const destination = defaultDestination(section, false);
  const offered = candidates(section);
  if (destination === undefined || offered.length === 0) return 'ice';
  const fits = offered.some(
    ({ address, port }) =>
      address.toLowerCase() === destination.host.toLowerCase() && port === destination.rtp,
  );
  return fits ? 'ice' : 'mismatch';
}

/**
 * Where media go by c=, m= and a=rtcp; undefined when no address and port is named there.
 * @param mux RTP and RTCP share the port
 */
export function defaultDestination(section: MediaSection, mux: boolean): TransportAddress | undefined {
  const { address, port } = section;
  if (address === undefined || isIP(address) === 0 || isUnspecified(address)) return undefined;
  if (port === 0 || port === 9) return undefined;
  const rtcp = mux ? port : rtcpAddress(section).port;
  return { host: address, rtp: port, rtcp };
}

/** RTP and RTCP share a port if the WIC wants it and the AGW is able to (RFC 5761 5.1.1). */
export function sharesPort(section: MediaSection, terms: Terms): boolean {
  return section.isRtp && terms.rtcpMux && rtcpMux(section);
}

/** The AGW's role in DTLS after an offer of the WIC: that of before if the association goes on (RFC 5763 5). */
export function roleAfterOffer(section: MediaSection, line: Line, terms: Terms): 'client' | 'server' {
  const offered = setup(section)?.value;
  if (offered === 'active') return 'server';
  if (offered === 'passive') return 'client';
  const before = line.remote?.access;
  if (before && sameCertificate(section, before)) return before.dtlsRole;
  return terms.deviation.is('dtls-passive') ? 'server' : 'client';
}

/** The AGW's role in DTLS after an answer of the WIC to actpass. */
export function roleAfterAnswer(section: MediaSection): 'client' | 'server' {
  return setup(section)?.value === 'passive' ? 'client' : 'server';
}

/** RFC 8445 9: other credentials than before ask for new ones. */
export function restartsIce(section: MediaSection, line: Line): boolean {
  const before = line.remote?.access.ice;
  const { ufrag, pwd } = credentials(section);
  if (!before || ufrag === undefined) return false;
  return before.ufrag !== ufrag || before.pwd !== pwd;
}

/** Reads all that an answer is going to depend on. @throws SdpParseError */
export function readAccess(section: MediaSection): void {
  iceUse(section);
  setup(section);
  fingerprints(section);
  rtcpAddress(section);
  mid(section);
}

/** What the AGW has to know of the WIC's end of a line. */
export function accessRemote(
  description: SessionDescription,
  section: MediaSection,
  agreed: { readonly ice: IceUse; readonly dtlsRole: 'client' | 'server'; readonly rtcpMux: boolean },
): AccessRemote {
  const { ufrag, pwd } = credentials(section);
  const address = defaultDestination(section, agreed.rtcpMux);
  const lite = isLite(description);
  return {
    ...(agreed.ice === 'ice' &&
      ufrag !== undefined &&
      pwd !== undefined && { ice: { ufrag, pwd, candidates: candidates(section), lite } }),
    ...(address && { address }),
    fingerprints: fingerprints(section).map(({ hash, value }) => ({ hash, value })),
    dtlsRole: agreed.dtlsRole,
    rtcpMux: agreed.rtcpMux,
  };
}

function sameCertificate(section: MediaSection, before: AccessRemote): boolean {
  const now = fingerprints(section);
  return now.some(({ hash, value }) =>
    before.fingerprints.some(
      (known) => known.hash === hash && known.value.toUpperCase() === value.toUpperCase(),
    ),
  );
}
