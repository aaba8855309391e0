import type { EpCscf } from './ep-cscf.ts';

/** P-Charging-Vector with what the originating side says: icid-value and type 1 orig-ioi (RFC 7315 4.6). */
export function chargingVector(cscf: EpCscf, icid: string): string {
  const prefix = cscf.deviation.is('ioi-type-prefix') ? 'Type 1' : '';
  return `icid-value="${icid}";orig-ioi="${prefix}${cscf.config.home.ioi}"`;
}
