import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/endpoint/clock.ts';
import { Core } from '../../src/peers/core/core.ts';
import { oneContactEnded, registrations } from '../../src/peers/core/reg-documents.ts';
import { generateIdentity } from '../../src/peers/identity.ts';
import { audioOffer, SDP } from '../../src/peers/sdp.ts';
import { contacts, eventPackage, subscriptionState, wwwAuthenticate } from '../../src/sip/headers/index.ts';
import { parseRegInfo } from '../../src/sip/reginfo.ts';
import { validateMessage } from '../../src/sip/validate.ts';
import { LoopbackPort } from './loopback-port.ts';
import { MwStub } from './mw-stub.ts';

const identity = generateIdentity({ seed: 1, scenario: 's', name: 'a', domain: 'ims.example', impus: 3 });
const [first = '', second = '', third = ''] = identity.impus;

async function withCore(
  run: (core: Core, stub: MwStub) => Promise<void>,
  transport: 'udp' | 'tcp' = 'udp',
): Promise<void> {
  const port = await LoopbackPort.open();
  const stub = await MwStub.open(transport, port.local, identity);
  const core = new Core({
    port,
    clock: systemClock,
    t1: 500,
    bound: 2000,
    sut: { transport, ...stub.address },
    domain: 'ims.example',
    identities: [identity],
  });
  try {
    await run(core, stub);
    for (const message of stub.received) assert.deepEqual(validateMessage(message), [], message.text);
  } finally {
    core.close();
    await stub.close();
    await port.listener.close();
  }
}

for (const transport of ['udp', 'tcp'] as const) {
  test(`challenges, grants and trusts over ${transport}`, async () => {
    await withCore(async (core, stub) => {
      const challenged = await stub.exchange(stub.register());
      assert.equal(challenged.status, 401);
      const granted = await stub.exchange(stub.register({ answer: challenged, protect: 'tls-pending' }));
      assert.equal(granted.status, 200);
      assert.deepEqual(granted.values('Path'), [stub.path]);
      assert.deepEqual(granted.values('P-Associated-URI'), [`<${first}>`, `<${second}>`, `<${third}>`]);
      assert.match(granted.value('Service-Route') ?? '', /^<sip:orig@127\.0\.0\.1:\d+.*;lr>$/);
      assert.match(
        granted.value('P-Charging-Vector') ?? '',
        /^icid-value="icid1";orig-ioi=ims.example;term-ioi=/,
      );
      assert.match(granted.value('Authentication-Info') ?? '', /rspauth="[0-9a-f]{32}"/);
      const again = await stub.exchange(stub.register({ protect: 'tls-yes' }));
      assert.equal(again.status, 200, 'an authenticated association needs no challenge');
      assert.equal(core.registers().length, 3);
      assert.equal(core.registrar.binding(identity.impi)?.expires, 600);
    }, transport);
  });
}

test('does not trust a first REGISTER, a wrong response or an old nonce', async () => {
  await withCore(async (core, stub) => {
    const unprotected = await stub.exchange(stub.register({ protect: 'tls-yes' }));
    assert.equal(unprotected.status, 401, 'no registration to go back to');
    const wrong = await stub.exchange(stub.register({ answer: unprotected, password: 'guess' }));
    assert.equal(wrong.status, 403);
    await stub.exchange(stub.register());
    const stale = await stub.exchange(stub.register({ answer: unprotected }));
    assert.equal(stale.status, 401);
    assert.equal(wwwAuthenticate(stale)[0]?.params.get('stale'), 'true');
    assert.equal(core.registrar.binding(identity.impi), undefined);
  });
});

test('refuses, stays silent and answers in reverse order as scripted', async () => {
  await withCore(async (core, stub) => {
    core.registrar.next({ status: 503, headers: [['Retry-After', '5']] });
    const refused = await stub.exchange(stub.register());
    assert.equal(refused.status, 503);
    assert.equal(refused.value('Retry-After'), '5');
    const hold = core.registrar.hold();
    const one = stub.send(stub.register());
    await core.next('REGISTER');
    await core.next('REGISTER');
    const two = stub.send(stub.register());
    await core.next('REGISTER');
    assert.equal(hold.size, 2);
    hold.release('reverse');
    await Promise.all([stub.final(one), stub.final(two)]);
    const order = stub.responses.filter(({ status }) => status === 401).map((r) => r.value('Call-ID'));
    assert.deepEqual(order, [two.value('Call-ID'), one.value('Call-ID')]);
  });
});

