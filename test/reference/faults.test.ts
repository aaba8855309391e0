import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../src/endpoint/clock.ts';
import { ConnectionFailed } from '../../src/net/link.ts';
import { HandshakeRefused, openWebSocket } from '../../src/net/ws-client.ts';
import type { ReferenceConfig } from '../../src/reference/config.ts';
import type { DeviationName } from '../../src/reference/deviations.ts';
import { authorization, topVia } from '../../src/sip/headers/index.ts';
import { SipRequest, SipResponse } from '../../src/sip/message.ts';
import { grant, type Lab, MiniWic, patience, startLab } from './support.ts';

/** Runs the same with and without a fault; the fault has to turn the result. */
async function turns(
  name: DeviationName,
  right: unknown,
  wrong: unknown,
  work: (lab: Lab) => Promise<unknown>,
  config: Partial<ReferenceConfig> = {},
): Promise<void> {
  for (const [deviation, expected] of [[undefined, right] as const, [name, wrong] as const]) {
    const lab = await startLab({ ...config, ...(deviation && { deviation }) });
    try {
      assert.deepEqual(await work(lab), expected, deviation ?? 'without fault');
    } finally {
      await lab.stop();
    }
  }
}

function integrity(request: SipRequest): string | undefined {
  return authorization(request)?.params.get('integrity-protected');
}

/** The mark that the next REGISTER of a WIC gets at Mw. */
async function marked(lab: Lab, wic: MiniWic, request: SipRequest): Promise<string | undefined> {
  const sent = wic.send(request);
  const { message, link } = await lab.core.request(
    'REGISTER',
    (m) => m.value('Call-ID') === sent.value('Call-ID'),
  );
  lab.core.answer(message, link, 200, grant(wic));
  await wic.final(sent);
  return integrity(message);
}

test('plain WebSocket is refused, unless the fault takes it', async () => {
  await turns('plain-websocket', 'refused', 'open', async ({ reference }) => {
    const url = reference.w2Url.replace('wss:', 'ws:');
    try {
      const link = await openWebSocket({ url, protocols: ['sip'], maxMs: patience }, { message() {} });
      link.terminate();
      return 'open';
    } catch (error) {
      assert.ok(error instanceof HandshakeRefused || error instanceof ConnectionFailed);
      return 'refused';
    }
  });
});

async function negotiated({ reference }: Lab, protocols: string[], origin?: string): Promise<string> {
  try {
    const link = await openWebSocket(
      { url: reference.w2Url, ca: reference.ca, protocols, maxMs: patience, ...(origin && { origin }) },
      { message() {} },
    );
    link.terminate();
    return link.handshake.protocol;
  } catch (error) {
    return error instanceof HandshakeRefused ? String(error.status) : `failed: ${error}`;
  }
}

test('sub-protocol and origin decide on the handshake', async () => {
  await turns('subprotocol-first-offered', 'sip', 'chat', (lab) => negotiated(lab, ['chat', 'sip']));
  await turns('subprotocol-unasked', ['400', '400'], ['sip', 'sip'], async (lab) => [
    await negotiated(lab, ['chat']),
    await negotiated(lab, []),
  ]);
  const origins = { allowed: ['https://wwsf.example'] };
  const both = async (lab: Lab) => [
    await negotiated(lab, ['sip'], 'https://wwsf.example'),
    await negotiated(lab, ['sip'], 'https://evil.example'),
  ];
  await turns('origin-unchecked', ['sip', '403'], ['sip', 'sip'], both, { origins });
});

test('a Ping is answered, a Close frame echoed', async () => {
  const ponged = async (lab: Lab): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const link = await openWebSocket(
      { url: lab.reference.w2Url, ca: lab.reference.ca, protocols: ['sip'], maxMs: patience },
      { message: () => resolve(false), pong: () => resolve(true) },
    );
    link.ping(Buffer.from('x'));
    const wic = new MiniWic('ping');
    link.send(wic.build('OPTIONS', 'sip:carol@home1.net').bytes);
    const answered = await promise;
    link.terminate();
    return answered;
  };
  await turns('ping-unanswered', true, false, ponged);
  await turns('close-unanswered', 1000, 1006, async (lab) => {
    const { wic } = await lab.registered('hugo');
    wic.link.close(1000);
    return wic.closed.promise;
  });
});

