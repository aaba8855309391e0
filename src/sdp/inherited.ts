import { MediaSection, type Section } from './description.ts';
import type { Level, SdpAttribute } from './line.ts';

/** Attributes that hold for a section: its own, else for a medium those of the session. */
export function inherited(
  section: Section,
  name: string,
): { readonly attributes: readonly SdpAttribute[]; readonly level: Level } {
  const own = section.attributes(name);
  if (!(section instanceof MediaSection)) return { attributes: own, level: 'session' };
  if (own.length > 0) return { attributes: own, level: 'media' };
  return { attributes: section.session.attributes(name), level: 'session' };
}
