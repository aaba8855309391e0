import type { MediaSection } from './description.ts';
import { SdpParseError } from './error.ts';

/**
 * `a=3ge2ae` of a medium (TS 24.229 7.5.2): `requested` by a UE that wants its media protected up to the access gateway,
 * `applied` by the network that does so. Undefined: the attribute is absent.
 * @throws SdpParseError for one without value, or two
 */
export function indicator(section: MediaSection): string | undefined {
  const [first, second] = section.attributes('3ge2ae');
  if (!first) return undefined;
  if (second) throw new SdpParseError('a second a=3ge2ae', second.line.number);
  const value = first.value?.trim();
  if (!value) throw new SdpParseError('a=3ge2ae has no value', first.line.number);
  return value;
}
