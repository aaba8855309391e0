import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock, systemClock } from '../../src/endpoint/clock.ts';
import { HandshakeRefused } from '../../src/net/ws-client.ts';
import { generateIdentity } from '../../src/peers/identity.ts';
import { frameShape, twoInOne } from '../../src/peers/wic/misbehaviour.ts';
import { Wic, type WicOptions } from '../../src/peers/wic/wic.ts';
import { authorization, cseq, eventPackage } from '../../src/sip/headers/index.ts';
import { type HeaderInit, respond, SipRequest, SipResponse } from '../../src/sip/message.ts';
import { validateMessage } from '../../src/sip/validate.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { type EpcscfStub, startEpcscfStub } from './epcscf-stub.ts';

const identity = generateIdentity({ seed: 1, scenario: 's', name: 'a', domain: 'ims.example' });
const challenge = 'Digest realm="ims.example", nonce="abc", qop="auth", algorithm=MD5';

/** Challenges what carries no response, grants the rest, answers 380 to INVITE and 200 to all else. */
function epcscf(request: SipRequest): SipResponse | undefined {
  if (request.method === 'ACK') return undefined;
  if (request.method === 'INVITE') return respond(request, 380);
  if (request.method !== 'REGISTER') return respond(request, 200);
  if (!authorization(request)?.params.get('response')) {
    return respond(request, 401, { headers: [['WWW-Authenticate', challenge]] });
  }
  const contact = request.value('Contact');
  const granted: HeaderInit[] = contact === '*' ? [] : [['Contact', `${contact};expires=600`]];
  return respond(request, 200, { headers: [...granted, ['Service-Route', '<sip:orig@192.0.2.1;lr>']] });
}

async function withWic(
  run: (wic: Wic, stub: EpcscfStub, trace: Omit<TraceEvent, 'id' | 'scenario'>[]) => Promise<void>,
  options: Partial<WicOptions> = {},
  answer = epcscf,
): Promise<void> {
  const stub = await startEpcscfStub(answer);
  const trace: Omit<TraceEvent, 'id' | 'scenario'>[] = [];
  try {
    const wic = await Wic.connect({ ...base(stub, trace), ...options });
    await run(wic, stub, trace);
    wic.terminate();
  } finally {
    await stub.stop();
  }
}

function base(stub: EpcscfStub, trace: Omit<TraceEvent, 'id' | 'scenario'>[] = []): WicOptions {
  return {
    url: stub.url,
    ca: stub.ca,
    identity,
    name: 'WIC a',
    clock: systemClock,
    t1: 500,
    bound: 2000,
    tap(event) {
      trace.push(event);
      return `w2-${trace.length}`;
    },
  };
}

test('registers with a digest round, and everything is in the trace', async () => {
  await withWic(async (wic, stub, trace) => {
    const { first, challenge: asked, second, ok } = await wic.register();
    assert.equal(first.answer.message.status, 401);
    assert.equal(asked?.id, first.answer.id);
    assert.equal(ok.message.status, 200);
    assert.equal(cseq(second?.sent.message as SipRequest).number, cseq(first.sent.message).number + 1);
    assert.deepEqual(wic.ua.serviceRoute, ['<sip:orig@192.0.2.1;lr>']);
    const sip = trace.filter(({ kind }) => kind === 'sip');
    assert.deepEqual(
      sip.map(({ from }) => from),
      ['WIC a', 'eP-CSCF', 'WIC a', 'eP-CSCF'],
    );
    assert.equal(stub.messages.length, 2);
    assert.deepEqual(sip[0]?.bytes, first.sent.message.bytes);
    assert.match(first.sent.id, /^w2-/);
  });
});

test('re-registers and deregisters with the cached nonce', async () => {
  await withWic(async (wic, stub) => {
    await wic.register();
    await wic.reregister();
    await wic.deregister({ contact: '*' });
    const [, , again, last] = stub.messages as SipRequest[];
    assert.equal(authorization(again as SipRequest)?.params.get('nc'), '00000002');
    assert.equal(last?.value('Contact'), '*');
    assert.equal(last?.value('Expires'), '0');
  });
});

test('subscribes to its registration state', async () => {
  await withWic(async (wic, stub) => {
    await wic.register();
    assert.equal((await wic.subscribe()).answer.message.status, 200);
    const sent = stub.messages.at(-1) as SipRequest;
    assert.equal(sent.uri, identity.impus[0]);
    assert.equal(eventPackage(sent)?.package, 'reg');
    assert.deepEqual(validateMessage(sent), []);
  });
});

