import type { ServerTransaction } from '../endpoint/transactions.ts';
import type { SipRequest } from '../sip/message.ts';
import { forwardOriginating } from './5.2.6.3-dialog.ts';
import type { VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import type { Asserted } from './identity.ts';
import { withRoute } from './route.ts';

export const variants = {
  'emergency-to-s-cscf': {
    exercises: [
      'EPC-7.4.3-1',
      'EPC-7.4.3-1b',
      'EPC-7.4.3-1c',
      'EPC-7.4.3-1d',
      'EPC-7.4.3-1f',
      'EPC-7.4.3-2',
      'EPC-7.4.3-Ab',
    ],
    about: 'proceeds with an emergency call by way of the S-CSCF (23.167 6.2.1)',
    needs: { emergencyPolicy: 'proceed', originCountry: 'pani' },
  },
} as const satisfies VariantTable;

/** 24.229 5.2.10.4, request not rejected: the call goes to the E-CSCF as a service URN, with a number to call back. */
export function proceedEmergency(
  cscf: EpCscf,
  tx: ServerTransaction,
  flow: Flow,
  request: SipRequest,
  asserted: Asserted | undefined,
): void {
  const { core } = cscf.config;
  const service = request.uri.toLowerCase().startsWith('urn:service:sos') ? request.uri : 'urn:service:sos';
  const host = core.host.includes(':') ? `[${core.host}]` : core.host;
  const toServing = cscf.deviation.is('emergency-to-s-cscf');
  const route = toServing ? (asserted?.set.serviceRoute ?? []) : [`<sip:${host}:${core.port};lr>`];
  const tel = asserted?.set.impus.find((impu) => impu.startsWith('tel:') && impu !== asserted.uri);
  const identities = [asserted?.uri, tel].filter((uri) => uri !== undefined).map((uri) => `<${uri}>`);
  const call = withRoute(request.withUri(service), route).with('P-Asserted-Identity', ...identities);
  forwardOriginating(cscf, tx, flow, call);
}
