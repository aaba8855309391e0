import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Seen, Sent } from '../../src/peers/seen.ts';
import type { InCall } from '../../src/run/calls/in-call.ts';
import type { End, StandingCall } from '../../src/run/calls/standing-call.ts';
import type { WithoutOffer } from '../../src/run/calls/without-offer.ts';
import type { SipRequest, SipResponse } from '../../src/sip/message.ts';
import type { Scenario } from './world.ts';

/** What a scenario about the signalling of calls remembers. */
interface CallNotes {
  readonly calls: StandingCall[];
  readonly requests: InCall[];
  /** Final responses of either end's re-INVITE, where both sent one at once. */
  crossed?: Readonly<Record<End, Seen<SipResponse>>>;
  /** An INVITE of the core without offer. */
  withoutOffer?: WithoutOffer;
  /** An INVITE that is not answered, or is to be answered in a certain way. */
  ringing?: Ringing;
}

/** An INVITE of one end without call standing. */
export interface Ringing {
  readonly from: End;
  readonly sent: Sent<SipRequest>;
  readonly received?: Seen<SipRequest> | undefined;
}

const notes = new WeakMap<Scenario, CallNotes>();

export function callNotes(scenario: Scenario): CallNotes {
  const known = notes.get(scenario) ?? { calls: [], requests: [] };
  notes.set(scenario, known);
  return known;
}

/** The last call of the named WIC. */
export function standingCall(scenario: Scenario, name: string): StandingCall {
  const call = callNotes(scenario).calls.findLast((each) => each.name === name);
  if (!call) throw new Error(`WIC ${name} was in no call in an earlier step`);
  return call;
}

/** The last request inside a call. */
export function lastInCall(scenario: Scenario): InCall {
  const request = callNotes(scenario).requests.at(-1);
  if (!request) throw new Error('nothing was sent inside a call in an earlier step');
  return request;
}

/** The INVITE without call. */
export function ringing(scenario: Scenario): Ringing {
  const { ringing: noted } = callNotes(scenario);
  if (!noted) throw new Error('nobody was called in an earlier step');
  return noted;
}

/** The INVITE that came across. @throws PeerDidNot when none did */
export function inviteAcross(scenario: Scenario): Seen<SipRequest> {
  const { received, from } = ringing(scenario);
  if (!received) throw new PeerDidNot(`send the INVITE on to ${from === 'wic' ? 'Mw' : 'the WIC'}`);
  return received;
}