test('a refused registration says so', async () => {
  const refuse = (request: SipRequest) => respond(request, 403);
  await withWic(
    async (wic) => {
      await assert.rejects(wic.register(), {
        name: 'PeerDidNot',
        message: /REGISTER with 200 \(it answered 403/,
      });
    },
    {},
    refuse,
  );
});

test('a missing answer says so after the bound', async () => {
  const clock = new ManualClock();
  await withWic(
    async (wic) => {
      const registered = wic.register();
      clock.advance(2000);
      await assert.rejects(registered, {
        name: 'PeerDidNot',
        message: /answer REGISTER with a final response.*waited 2000 ms/,
      });
    },
    { clock },
    () => undefined,
  );
});

test('acknowledges a final response to INVITE that is no 2xx', async () => {
  await withWic(async (wic, stub) => {
    const { answer, call } = await wic.invite('tel:112');
    assert.equal(answer.message.status, 380);
    assert.equal(call, undefined);
    await wic.request('OPTIONS', 'sip:ims.example');
    assert.deepEqual(
      stub.messages.map((message) => (message as SipRequest).method),
      ['INVITE', 'ACK', 'OPTIONS'],
    );
  });
});

test('answers requests that come in like a conformant UA', async () => {
  await withWic(async (wic, stub) => {
    const [link] = stub.links;
    for (const method of ['OPTIONS', 'NOTIFY', 'FOOBAR', 'INVITE']) {
      const request = SipRequest.build({
        method,
        uri: wic.ua.contactUri,
        headers: [
          ['Via', `SIP/2.0/WSS epcscf.example;branch=z9hG4bK${method}`],
          ['Max-Forwards', '70'],
          ['From', '<sip:far@ims.example>;tag=1'],
          ['To', `<${identity.impus[0]}>`],
          ['Call-ID', method],
          ['CSeq', `1 ${method}`],
          ['Contact', '<sip:epcscf.example;transport=ws>'],
          ['Record-Route', '<sip:epcscf.example;transport=ws;lr>'],
        ],
      });
      link?.send(request.bytes);
      await wic.next(method);
    }
    await wic.request('OPTIONS', 'sip:ims.example');
    const statuses = stub.messages
      .filter((m) => !(m instanceof SipRequest))
      .map((m) => (m as SipResponse).status);
    assert.deepEqual(statuses, [200, 200, 405, 180, 200]);
    assert.equal(wic.answers.taken.length, 1);
    const bye = wic.answers.taken[0]?.bye();
    assert.equal((await bye)?.answer.message.status, 200);
    const sent = stub.messages.at(-1) as SipRequest;
    assert.deepEqual(sent.values('Route'), ['<sip:epcscf.example;transport=ws;lr>']);
  });
});

test('frames messages as it is told and measures what it gets', async () => {
  await withWic(async (wic, stub) => {
    await wic.exchange(wic.ua.request('OPTIONS', 'sip:ims.example'), frameShape('binary'));
    await wic.exchange(wic.ua.request('OPTIONS', 'sip:ims.example'), frameShape('fragmented'));
    assert.deepEqual(
      stub.frames.map(({ binary }) => binary),
      [true, false],
    );
    const request = wic.ua.request('OPTIONS', 'sip:ims.example');
    const both = Buffer.concat([respond(request, 100).bytes, respond(request, 200).bytes]);
    stub.links[0]?.send(both);
    await wic.request('OPTIONS', 'sip:ims.example');
    assert.deepEqual(
      wic.connection.frames.map(({ messages }) => messages),
      [1, 1, 2, 1],
    );
    assert.equal(wic.unreadable.length, 1, 'one SIP message a frame');
    wic.connection.ping(Buffer.from('abc'));
    await wic.connection.pong(Buffer.from('abc'), 1000);
    await assert.rejects(wic.connection.pong(Buffer.from('abd'), 1), { name: 'PeerDidNot' });
    await wic.connection.keepAlive(1000);
  });
});

test('withholds a response, and tells every copy of the request', async () => {
  await withWic(async (wic, stub) => {
    const request = wic.ua.request('MESSAGE', 'sip:a@ims.example');
    wic.answers.withhold('MESSAGE');
    await wic.register();
    const [link] = stub.links;
    link?.send(request.bytes);
    const seen = await wic.next('MESSAGE', undefined, 1000);
    assert.equal(wic.mailbox.copies(seen).length, 1);
    link?.send(request.bytes);
    link?.send(request.with('Via', 'SIP/2.0/WSS other.invalid;branch=z9hG4bKother').bytes);
    await wic.next('MESSAGE', undefined, 1000);
    assert.equal(wic.mailbox.copies(seen).length, 3, 'with the same branch or another');
    assert.ok(!stub.messages.some((message) => message instanceof SipResponse));
    wic.answers.release(480);
    await wic.request('OPTIONS', 'sip:ims.example');
    const responses = stub.messages.filter((message) => message instanceof SipResponse);
    assert.deepEqual(
      responses.map(({ status }) => status),
      [480, 480],
    );
  });
});

test('an unmasked frame ends the connection with 1002', async () => {
  await withWic(async (wic) => {
    wic.send(wic.ua.registerRequest(), frameShape('unmasked'));
    assert.equal((await wic.connection.closedWithin(1000)).code, 1002);
    assert.throws(() => wic.send(wic.ua.registerRequest()), { name: 'PeerDidNot' });
  });
});

test('two messages in one frame arrive as one WebSocket message', async () => {
  const stub = await startEpcscfStub(epcscf);
  const wic = await Wic.connect(base(stub));
  const [one, two] = [wic.ua.registerRequest(), wic.ua.registerRequest()];
  const sent = wic.sendRaw(twoInOne(one, two));
  assert.match(sent.id, /^w2-/);
  wic.close();
  await wic.connection.closedWithin(1000);
  assert.equal(stub.frames[0]?.bytes.length, one.bytes.length + two.bytes.length);
  await stub.stop();
});

test('a refused handshake is a result, or a peer that did not', async () => {
  const stub = await startEpcscfStub(epcscf, (_, origin) => origin !== 'https://evil.example');
  const options = { ...base(stub), origin: 'https://evil.example' };
  const refused = await Wic.tryConnect(options);
  assert.ok(refused instanceof HandshakeRefused);
  assert.equal(refused.status, 403);
  await assert.rejects(Wic.connect(options), { name: 'PeerDidNot', message: /answered 403/ });
  await stub.stop();
});
