import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../src/endpoint/clock.ts';
import { hostPriority } from '../../src/media/candidate.ts';
import { IceAgent, type IceAgentOptions } from '../../src/media/ice-agent.ts';
import { StunCodec } from '../../src/media/stun.ts';
import { loadWerift } from '../../src/media/werift.ts';
import type { Address } from '../../src/net/link.ts';

const stun = new StunCodec(await loadWerift());
const address = (port: number): Address => ({ host: '127.0.0.1', port });
const credentials = (name: string) => ({ ufrag: name, pwd: name.repeat(12) });
const candidate = (port: number, component = 1) => ({
  foundation: '1',
  component,
  transport: 'UDP',
  priority: hostPriority(component) - port,
  address: '127.0.0.1',
  port,
  type: 'host',
});

/** Agents on a network without delay; each port belongs to one. What goes to other ports is lost. */
class Network {
  readonly clock = new ManualClock();
  readonly agents = new Map<number, IceAgent>();
  readonly #queue: (() => void)[] = [];
  /** What a port does not let in. */
  block: (to: number) => boolean = () => false;

  agent(port: number, options: Partial<IceAgentOptions> = {}): IceAgent {
    const agent = new IceAgent({
      component: 1,
      lite: false,
      credentials: credentials(`a${port}`),
      stun,
      clock: this.clock,
      consentExpiry: 30_000,
      consentInterval: 5_000,
      misbehaviour: undefined,
      routed: () => undefined,
      send: (bytes, to) => {
        if (!this.block(to.port))
          this.#queue.push(() => this.agents.get(to.port)?.receive(bytes, address(port)));
      },
      ...options,
    });
    this.agents.set(port, agent);
    return agent;
  }

