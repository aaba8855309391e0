import type { FaultTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type { Flow } from '../flows.ts';

export const faults = {
  '3ge2ae-wanted-again': {
    kills: ['EPC-7.4.1-f4'],
    about: 'refuses offers without 3ge2ae from a WIC that has once requested it',
  },
} as const satisfies FaultTable;

const requesting = new WeakSet<Flow>();

/** Whether an offer is to be refused because it does not ask for protection up to the access edge (24.229 7.5.2). */
export function lacksRequest(flow: Flow, offer: Uint8Array, deviation: Deviation): boolean {
  if (!deviation.is('3ge2ae-wanted-again')) return false;
  const requests = Buffer.from(offer).includes('a=3ge2ae:requested');
  if (requests) requesting.add(flow);
  return !requests && requesting.has(flow);
}