test('deregisters with Contact;expires=0 or without Contact', async () => {
  await withCore(async (core, stub) => {
    core.registrar.policy.challenge = 'never';
    await stub.exchange(stub.register());
    const gone = await stub.exchange(stub.register({ expires: 0 }));
    const listed = contacts(gone);
    assert.equal(listed === '*' ? '' : listed[0]?.params.get('expires'), '0');
    core.registrar.policy.deregistered = 'no-contact';
    await stub.exchange(stub.register());
    assert.equal((await stub.exchange(stub.register({ expires: 0 }))).has('Contact'), false);
    assert.deepEqual(core.registrar.bindings.all(), []);
  });
});

test('implicit registration sets are registered and deregistered apart', async () => {
  await withCore(async (core, stub) => {
    core.add(identity, [[first, second], [third]]);
    core.registrar.policy.challenge = 'never';
    assert.equal((await stub.exchange(stub.register({ impu: first }))).values('P-Associated-URI').length, 2);
    await stub.exchange(stub.register({ impu: third }));
    await stub.exchange(stub.register({ impu: first, expires: 0 }));
    assert.deepEqual(
      core.registrar.bindings.ofImpi(identity.impi).map(({ impus }) => impus),
      [[third]],
    );
  });
});

test('accepts the reg subscription and notifies in its dialog', async () => {
  await withCore(async (core, stub) => {
    core.registrar.policy.challenge = 'never';
    await stub.exchange(stub.register());
    const accepted = await stub.exchange(stub.subscribe());
    assert.equal(accepted.status, 200);
    const subscription = await core.subscriptions.next('eP-CSCF', identity);
    const initial = await stub.next('NOTIFY');
    assert.equal(eventPackage(initial)?.package, 'reg');
    const full = parseRegInfo(Buffer.from(initial.body).toString());
    assert.deepEqual(
      full.registrations.map(({ aor, state }) => [aor, state]),
      identity.impus.map((impu) => [impu, 'active']),
    );
    const bindings = core.registrar.bindings.ofImpi(identity.impi);
    const sent = subscription.notify({
      registrations: registrations(bindings, { state: 'terminated', event: 'rejected' }),
      subscriptionState: 'terminated;reason=rejected',
    });
    const ended = await stub.next('NOTIFY');
    assert.equal(subscriptionState(ended)?.state, 'terminated');
    assert.equal(parseRegInfo(Buffer.from(ended.body).toString()).version, full.version + 1);
    assert.equal((await core.final(sent)).message.status, 200);
    assert.equal(sent.id, 'mw-sent');
  });
});

test('notifies one contact ended, and the faults of a NOTIFY', async () => {
  await withCore(async (core, stub) => {
    core.registrar.policy.challenge = 'never';
    core.subscriptions.notifyAtOnce = false;
    await stub.exchange(stub.register());
    const accepted = await stub.exchange(stub.subscribe());
    const subscription = await core.subscriptions.next('eP-CSCF', identity);
    const bindings = core.registrar.bindings.all();
    const [binding] = bindings;
    assert.ok(binding);
    subscription.notify({
      registrations: oneContactEnded(bindings, binding, 'deactivated'),
      document: 'partial',
    });
    const partial = parseRegInfo(Buffer.from((await stub.next('NOTIFY')).body).toString());
    assert.equal(partial.registrations[0]?.state, 'active');
    assert.equal(partial.registrations[0]?.contacts[0]?.event, 'deactivated');
    subscription.notify({ registrations: [], fault: 'stray' });
    const stray = await stub.next('NOTIFY');
    assert.notEqual(stray.value('Call-ID'), accepted.value('Call-ID'));
    subscription.notify({ registrations: [], fault: 'wrong-event' });
    assert.equal(eventPackage(await stub.next('NOTIFY'))?.package, 'presence');
    subscription.notify({ registrations: [], fault: 'malformed-body' });
    const malformed = await stub.next('NOTIFY');
    assert.throws(() => parseRegInfo(Buffer.from(malformed.body).toString()), { name: 'RegInfoError' });
  });
});

