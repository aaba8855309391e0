import { contacts, to } from '../sip/headers/address.ts';
import { expires } from '../sip/headers/basic.ts';
import type { SipRequest } from '../sip/message.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { holds, type RegisteredSet } from './tls-association.ts';

export const faults = {
  'closed-before-200': {
    kills: ['EPC-6A.3-2', 'EPC-6A.3-2b'],
    preamble: [
      'EPC-6.4.1-3b',
      'EPC-6A.3-3',
      'EPC-6A.3-4',
      'EPC-6A.3-5',
      'EPC-6A.3-5b',
      'EPC-6A.3-6',
      'EPC-6.1-6b',
    ],
    about: 'closes the WebSocket before the 200 to the deregistration is delivered',
  },
  'removed-impu-asserted': {
    kills: ['EPC-6A.3-3', 'EPC-6A.3-4'],
    about: 'goes on asserting a deregistered IMPU while another one is registered on the connection',
  },
  'deregistration-ignored': {
    kills: ['EPC-6.4.1-3b', 'EPC-6A.3-2b', 'EPC-6A.3-3', 'EPC-6A.3-4', 'EPC-6A.3-5', 'EPC-6.1-6b'],
    warns: ['EPC-6A.3-5b'],
    about: 'keeps association and connection after the 200 to a deregistration',
  },
  'open-after-deregistration': {
    kills: ['EPC-6A.3-5'],
    warns: ['EPC-6A.3-5b'],
    about: 'leaves the WebSocket open when no IMPU is registered any more',
  },
  'closed-after-any-deregistration': {
    kills: ['EPC-6A.3-6'],
    preamble: ['EPC-6A.3-3', 'EPC-6A.3-4'],
    about: 'closes the WebSocket although another IMPU is still registered on it',
  },
  'deregistered-when-refused': {
    kills: ['EPC-6A.3-7'],
    about: 'removes its data though the core refused the deregistration',
  },
  'closed-before-last-notify': {
    kills: ['EPC-6A.3-8'],
    about: "closes the WebSocket as soon as the network ends the registration, before the WIC's own NOTIFY",
  },
  'registration-never-expires': {
    kills: ['EPC-6A.3-14'],
    about: 'serves a WIC whose registration has run out',
  },
} as const satisfies FaultTable;

export const variants = {
  'wic-closes-first': {
    exercises: [
      'EPC-6.4.1-3b',
      'EPC-6A.3-2',
      'EPC-6A.3-2b',
      'EPC-6A.3-4',
      'EPC-6A.3-5',
      'EPC-6A.3-5b',
      'EPC-6A.3-8',
      'EPC-6A.3-9',
    ],
    about: 'waits for the WIC to close the WebSocket after deregistration, for 32 times T1',
  },
  'closes-after-grace': {
    exercises: [
      'EPC-6.4.1-3b',
      'EPC-6A.3-2',
      'EPC-6A.3-2b',
      'EPC-6A.3-4',
      'EPC-6A.3-5',
      'EPC-6A.3-5b',
      'EPC-6A.3-9',
    ],
    about: 'closes the WebSocket some time after the deregistration instead of at once',
  },
} as const satisfies VariantTable;

/** 24.229 5.2.5.1: the IMPU in To and those registered implicitly with it are gone on this connection. */
export function deregister(cscf: EpCscf, flow: Flow, aor: string): void {
  const { deviation } = cscf;
  if (deviation.is('deregistration-ignored')) return;
  const { association } = flow;
  const others = association?.sets.some((set) => !holds(set, aor)) ?? false;
  if (others && deviation.is('removed-impu-asserted')) return;
  removeSets(cscf, flow, 'wic', (set) => holds(set, aor));
  if (deviation.is('closed-after-any-deregistration')) flow.link.close(1000);
}

/** Removes registered sets on a connection, and with the last one the TLS association. */
export function removeSets(
  cscf: EpCscf,
  flow: Flow,
  initiator: 'wic' | 'network',
  gone: (set: RegisteredSet) => boolean,
): void {
  const { association } = flow;
  if (!association?.remove(gone) || association.sets.length > 0) return;
  flow.association = undefined;
  flow.ending = true;
  if (initiator === 'network' || !cscf.deviation.is('open-after-deregistration')) closeInTime(cscf, flow);
}

/** Ends registrations that were not refreshed in time. */
export function endWhenExpired(cscf: EpCscf, flow: Flow): void {
  flow.stopExpiry();
  const sets = flow.association?.sets ?? [];
  if (sets.length === 0 || cscf.deviation.is('registration-never-expires')) return;
  const next = Math.min(...sets.map((set) => set.expiresAt)) - cscf.clock.now();
  flow.stopExpiry = cscf.clock.after(Math.min(Math.max(next, 0), LONGEST_TIMER), () => {
    removeSets(cscf, flow, 'network', (set) => set.expiresAt <= cscf.clock.now());
    endWhenExpired(cscf, flow);
  });
}

/** Longest delay of a timer of the platform, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * 24.371 6A.2: with the last IMPU the WebSocket goes, too, but not before the WIC has heard what is due to it.
 * That is the 200, which is on its way, and the last NOTIFY of the WIC's own subscription (24.229 5.2.5.2).
 */
function closeInTime(cscf: EpCscf, flow: Flow): void {
  const { deviation, timers } = cscf;
  const close = (): void => {
    if (flow.ending) flow.link.close(1000);
  };
  if (deviation.is('close-unanswered')) return;
  if (deviation.is('wic-closes-first')) cscf.clock.after(timers.bound / 2, close);
  else if (deviation.is('closes-after-grace')) cscf.clock.after(2 * timers.T1, close);
  else if (cscf.dialogs.awaitsRegEvent(flow) && !deviation.is('closed-before-last-notify'))
    cscf.clock.after(timers.bound / 2, close);
  else close();
}

/** Closes a connection without registration when the last NOTIFY has been delivered. */
export function closeAfterLastNotify(cscf: EpCscf, flow: Flow): void {
  if (flow.ending && !cscf.dialogs.awaitsRegEvent(flow)) closeInTime(cscf, flow);
}

/** Where the fault closes the connection. */
export function closeBeforeAnswer(cscf: EpCscf, flow: Flow): void {
  if (cscf.deviation.is('closed-before-200')) flow.link.close(1000);
}

/** Runs when the core refused a REGISTER: what is stored stays as it is. */
export function refusedDeregistration(cscf: EpCscf, flow: Flow, request: SipRequest): void {
  const asksZero = isDeregistration(request);
  if (asksZero && cscf.deviation.is('deregistered-when-refused')) deregister(cscf, flow, to(request).uri);
}

/** Whether a REGISTER asks for expiry 0 only. */
export function isDeregistration(request: SipRequest): boolean {
  const bound = contacts(request);
  const general = expires(request);
  if (bound === '*') return true;
  return (
    bound.length > 0 && bound.every((contact) => Number(contact.params.get('expires') ?? general ?? 1) === 0)
  );
}
