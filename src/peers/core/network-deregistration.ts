import type { RegInfoEvent, RegInfoRegistration } from '../../sip/reginfo.ts';
import { defaultImpu, type Identity } from '../identity.ts';
import type { Binding } from './bindings.ts';
import type { Core } from './core.ts';
import { oneContactEnded, registrations } from './reg-documents.ts';

/**
 * Ends every registration of a subscription, as the S-CSCF may do of its own accord (24.229 5.4.1.5).
 * @returns what its NOTIFYs have to say about it
 */
export function endRegistrations(core: Core, identity: Identity): RegInfoRegistration[] {
  const ended = endedRegistrations(core, identity);
  core.registrar.bindings.removeImpi(identity.impi);
  return ended;
}

/** What NOTIFYs would say if every registration of a subscription had ended; nothing is ended. */
export function endedRegistrations({ registrar }: Core, { impi }: Identity): RegInfoRegistration[] {
  return registrations(registrar.bindings.ofImpi(impi), { state: 'terminated', event: 'deactivated' });
}

/** What NOTIFYs say when a subscription has no contact left and that is no news. */
export function nothingRegistered({ impus }: Identity): RegInfoRegistration[] {
  return impus.map((aor, n) => ({ aor, id: `r${n + 1}`, state: 'terminated', contacts: [] }));
}

/**
 * Ends the contact of one device of a public user identity that stays registered from another.
 * @returns what its NOTIFYs have to say about it
 */
export function endContact(core: Core, identity: Identity, event: RegInfoEvent): RegInfoRegistration[] {
  const { bindings } = core.registrar;
  const ended = bindings.ofImpi(identity.impi).at(-1);
  if (!ended) throw new Error(`${identity.impi} has no contact that could be ended`);
  const document = oneContactEnded(bindingsOfAll(core, identity), ended, event);
  bindings.removeImpi(identity.impi);
  return document;
}

/** What NOTIFYs say while everything stays registered. */
export function activeRegistrations(
  core: Core,
  identity: Identity,
  event: RegInfoEvent,
): RegInfoRegistration[] {
  return registrations(bindingsOfAll(core, identity), { state: 'active', event });
}

/** Of every device that shares the default public user identity. */
function bindingsOfAll({ registrar }: Core, identity: Identity): Binding[] {
  return registrar.bindings.of(defaultImpu(identity));
}
