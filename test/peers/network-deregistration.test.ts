import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../src/endpoint/clock.ts';
import type { Binding } from '../../src/peers/core/bindings.ts';
import { Core } from '../../src/peers/core/core.ts';
import type { MwPort } from '../../src/peers/core/mw-port.ts';
import {
  activeRegistrations,
  endContact,
  endedRegistrations,
  endRegistrations,
  nothingRegistered,
} from '../../src/peers/core/network-deregistration.ts';
import { generateIdentity, type Identity } from '../../src/peers/identity.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { parseRegInfo, type RegInfoRegistration, regInfoXml } from '../../src/sip/reginfo.ts';

const phone = generateIdentity({ seed: 1, scenario: 's', name: 'phone', domain: 'ims.example', impus: 2 });
const tablet: Identity = { ...phone, impi: 'tablet@ims.example' };
const nowhere: MwPort = {
  local: { host: '192.0.2.1', port: 5060 },
  listen() {},
  send: () => ({ id: '', at: 0 }),
};

function coreWithBoth(): Core {
  const core = new Core({
    port: nowhere,
    clock: new ManualClock(),
    t1: 500,
    sut: { transport: 'udp', host: '192.0.2.2', port: 5060 },
    domain: 'ims.example',
    identities: [phone, tablet],
  });
  for (const identity of [phone, tablet]) core.registrar.bindings.put(bindingOf(identity));
  return core;
}

function bindingOf({ impi, impus }: Identity): Binding {
  const uri = `sip:${impi.split('@')[0]}@device.invalid`;
  const message = SipRequest.build({ method: 'REGISTER', uri: 'sip:ims.example', headers: [] });
  const contact = { uri, params: new Map() };
  const request = { id: '', at: 0, message, link: {} as Binding['request']['link'] };
  return { impi, impus, contact, path: [], expires: 600, until: 600_000, request };
}

/** State of each registration, and of the contacts in it, as a reader of the document sees them. */
function read(registrations: readonly RegInfoRegistration[]): (readonly [string, string, string[]])[] {
  const { registrations: all } = parseRegInfo(regInfoXml({ version: 0, state: 'full', registrations }));
  return all.map(({ aor, state, contacts }) => [
    aor,
    state,
    contacts.map((contact) => `${contact.state} ${contact.event}`),
  ]);
}

test('ends every registration of one private user identity and says so of each public one', () => {
  const core = coreWithBoth();
  assert.deepEqual(
    read(endRegistrations(core, phone)),
    phone.impus.map((impu) => [impu, 'terminated', ['terminated deactivated']]),
  );
  assert.deepEqual(
    core.registrar.bindings.all().map(({ impi }) => impi),
    [tablet.impi],
  );
});

test('tells of an end that did not happen', () => {
  const core = coreWithBoth();
  assert.equal(endedRegistrations(core, phone)[0]?.state, 'terminated');
  assert.equal(core.registrar.bindings.all().length, 2);
});

test('ends the contact of one device while the registration stays with the other', () => {
  const core = coreWithBoth();
  assert.deepEqual(read(endContact(core, phone, 'rejected'))[0], [
    phone.impus[0],
    'active',
    ['terminated rejected', 'active registered'],
  ]);
  assert.deepEqual(core.registrar.bindings.ofImpi(phone.impi), []);
  assert.throws(() => endContact(core, phone, 'rejected'), /no contact/);
});

test('lists every device that is registered, and nobody where nobody is', () => {
  const core = coreWithBoth();
  assert.deepEqual(read(activeRegistrations(core, phone, 'refreshed'))[1], [
    phone.impus[1],
    'active',
    ['active refreshed', 'active refreshed'],
  ]);
  assert.deepEqual(
    read(nothingRegistered(phone)),
    phone.impus.map((impu) => [impu, 'terminated', []]),
  );
});