  settle(ms = 0): void {
    for (let passed = 0; passed <= ms; passed += 50) {
      while (this.#queue.length > 0) this.#queue.shift()?.();
      this.clock.advance(50);
    }
    while (this.#queue.length > 0) this.#queue.shift()?.();
  }
}

const toward = (port: number, ...more: number[]) => ({
  ...credentials(`a${port}`),
  candidates: [port, ...more].map((one) => candidate(one)),
});

test('the controlling agent selects, the controlled one follows', () => {
  const network = new Network();
  const [a, b] = [network.agent(1), network.agent(2)];
  a.toward(toward(2), true);
  b.toward(toward(1), false);
  network.settle();
  assert.deepEqual([a.route, b.route], [address(2), address(1)]);
  assert.deepEqual([a.facts().selected, b.facts().selected], [address(2), address(1)]);
});

test('checks of an answerer that come before its answer conflict with no role', () => {
  const network = new Network();
  const [offerer, answerer] = [network.agent(1), network.agent(2)];
  answerer.toward(toward(1), false);
  network.settle();
  assert.equal(offerer.facts().requestsReceived, 1);
  assert.deepEqual(offerer.facts().requestsRefused, []);
  offerer.toward(toward(2), true);
  network.settle();
  assert.deepEqual([offerer.route, answerer.route], [address(2), address(1)]);
});

test('a request that gets lost is repeated with the waiting time doubled', () => {
  const network = new Network();
  const sent: number[] = [];
  const a = network.agent(1, { send: () => sent.push(network.clock.now()) });
  a.toward(toward(2), true);
  network.settle(64_000);
  assert.deepEqual(sent, [0, 500, 1500, 3500, 7500, 15_500, 31_500]);
  assert.equal(a.route, undefined);
  assert.equal(network.clock.pending, 0);
});

test('of several candidates the ones that do not answer do not hinder the one that does', () => {
  const network = new Network();
  const [a, b] = [network.agent(1), network.agent(9)];
  a.toward({ ...toward(9), candidates: [candidate(2), candidate(3), candidate(9)] }, true);
  b.toward(toward(1), false);
  network.settle(500);
  assert.deepEqual(a.facts().selected, address(9));
});

test('candidates of another component, transport or by name are passed over', () => {
  const network = new Network();
  const a = network.agent(1);
  a.toward(
    {
      ...toward(2),
      candidates: [
        candidate(3, 2),
        { ...candidate(4), transport: 'TCP' },
        { ...candidate(5), address: 'x.local' },
        { ...candidate(6), port: 0 },
      ],
    },
    true,
  );
  network.settle(1000);
  assert.equal(a.facts().requestsSent, 0);
});

test('an address that was not signalled is learned from its check', () => {
  const network = new Network();
  const [a, b] = [network.agent(1), network.agent(2)];
  a.toward(toward(2), true);
  b.toward({ ...toward(1), candidates: [] }, false);
  network.settle();
  assert.deepEqual(b.facts().selected, address(1));
});

test('of two that both want to control one gives way', () => {
  for (const role of [true, false]) {
    const network = new Network();
    const [a, b] = [network.agent(1), network.agent(2)];
    a.toward(toward(2), role);
    b.toward(toward(1), role);
    network.settle(500);
    assert.deepEqual([a.facts().selected, b.facts().selected], [address(2), address(1)]);
  }
});

test('user names and passwords of others are refused with 401, none at all with 400', () => {
  const network = new Network();
  const [a, b] = [network.agent(1), network.agent(2, { lite: true })];
  a.toward({ ...toward(2), ufrag: 'nobody' }, true);
  network.settle();
  a.toward({ ...toward(2), pwd: 'x'.repeat(22) }, true);
  network.settle();
  assert.deepEqual(a.facts().errors, [401, 401]);
  assert.deepEqual(b.facts().requestsRefused, [
    'USERNAME is of another: nobody',
    'MESSAGE-INTEGRITY is not of this password',
  ]);
  assert.equal(b.route, undefined);
});

test('a lite agent sends no check and takes the pair that is nominated', () => {
  const network = new Network();
  const [a, b] = [network.agent(1), network.agent(2, { lite: true })];
  b.toward(toward(1), true);
  a.toward(toward(2), true);
  network.settle(20_000);
  assert.equal(b.facts().requestsSent, 0);
  assert.deepEqual(b.facts().selected, address(1));
  const { consentGiven, requestsSent } = a.facts();
  assert.ok(consentGiven >= 3 && consentGiven <= 5, `${consentGiven} checks in 20 s`);
  assert.equal(requestsSent, consentGiven + 2);
});

test('consent expires 30 s after the last answer, and an ICE restart brings it back', () => {
  const network = new Network();
  const [a, b] = [network.agent(1), network.agent(2)];
  a.toward(toward(2), true);
  b.toward(toward(1), false);
  network.settle();
  network.block = (to) => to === 2;
  const since = network.clock.now();
  network.settle(29_000);
  assert.deepEqual(a.route, address(2));
  network.settle(2_000);
  assert.equal(a.route, undefined);
  const expired = a.facts().consentExpiredAt ?? 0;
  assert.ok(expired - since > 29_000 && expired - since <= 30_000);
  network.block = () => false;
  const [forA, forB] = [credentials('newA'), credentials('newB')];
  a.restart(forA);
  b.restart(forB);
  a.toward({ ...forB, candidates: [candidate(2)] }, true);
  b.toward({ ...forA, candidates: [candidate(1)] }, false);
  assert.equal(a.route, undefined);
  network.settle(500);
  assert.deepEqual([a.route, b.route], [address(2), address(1)]);
});

test('credentials of before a restart hold until there is a new pair', () => {
  const network = new Network();
  const [a, b] = [network.agent(1), network.agent(2, { lite: true })];
  a.toward(toward(2), true);
  b.toward(toward(1), false);
  network.settle();
  const fresh = credentials('newB');
  b.restart(fresh);
  b.toward({ ...credentials('newA'), candidates: [candidate(1)] }, false);
  a.askConsent();
  network.settle();
  assert.deepEqual(b.facts().requestsRefused, []);
  assert.deepEqual(b.route, address(1));
  a.restart(credentials('newA'));
  a.toward({ ...fresh, candidates: [candidate(2)] }, true);
  network.settle();
  const old = network.agent(3);
  old.toward(toward(2), true);
  network.settle();
  assert.deepEqual(old.facts().errors, [401]);
});

test('closing leaves no timer', () => {
  const network = new Network();
  const [a, b] = [network.agent(1), network.agent(2)];
  a.toward(toward(2, 5, 6), true);
  b.toward(toward(1), false);
  network.settle();
  a.close();
  b.close();
  assert.equal(network.clock.pending, 0);
});
