import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { to } from '../../src/sip/headers/index.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import { sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from './world.ts';

/**
 * Every REGISTER of the named WIC that arrived at Mw so far, in order.
 * @throws PeerDidNot when there is none
 */
export function registersAtMw({ lab }: Scenario, name: string): readonly Seen<SipRequest>[] {
  const { impus } = lab.wic(name).identity;
  const seen = lab.core.registers((request) => impus.some((impu) => sameUri(to(request).uri, impu)));
  if (seen.length === 0) throw new PeerDidNot(`send a REGISTER of WIC ${name} to Mw`);
  return seen;
}
