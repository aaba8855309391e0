import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ManualClock } from '../../src/endpoint/clock.ts';
import {
  type ClientTransaction,
  type ServerTransaction,
  TransactionLayer,
} from '../../src/endpoint/transactions.ts';
import { type SipMessage, type SipRequest, SipResponse } from '../../src/sip/message.ts';
import { answer, FakeLink, request, t1 } from './support.ts';

type Side = 'client' | 'server';

/** Two transaction layers on one clock, with a network between them that does what it is told. */
class Network {
  readonly clock = new ManualClock();
  readonly links: Record<Side, FakeLink>;
  readonly heard: string[] = [];
  readonly requests: ServerTransaction[] = [];
  readonly finals = new Set<string>();
  readonly transaction: ClientTransaction;
  readonly layers: Record<Side, TransactionLayer>;
  readonly #delivered: Record<Side, number> = { client: 0, server: 0 };

  constructor(method: string, transport: 'udp' | 'tcp') {
    this.links = { client: new FakeLink(transport), server: new FakeLink(transport) };
    const { clock } = this;
    this.layers = {
      client: new TransactionLayer({ clock, t1, onRequest: () => assert.fail('a client gets no request') }),
      server: new TransactionLayer({
        clock,
        t1,
        onRequest: (transaction) => void this.requests.push(transaction),
      }),
    };
    this.transaction = this.layers.client.send(request(method), this.links.client, {
      response: ({ status }) => void this.heard.push(String(status)),
      timeout: () => void this.heard.push('timeout'),
      failed: () => assert.fail('no transport fails here'),
    });
  }

  /** The oldest message under way from that side, taken off the network. */
  next(side: Side): SipMessage | undefined {
    const message = this.links[side].sent[this.#delivered[side]];
    if (message) this.#delivered[side] += 1;
    return message;
  }

  deliver(side: Side, message: SipMessage): void {
    const receiver = side === 'client' ? 'server' : 'client';
    this.layers[receiver].receive(message, this.links[receiver]);
  }

  get outcomes(): string[] {
    return this.heard.filter((what) => what === 'timeout' || Number(what) >= 200);
  }

  check(): void {
    const { heard, outcomes, transaction } = this;
    const isInvite = transaction.request.method === 'INVITE';
    const repeatable = isInvite && outcomes[0]?.startsWith('2');
    if (repeatable) assert.ok(outcomes.every((outcome) => outcome.startsWith('2')));
    else assert.ok(outcomes.length <= 1, `one outcome, not ${outcomes}`);
    if (outcomes.length > 0) {
      const first = heard.indexOf(outcomes[0] as string);
      assert.deepEqual(heard.slice(first), outcomes, 'nothing is told after the outcome');
    }
    for (const outcome of outcomes) assert.ok(outcome === 'timeout' || this.finals.has(outcome));
    const sent = this.links.client.sent.map((message) => (message as SipRequest).method);
    assert.ok(
      !sent.includes('CANCEL') || heard.some((what) => what.startsWith('1')),
      'CANCEL after 1xx only',
    );
    const repeats = sent.filter((method) => method === transaction.request.method).length - 1;
    const most = this.links.client.reliable ? 0 : isInvite ? 6 : 10;
    assert.ok(repeats <= most, `${repeats} retransmissions`);
  }
}

interface Model {
  /** The network neither loses nor doubles. */
  readonly reliable: boolean;
}

type Step = fc.Command<Model, Network>;

const step = (text: string, run: (network: Network) => void, fault = false): Step => ({
  check: (model) => !fault || !model.reliable,
  run: (_model, network) => {
    run(network);
    network.check();
  },
  toString: () => text,
});

const side = fc.constantFrom<Side>('client', 'server');
const steps = [
  side.map((from) =>
    step(`deliver from ${from}`, (network) => {
      const message = network.next(from);
      if (message) network.deliver(from, message);
    }),
  ),
  side.map((from) =>
    step(
      `deliver twice from ${from}`,
      (network) => {
        const message = network.next(from);
        if (!message) return;
        network.deliver(from, message);
        network.deliver(from, message);
      },
      true,
    ),
  ),
  side.map((from) => step(`lose from ${from}`, (network) => void network.next(from), true)),
  fc
    .integer({ min: 1, max: 20 * t1 })
    .map((ms) => step(`wait ${ms}`, (network) => network.clock.advance(ms))),
  fc.constantFrom(100, 180, 200, 404, 486).map((status) =>
    step(`answer ${status}`, (network) => {
      const transaction = network.requests.at(-1);
      if (!transaction) return;
      if (status >= 200) network.finals.add(String(status));
      transaction.respond(answer(transaction.request, status));
    }),
  ),
  fc.constant(
    step('cancel', (network) => {
      if (network.transaction.request.method === 'INVITE') network.transaction.cancel();
    }),
  ),
];

for (const method of ['INVITE', 'REGISTER']) {
  for (const transport of ['udp', 'tcp'] as const) {
    test(`${method} over ${transport}: whatever the network does, there is one outcome and then silence`, () => {
      fc.assert(
        fc.property(fc.commands(steps, { maxCommands: 60 }), (commands) => {
          const network = new Network(method, transport);
          fc.modelRun(() => ({ model: { reliable: transport === 'tcp' }, real: network }), commands);
          network.clock.advance(1000 * t1);
          network.check();
          // An INVITE that only got provisional responses waits for ever: that bound is its user's to set.
          const waiting = method === 'INVITE' && network.outcomes.length === 0;
          if (waiting)
            assert.ok(network.heard.every((what) => what.startsWith('1')) && network.heard.length > 0);
          else assert.ok(network.outcomes.length > 0);
          network.layers.client.close();
          network.layers.server.close();
          assert.equal(network.clock.pending, 0);
          assert.ok(network.links.server.sent.every((message) => message instanceof SipResponse));
        }),
        { numRuns: 300, seed: 24371 },
      );
    });
  }
}
