import type { Wic } from '../peers/wic/wic.ts';
import type { Lab } from './lab.ts';

const NAME = 'bystander';

/**
 * A barrier for absence when the connection in question may be gone: registers a WIC that has no part in the
 * scenario, which the SUT can only serve while it lives, and waits the PIXIT guard time.
 * @throws PeerDidNot when the SUT does not serve it, so that absence would prove nothing
 */
export async function registerBystander(lab: Lab): Promise<Wic> {
  const known = lab.has(NAME) ? lab.wic(NAME) : undefined;
  const wic = known?.connection.open ? known : await lab.connect(NAME);
  if (wic === known) await wic.reregister();
  else await lab.register(wic);
  await lab.guard();
  return wic;
}
