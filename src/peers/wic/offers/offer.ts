import { chromiumOffer } from './chromium.ts';
import { firefoxOffer } from './firefox.ts';
import { type WicMediaParameters, wicMediaParameters } from './parameters.ts';
import { safariOffer } from './safari.ts';
import { type Shape, shapes } from './shapes.ts';

const all = {
  ...shapes,
  'Chromium 156 audio': chromiumOffer(['audio']),
  'Chromium 156 audio and video': chromiumOffer(['audio', 'video']),
  'Chromium 156 audio, video and data channel': chromiumOffer(['audio', 'video', 'data']),
  'Firefox 153 audio': firefoxOffer(['audio']),
  'Firefox 153 audio and video': firefoxOffer(['audio', 'video']),
  'Firefox 153 audio, video and data channel': firefoxOffer(['audio', 'video', 'data']),
  'Safari audio, video and data channel': safariOffer,
} satisfies Record<string, Shape>;

/** Name of a kind of offer a WIC makes. */
export type WicShape = keyof typeof all;

/** Every name, for whoever has to say which there are. */
export const wicShapes = Object.keys(all) as readonly WicShape[];

export function isWicShape(name: string): name is WicShape {
  return Object.hasOwn(all, name);
}

/** An offer of the WIC. */
export function wicOffer(name: WicShape, parameters: WicMediaParameters = wicMediaParameters()): string {
  const shape: Shape = all[name];
  return `${shape(parameters).join('\r\n')}\r\n`;
}
