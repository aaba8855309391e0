import { parseUri } from '../sip/uri.ts';
import type { VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';

export const variants = {
  'path-token-in-parameter': {
    exercises: ['EPC-6.4.2-9', 'EPC-T5221-1', 'EPC-T5221-6', 'EPC-7.4.3-C2'],
    about: 'puts the flow token into a URI parameter of Path instead of its user part',
  },
} as const satisfies VariantTable;

/** The Path value of a connection: own URI, with the flow token that leads requests of the core to the WIC. */
export function pathOf(cscf: EpCscf, flow: Flow, outbound: boolean): string {
  const { deviation, own } = cscf;
  const token = deviation.is('path-token-shared') ? 'wics' : flow.token;
  const ob = outbound && !deviation.is('path-without-ob') ? ';ob' : '';
  if (deviation.is('path-token-in-parameter')) return `<${own.mw()};lr${ob};flow=${token}>`;
  return `<${own.mw(token)};lr${ob}>`;
}

/** The flow token in a URI of this eP-CSCF. */
export function tokenIn(uri: string): string | undefined {
  const { user, params } = parseUri(uri);
  return user ?? params.get('flow');
}
