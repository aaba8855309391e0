import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { Milenage } from '../sip/milenage.ts';
import type { Identity } from './identity.ts';

/** MILENAGE with the keys of a subscription. @throws PeerDidNot when it has none */
export function milenageOf({ impi, k, opc }: Identity): Milenage {
  if (k === undefined || opc === undefined) {
    throw new PeerDidNot(
      `offer keys of IMS AKA for ${impi}`,
      'identities.list of the profile has no k and opc',
    );
  }
  return new Milenage(Buffer.from(k, 'hex'), Buffer.from(opc, 'hex'));
}
