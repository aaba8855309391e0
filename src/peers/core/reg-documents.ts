import type { RegInfoContact, RegInfoEvent, RegInfoRegistration } from '../../sip/reginfo.ts';
import type { Binding } from './bindings.ts';

/** What happens to a registration in a document of the reg event package (RFC 3680 5). */
export interface RegChange {
  /** State of the registration; `terminated` ends all its contacts. */
  readonly state: 'active' | 'terminated';
  readonly event: RegInfoEvent;
  /** Seconds until a new attempt, which `probation` needs. */
  readonly retryAfter?: number;
}

const REGISTERED: RegChange = { state: 'active', event: 'registered' };

/** One registration for each IMPU of the bindings, with their contacts. */
export function registrations(
  bindings: readonly Binding[],
  change: RegChange = REGISTERED,
): RegInfoRegistration[] {
  const impus = [...new Set(bindings.flatMap((binding) => binding.impus))];
  return impus.map((aor, n) => ({
    aor,
    id: `r${n + 1}`,
    state: change.state,
    contacts: bindings.filter((binding) => binding.impus.includes(aor)).map((b) => contact(b, change)),
  }));
}

/** The same, with the registrations in force and only one binding's contact ended. */
export function oneContactEnded(
  bindings: readonly Binding[],
  ended: Binding,
  event: RegInfoEvent,
): RegInfoRegistration[] {
  return registrations(bindings).map((registration) => ({
    ...registration,
    contacts: registration.contacts.map((each) =>
      each.id === contactId(ended) ? contact(ended, { state: 'terminated', event }) : each,
    ),
  }));
}

function contact(binding: Binding, { state, event, retryAfter }: RegChange): RegInfoContact {
  return {
    id: contactId(binding),
    state,
    event,
    uri: binding.contact.uri,
    ...(event === 'shortened' && { expires: 1 }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/** The URI names the contact, so that it keeps its id from one document to the next. */
function contactId({ contact }: Binding): string {
  return `c-${Buffer.from(contact.uri).toString('base64url')}`;
}