test('what is remembered of a connection ends with it', async () => {
  await turns('association-of-other-connection', 'tls-pending', 'tls-yes', async (lab) => {
    await lab.registered('ida');
    const other = await lab.wic('ida');
    return marked(lab, other, other.register('abc'));
  });
  await turns('association-outlives-connection', 'tls-pending', 'tls-yes', async (lab) => {
    const first = await lab.wic('ida');
    first.send(first.register('abc'));
    const { message, link } = await lab.core.request('REGISTER');
    first.link.close(1000);
    await first.closed.promise;
    lab.core.answer(message, link, 200, grant(first));
    const fence = await lab.wic('fence');
    await fence.final(fence.send(fence.build('OPTIONS', 'sip:carol@home1.net').with('Max-Forwards', '0')));
    const second = await lab.wic('ida');
    return marked(lab, second, second.register('abc'));
  });
});

test('each 401 and 200 goes to the connection of its REGISTER', async () => {
  const finals = async (lab: Lab, status: number, sockets: number): Promise<number> => {
    const wics = await Promise.all(Array.from({ length: sockets }, (_, index) => lab.wic(`jana${index}`)));
    const first = wics[0] as MiniWic;
    const sent = first.send(first.register('abc'));
    const { message, link } = await lab.core.request('REGISTER');
    lab.core.answer(message, link, status, status === 200 ? grant(first) : {});
    await first.final(sent);
    const fence = wics.at(-1) as MiniWic;
    await fence.final(fence.initial('OPTIONS', 'sip:carol@home1.net'));
    return wics.flatMap((wic) =>
      wic.inbox.all(({ message: m }) => m instanceof SipResponse && m.status === status),
    ).length;
  };
  await turns('challenge-to-every-connection', 1, 2, (lab) => finals(lab, 401, 2));
  await turns('granted-to-every-connection', 1, 2, (lab) => finals(lab, 200, 2));
});

function messageTo(wic: MiniWic, path: string, id: string): SipRequest {
  return SipRequest.build({
    method: 'MESSAGE',
    uri: wic.contact.slice(1, -1),
    headers: [
      ['Route', path],
      ['Max-Forwards', '60'],
      ['From', '<sip:carol@home1.net>;tag=c'],
      ['To', `<${wic.impu}>`],
      ['Call-ID', id],
      ['CSeq', '1 MESSAGE'],
    ],
    body: Uint8Array.of(0xff, 0xfe),
    contentType: 'application/octet-stream',
  });
}

test('a request to a WIC goes out once and names the transport of the connection', async () => {
  const delivered = async (lab: Lab): Promise<{ wic: MiniWic; message: SipRequest }> => {
    const { wic, path } = await lab.registered('karl');
    await lab.core.send(messageTo(wic, path, 'binary'));
    return { wic, ...(await wic.request('MESSAGE')) };
  };
  await turns(
    'via-transport-tls',
    'WSS',
    'TLS',
    async (lab) => topVia((await delivered(lab)).message).transport,
  );
  const clock = new ManualClock();
  const copies = async (lab: Lab): Promise<number> => {
    const { wic } = await delivered(lab);
    clock.advance(100);
    await wic.final(wic.send(wic.build('OPTIONS', 'sip:carol@home1.net').with('Max-Forwards', '0')));
    return wic.count('MESSAGE');
  };
  await turns('retransmits-over-websocket', 1, 2, copies, { clock, t1: 100 });
});

test('two messages in one WebSocket message are seen as such', async () => {
  await turns('messages-glued', 0, 1, async (lab) => {
    const { wic, path } = await lab.registered('lea');
    await lab.core.send(messageTo(wic, path, 'one'));
    await wic.request('MESSAGE');
    await lab.core.send(messageTo(wic, path, 'two'));
    await wic.request('MESSAGE');
    return wic.unreadable();
  });
});

test('an unregistered WIC is refused, unless the fault takes its word', async () => {
  await turns('identity-of-other-connection', 0, 1, async (lab) => {
    await lab.registered('mia');
    const stranger = await lab.wic('mia');
    const sent = stranger.initial('MESSAGE', 'sip:carol@home1.net', [
      ['Route', '<sip:orig@scscf.home1.net;lr>'],
    ]);
    return Promise.race([stranger.final(sent).then(() => 0), lab.core.request('MESSAGE').then(() => 1)]);
  });
});
