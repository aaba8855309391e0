import { type NamedAddress, transportAddresses } from '../../sdp/addresses.ts';
import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { type Finding, judged } from './finding.ts';

/** RFC 5737 and RFC 3849: addresses that no node has, so that one of them can only have been copied. */
const DOCUMENTATION = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:0?db8:/i;

/**
 * Where a description names an address and port of the other side's description. Of a documentation address the
 * address alone counts, since nobody else can have it.
 */
export function leakedAddresses(sdp: SessionDescription, other: SessionDescription): readonly Finding[] {
  const theirs = transportAddresses(other).filter(isConcrete);
  return judged(sdp, everyAddress, (all) =>
    all
      .filter(isConcrete)
      .filter(({ address, port }) =>
        theirs.some((each) => each.address === address && (each.port === port || isDocumentation(address))),
      )
      .map(({ address, port, line }) => ({
        what: `${address} port ${port} in line ${line.type}=${line.value}`,
        line,
      })),
  );
}

/** The address of the other side in the origin line, which is a name rather than a destination (RFC 8866 5.2). */
export function leakedOrigin(judged: SessionDescription, other: SessionDescription): Finding[] {
  const { address, line } = judged.origin;
  const addresses = new Set([
    other.origin.address,
    ...transportAddresses(other)
      .filter(isConcrete)
      .map((each) => each.address),
  ]);
  return isDocumentation(address) && addresses.has(address) ? [{ what: `o=${line.value}`, line }] : [];
}

/** Lines whose default destination is another line's (23.228 U.1.3.3). */
export function sharedPorts(sdp: SessionDescription): Finding[] {
  const seen = new Map<string, string>();
  const wrong: Finding[] = [];
  for (const { disabled, address = '', port, index, line } of sdp.media) {
    if (disabled || !isConcrete({ address, port })) continue;
    const key = `${address} port ${port}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, `m-line ${index + 1}`);
    else wrong.push({ what: `${first} and m-line ${index + 1} have ${key}`, line });
  }
  return wrong;
}

function everyAddress(sdp: SessionDescription): NamedAddress[] {
  return [...transportAddresses(sdp), ...sdp.media.flatMap(furtherRtcp)];
}

/** Destinations for RTCP beyond the first, which alone counts (RFC 3605 2.1): what is left over may stand there, too. */
function furtherRtcp(section: MediaSection): NamedAddress[] {
  return section
    .attributes('rtcp')
    .slice(1)
    .map(({ value = '', line }) => {
      const [port, , , address = section.address ?? ''] = value.split(' ');
      return { address, port: Number(port), line };
    });
}

function isDocumentation(address: string): boolean {
  return DOCUMENTATION.test(address);
}

/** A place where media could really go; browsers write 0.0.0.0 and port 9 for "not known yet" (RFC 8829 5.2.1). */
function isConcrete({ address, port }: { readonly address: string; readonly port: number }): boolean {
  return port !== 0 && port !== 9 && address !== '' && address !== '0.0.0.0' && address !== '::';
}