test('takes calls, makes calls over the stored Path and ends them', async () => {
  await withCore(async (core, stub) => {
    core.registrar.policy.challenge = 'never';
    await stub.exchange(stub.register());
    const offer = audioOffer();
    const answered = await stub.exchange(
      stub.request('INVITE', 'tel:+4930123', { body: offer, contentType: SDP }),
    );
    assert.equal(answered.status, 200);
    assert.equal(answered.value('Content-Type'), SDP);
    assert.match(Buffer.from(answered.body).toString(), /m=audio \d+ RTP\/AVP 0 101/);
    assert.deepEqual(
      stub.responses.filter((r) => r.value('CSeq')?.endsWith('INVITE')).map(({ status }) => status),
      [180, 200],
    );
    await core.calls.taken[0]?.bye();
    assert.equal((await stub.next('BYE')).uri, stub.contactUri);

    const binding = core.registrar.binding(identity.impi);
    assert.ok(binding);
    const { answer, call } = await core.calls.call(binding);
    assert.equal(answer.message.status, 200);
    const invite = await stub.next('INVITE');
    assert.deepEqual(invite.values('Route'), binding.path);
    assert.equal(invite.uri, binding.contact.uri);
    assert.equal(invite.value('P-Called-Party-ID'), `<${first}>`);
    assert.equal((await stub.next('ACK')).value('Call-ID'), invite.value('Call-ID'));
    assert.equal((await call?.reinvite())?.answer.message.status, 200);
    assert.equal((await call?.bye())?.answer.message.status, 200);
  });
});

test('an early answer is reliable only where the caller knows 100rel', async () => {
  await withCore(async (core, stub) => {
    const offered = { body: audioOffer(), contentType: 'Application/SDP; charset=utf-8' };
    core.calls.next('INVITE', { statuses: [183, 200], early: 'reliable' });
    const plain = await stub.exchange(stub.request('INVITE', 'tel:+4930123', offered));
    assert.equal(plain.status, 200, 'no PRACK is waited for');
    const [progress] = stub.responses.filter(({ status }) => status === 183);
    assert.ok(progress);
    assert.equal(progress.has('RSeq'), false);
    assert.deepEqual(progress.body, plain.body, 'the same answer in both');

    core.calls.next('INVITE', { statuses: [183, 200], early: 'reliable' });
    const invite = stub.request('INVITE', 'tel:+4930123', offered).append('Supported', '100REL');
    stub.send(invite);
    await core.next('INVITE');
    await core.next('INVITE');
    while (stub.responses.filter(({ status }) => status === 183).length < 2) await new Promise(setImmediate);
    const ringing = stub.responses.filter(({ status }) => status === 183)[1];
    assert.equal(ringing?.value('RSeq'), '1');
    assert.equal(
      stub.responses.filter(({ status }) => status === 200).length,
      1,
      'the 200 waits for the PRACK',
    );
  });
});

test('scripted answers go to the request they are for', async () => {
  await withCore(async (core, stub) => {
    core.calls.next('MESSAGE', { statuses: [486], when: (request) => request.uri.includes('busy') });
    assert.equal((await stub.exchange(stub.request('MESSAGE', 'sip:far@ims.example'))).status, 200);
    assert.equal((await stub.exchange(stub.request('MESSAGE', 'sip:busy@ims.example'))).status, 486);
    assert.equal((await stub.exchange(stub.request('FOOBAR', 'sip:far@ims.example'))).status, 200);
    core.calls.next('INVITE', { statuses: [180] });
    const invite = stub.send(stub.request('INVITE', 'sip:far@ims.example'));
    await core.next('INVITE');
    stub.cancel(invite);
    assert.equal((await stub.final(invite)).status, 487);
  });
});

test('retransmissions are counted apart', async () => {
  await withCore(async (core, stub) => {
    const request = stub.register();
    stub.sendBytes(request.bytes);
    await core.next('REGISTER');
    stub.sendBytes(request.bytes);
    await stub.exchange(stub.request('OPTIONS', 'sip:ims.example'));
    assert.equal(core.registers().length, 1);
    assert.equal(core.mailbox.retransmissions.length, 1);
  });
});
