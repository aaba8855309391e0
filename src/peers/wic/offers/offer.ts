import { type WicMediaParameters, wicMediaParameters } from './parameters.ts';
import { type Shape, shapes } from './shapes.ts';

const all = { ...shapes };

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
