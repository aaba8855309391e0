import type { z } from 'zod';
import { field, group, section } from './fields.ts';
import { isMediaAddress, type MediaSettings, parsePortRange } from './media.ts';
import type { Profile } from './profile.ts';

const address = () =>
  field({
    read: (host) => (isMediaAddress(host) ? host : undefined),
    expected: 'an IP address',
    example: '192.0.2.1',
  });

const range = group({
  host: address(),
  ports: field({ read: parsePortRange, expected: 'a range of ports', example: '40000-44999' }).optional(),
});

/** `media`, as it is written. */
export const mediaSchema = section({
  wic: address().optional(),
  core: address().optional(),
  agw: section({ access: range.optional(), core: range.optional() }),
});

type Written = z.output<typeof mediaSchema>;

/** Unless told otherwise both sides have their media where our core listens, since the SUT reaches that. */
export function withMediaAddresses<P extends Pick<Profile, 'mw'> & { readonly media: Written }>(
  profile: P,
): Omit<P, 'media'> & { readonly media: MediaSettings } {
  const { host } = profile.mw.listen;
  const own = isMediaAddress(host) ? host : '127.0.0.1';
  const { wic = own, core = own, agw } = profile.media;
  return { ...profile, media: { wic, core, agw } };
}
