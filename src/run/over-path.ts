import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import type { Seen, Sent } from '../peers/seen.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { unlessMissing } from './attempt.ts';
import type { Lab } from './lab.ts';

/** A request of the core for a registered WIC, with what came of it. */
export interface OverPath {
  readonly sent: Sent<SipRequest>;
  /** The final response that the core got. */
  readonly answer?: Seen<SipResponse>;
  /** The request as the WIC received it. */
  readonly arrived?: Seen<SipRequest>;
}

/**
 * Sends a MESSAGE with the stored Path unmodified in Route to the SUT's address at Mw (PIXIT), so that nothing
 * depends on whether the host in Path can be resolved, and awaits how it ends, whichever way.
 * @throws PeerDidNot when the WIC is not registered
 */
export async function messageOverPath(lab: Lab, name: string): Promise<OverPath> {
  const wic = lab.wic(name);
  const { core, parameters } = lab;
  const binding = core.registrar.binding(wic.identity.impi);
  if (!binding) throw new PeerDidNot(`register WIC ${name}`);
  const text = { body: 'Are you there?', contentType: 'text/plain' };
  const sent = core.send(core.calls.terminating('MESSAGE', binding, text), parameters.sutMw);
  const answer = await unlessMissing(core.final(sent));
  const refused = answer !== undefined && answer.message.status >= 300;
  const arrived = refused ? wic.mailbox.received('MESSAGE').at(-1) : await unlessMissing(wic.next('MESSAGE'));
  return { sent, ...(answer && { answer }), ...(arrived && { arrived }) };
}
