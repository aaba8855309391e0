import type { SipMessage } from '../sip/message.ts';
import { withoutToken } from './bearer.ts';
import type { FaultTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';

export const faults = {
  'charging-data-leaked': {
    kills: ['EPC-T5221-10'],
    warns: ['EPC-7.4.2-R2'],
    about: 'passes P-Charging-Vector and P-Charging-Function-Addresses on to the WIC',
  },
} as const satisfies FaultTable;

/** Charging data stay in the trust domain (RFC 7315 4.5, 4.6): nothing of it reaches a WIC. */
export function withoutCharging<M extends SipMessage>(cscf: EpCscf, message: M): M {
  if (cscf.deviation.is('charging-data-leaked')) return message;
  return message.without('P-Charging-Vector').without('P-Charging-Function-Addresses');
}

/**
 * What a WIC may see of a message of the core: no charging data, no location of the other user, and no
 * asserted identity that its owner wants withheld (RFC 3325 7).
 */
export function outwards<M extends SipMessage>(cscf: EpCscf, message: M): M {
  const open = withoutCharging(cscf, message).without('P-Access-Network-Info');
  const privacy =
    open
      .value('Privacy')
      ?.toLowerCase()
      .split(/[\s;,]+/) ?? [];
  return privacy.includes('id') ? open.without('P-Asserted-Identity') : open;
}

/** Takes out of a WIC's message what only the network may say. */
export function inwards<M extends SipMessage>(message: M): M {
  return removeNetworkProvided(
    withoutToken(message)
      .without('P-Asserted-Identity')
      .without('P-Charging-Vector')
      .without('P-Charging-Function-Addresses')
      .without('P-Visited-Network-ID')
      .without('P-Called-Party-ID'),
  );
}

/** Only the network may claim that access network information is network-provided (24.229 5.2.6.3). */
export function removeNetworkProvided<M extends SipMessage>(message: M): M {
  const infos = message.values('P-Access-Network-Info');
  const own = infos.filter((info) => !/;\s*network-provided/i.test(info));
  if (own.length === infos.length) return message;
  return own.length === 0
    ? message.without('P-Access-Network-Info')
    : message.with('P-Access-Network-Info', ...own);
}
