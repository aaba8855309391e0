import { dirname, join } from 'node:path';

/** The folder with `features` and `steps`: the checkout, or `dist` in an installed package. */
export const projectRoot = join(dirname(import.meta.dirname), '..');
