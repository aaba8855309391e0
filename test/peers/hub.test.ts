import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../../src/endpoint/clock.ts';
import { Core } from '../../src/peers/core/core.ts';
import { HubPort } from '../../src/peers/hub/hub-port.ts';
import { MwHub } from '../../src/peers/hub/mw-hub.ts';
import { generateIdentity, type Identity } from '../../src/peers/identity.ts';
import { SipRequest } from '../../src/sip/message.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { MwStub } from './mw-stub.ts';

let runs = 0;

function identityOf(scenario: string): Identity {
  return generateIdentity({ seed: 1, scenario, name: 'a', domain: 'ims.example' });
}

async function withHub(run: (hub: MwHub, name: string, trace: TraceEvent[]) => Promise<void>): Promise<void> {
  runs += 1;
  const name = `test ${process.pid} ${runs}`;
  const trace: TraceEvent[] = [];
  const hub = await MwHub.open({
    listen: { host: '127.0.0.1', port: 0 },
    run: name,
    record: (event) => trace.push(event),
  });
  try {
    await run(hub, name, trace);
  } finally {
    await hub.close();
  }
}

async function coreOn(run: string, scenario: string, stub: MwStub): Promise<{ core: Core; port: HubPort }> {
  const identity = identityOf(scenario);
  const port = await HubPort.claim(scenario, [identity], { run, clock: systemClock });
  const core = new Core({
    port,
    clock: systemClock,
    t1: 500,
    bound: 2000,
    sut: { transport: 'udp', ...stub.address },
    domain: 'ims.example',
    identities: [identity],
  });
  return { core, port };
}

test('each scenario gets its own messages and its own trace ids', async () => {
  await withHub(async (hub, run, trace) => {
    const stubs = await Promise.all(
      ['one', 'two'].map((scenario) => MwStub.open('udp', hub.address, identityOf(scenario))),
    );
    const [stubOne, stubTwo] = stubs as [MwStub, MwStub];
    const one = await coreOn(run, 'one', stubOne);
    const two = await coreOn(run, 'two', stubTwo);
    const answers = await Promise.all(stubs.map((stub) => stub.exchange(stub.register())));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401],
    );
    assert.equal(one.core.registers().length, 1);
    assert.equal(two.core.registers().length, 1);
    for (const { core, port } of [one, two]) {
      core.close();
      await port.release();
    }
    for (const scenario of ['one', 'two']) {
      const own = trace.filter((event) => event.scenario === scenario);
      assert.deepEqual(
        own.map(({ id, from }) => [id, from]),
        [
          ['mw-1', 'eP-CSCF'],
          ['mw-2', 'core'],
        ],
      );
    }
    assert.equal(one.core.registers()[0]?.id, 'mw-1');
    await Promise.all(stubs.map((stub) => stub.close()));
  });
});

test('a dialog is found by Call-ID and a response by branch, without any identity', async () => {
  await withHub(async (hub, run) => {
    const stub = await MwStub.open('udp', hub.address, identityOf('one'));
    const { core, port } = await coreOn(run, 'one', stub);
    core.registrar.policy.challenge = 'never';
    await stub.exchange(stub.register());
    await stub.exchange(stub.subscribe());
    const subscription = await core.subscriptions.next('eP-CSCF', identityOf('one'));
    const notify = await stub.next('NOTIFY');
    const sent = subscription.notify({ registrations: [] });
    assert.equal((await core.final(sent)).message.status, 200);
    assert.match(sent.id, /^mw-\d+$/);
    const nameless = stub.request('INFO', 'sip:core.ims.example', {
      from: 'sip:x.example',
      to: 'sip:y.example',
    });
    const inDialog = nameless.with('Call-ID', notify.value('Call-ID') ?? '');
    assert.equal((await stub.exchange(inDialog)).status, 200);
    assert.equal(core.received('INFO').length, 1);
    core.close();
    await port.release();
    await stub.close();
  });
});

