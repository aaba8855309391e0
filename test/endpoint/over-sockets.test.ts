import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/endpoint/clock.ts';
import { Inbox } from '../../src/endpoint/inbox.ts';
import { type ServerTransaction, TransactionLayer } from '../../src/endpoint/transactions.ts';
import type { Link, LinkEvents } from '../../src/net/link.ts';
import { listenMw, type MwListener } from '../../src/net/mw-listener.ts';
import type { SipRequest, SipResponse } from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';
import { answer, request } from './support.ts';

const patience = 5000;
const any = (): boolean => true;

class Element {
  readonly requests = new Inbox<ServerTransaction>();
  readonly acks = new Inbox<SipRequest>();
  readonly layer = new TransactionLayer({
    clock: systemClock,
    t1: 500,
    onRequest: (transaction) => this.requests.push(transaction),
    onAck: (ack) => this.acks.push(ack),
  });
  readonly events: LinkEvents = {
    message: (link, bytes) =>
      this.layer.receive(parseMessage(bytes, link.transport === 'udp' ? 'datagram' : 'stream'), link),
    closed: (link) => this.layer.linkClosed(link),
  };

  send(message: SipRequest, link: Link): Inbox<SipResponse | 'failed'> {
    const answers = new Inbox<SipResponse | 'failed'>();
    this.layer.send(message, link, {
      response: (response) => answers.push(response),
      failed: () => answers.push('failed'),
    });
    return answers;
  }
}

async function pair(): Promise<{
  a: Element;
  b: Element;
  atA: MwListener;
  atB: MwListener;
  end(): Promise<void>;
}> {
  const a = new Element();
  const b = new Element();
  const [atA, atB] = await Promise.all(
    [a, b].map(({ events }) => listenMw({ host: '127.0.0.1', port: 0 }, events)) as [
      Promise<MwListener>,
      Promise<MwListener>,
    ],
  );
  const end = async (): Promise<void> => {
    a.layer.close();
    b.layer.close();
    await Promise.all([atA.close(), atB.close()]);
  };
  return { a, b, atA, atB, end };
}

test('a transaction runs over UDP and over TCP', async () => {
  const { a, b, atA, atB, end } = await pair();
  for (const transport of ['udp', 'tcp'] as const) {
    const link = await atA.linkTo(transport, atB.address);
    const answers = a.send(request('INVITE', { branch: `z9hG4bK${transport}` }), link);
    const transaction = await b.requests.next('be asked', any, patience);
    transaction.respond(answer(transaction.request, 180));
    transaction.respond(answer(transaction.request, 486));
    for (const status of [180, 486]) {
      const got = await answers.next(`answer ${status}`, any, patience);
      assert.equal(got !== 'failed' && got.status, status);
    }
  }
  assert.deepEqual(b.acks.all(), []);
  await end();
});

test('a TCP connection that is closed under a transaction fails it', async () => {
  const { a, b, atA, atB, end } = await pair();
  const answers = a.send(request('OPTIONS'), await atA.linkTo('tcp', atB.address));
  const { link } = await b.requests.next('be asked', any, patience);
  link.close();
  assert.equal(await answers.next('fail', any, patience), 'failed');
  await end();
});
