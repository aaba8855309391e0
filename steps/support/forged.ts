import type { Bend } from '../../src/peers/wic/misbehaviour.ts';

/** What WICs of the scenarios claim that only the network may say. */
export const FORGED = {
  network: 'visited.forged.example',
  icid: 'forged-by-the-wic',
  identity: 'sip:forged@forged.example',
} as const;

/** The fault of a request that has such a claim in that header field. */
export function forgery(header: string): Bend {
  if (header === 'P-Visited-Network-ID') return { name: 'visited-network', network: FORGED.network };
  if (header === 'P-Charging-Vector') return { name: 'charging-vector', icid: FORGED.icid };
  if (header === 'P-Asserted-Identity') return { name: 'asserted-identity', uri: FORGED.identity };
  if (header === 'P-Preferred-Identity') return { name: 'preferred-identity', uri: FORGED.identity };
  throw new Error(`no way to forge ${header}`);
}
