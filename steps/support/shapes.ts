import { type CoreShape, coreShapes, isCoreShape } from '../../src/peers/core/descriptions.ts';
import { isWicShape, type WicShape, wicShapes } from '../../src/peers/wic/offers/offer.ts';

/** The offer of a WIC that a feature names. */
export function wicShape(name: string): WicShape {
  if (isWicShape(name)) return name;
  throw new Error(`no WIC offers "${name}", but: ${wicShapes.join(', ')}`);
}

/** The offer of the far user that a feature names. */
export function coreShape(name: string): CoreShape {
  if (isCoreShape(name)) return name;
  throw new Error(`the far user does not offer "${name}", but: ${coreShapes.join(', ')}`);
}
