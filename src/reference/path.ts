import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';

/** The Path value of a connection: own URI, with the flow token that leads requests of the core to the WIC. */
export function pathOf(cscf: EpCscf, flow: Flow, outbound: boolean): string {
  const shared = cscf.deviation.is('path-token-shared');
  const ob = outbound && !cscf.deviation.is('path-without-ob') ? ';ob' : '';
  return `<${cscf.own.mw(shared ? 'wics' : flow.token)};lr${ob}>`;
}