test('a message that cannot be parsed still reaches the scenario it names', async () => {
  await withHub(async (hub, run, trace) => {
    const stub = await MwStub.open('udp', hub.address, identityOf('one'));
    const { core, port } = await coreOn(run, 'one', stub);
    const register = stub.register();
    stub.sendBytes(Buffer.from(register.text.replace(/^CSeq: .*$/m, 'CSeq: one REGISTER')));
    await stub.exchange(register);
    assert.equal(core.unreadable.length, 1);
    assert.equal(core.unreadable[0]?.id, 'mw-1');
    assert.match(core.unreadable[0]?.why ?? '', /CSeq/);
    assert.equal(core.registers().length, 1);
    assert.equal(trace[0]?.scenario, 'one');
    core.close();
    await port.release();
    await stub.close();
  });
});

test('strangers are answered as a conformant core would, and recorded as orphans', async () => {
  await withHub(async (hub, _, trace) => {
    const stub = await MwStub.open('udp', hub.address, identityOf('nobody'));
    const statuses: Record<string, number> = {};
    for (const method of ['OPTIONS', 'REGISTER', 'SUBSCRIBE', 'NOTIFY', 'INVITE']) {
      statuses[method] = (await stub.exchange(stub.request(method, 'sip:x@ims.example'))).status;
    }
    assert.deepEqual(statuses, { OPTIONS: 200, REGISTER: 403, SUBSCRIBE: 404, NOTIFY: 481, INVITE: 404 });
    const bye = stub.request('BYE', 'sip:x@ims.example').with('To', '<sip:x@ims.example>;tag=1');
    assert.equal((await stub.exchange(bye)).status, 481);
    stub.send(stub.request('ACK', 'sip:x@ims.example'));
    await stub.exchange(stub.request('OPTIONS', 'sip:x@ims.example'));
    assert.equal(
      trace.some(({ scenario }) => scenario !== undefined),
      false,
    );
    assert.equal(new Set(trace.map(({ id }) => id)).size, trace.length);
    await stub.close();
  });
});

test('a message after the end of its scenario still counts as its', async () => {
  await withHub(async (hub, run, trace) => {
    const stub = await MwStub.open('udp', hub.address, identityOf('one'));
    const { core, port } = await coreOn(run, 'one', stub);
    core.close();
    await port.release();
    const late = await stub.exchange(stub.register());
    assert.equal(late.status, 403);
    assert.equal(core.registers().length, 0);
    assert.deepEqual(
      trace.map(({ scenario, id }) => [scenario, id]),
      [
        ['one', 'mw-1'],
        ['one', 'mw-2'],
      ],
    );
    await stub.close();
  });
});

test('a port in another thread works the same way', async () => {
  await withHub(async (hub, run) => {
    const stub = await MwStub.open('tcp', hub.address, identityOf('in a worker'));
    const worker = new Worker(new URL('./hub-worker.ts', import.meta.url), {
      workerData: { run, identity: identityOf('in a worker'), sut: { transport: 'tcp', ...stub.address } },
    });
    await new Promise((resolve) => worker.once('message', resolve));
    const challenged = await stub.exchange(stub.register());
    assert.equal(challenged.status, 401);
    const granted = await stub.exchange(stub.register({ answer: challenged }));
    assert.equal(granted.status, 200);
    await stub.exchange(stub.subscribe());
    assert.ok((await stub.next('NOTIFY')) instanceof SipRequest);
    const seen = new Promise((resolve) => worker.once('message', resolve));
    worker.postMessage('how many?');
    assert.deepEqual(await seen, ['REGISTER', 'REGISTER', 'SUBSCRIBE']);
    await new Promise((resolve) => worker.once('exit', resolve));
    await stub.close();
  });
});

test('without a hub a claim fails', async () => {
  const claim = HubPort.claim('one', [], { run: 'no such run', clock: systemClock, maxMs: 20 });
  await assert.rejects(claim, /no Mw hub answered within 20 ms/);
});
