import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/endpoint/clock.ts';
import { generateIdentity } from '../../src/peers/identity.ts';
import { Wic, type WicOptions } from '../../src/peers/wic/wic.ts';
import { authorization, parseCredentials } from '../../src/sip/headers/index.ts';
import { respond, type SipRequest, type SipResponse } from '../../src/sip/message.ts';
import { validateMessage } from '../../src/sip/validate.ts';
import { type EpcscfStub, startEpcscfStub } from './epcscf-stub.ts';

const identity = generateIdentity({ seed: 1, scenario: 's', name: 'a', domain: 'ims.example' });
const token = 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl-_~+/==';
const contact = '<sip:far-user@192.0.2.1>';

function grants(request: SipRequest): SipResponse | undefined {
  return request.method === 'ACK' ? undefined : respond(request, 200, { headers: [['Contact', contact]] });
}

async function withWic(
  run: (wic: Wic, requests: readonly SipRequest[]) => Promise<void>,
  options: Partial<WicOptions> = {},
  answer = grants,
): Promise<void> {
  const stub: EpcscfStub = await startEpcscfStub(answer);
  const { url, ca } = stub;
  const wic = await Wic.connect({
    url,
    ca,
    identity,
    name: 'WIC a',
    clock: systemClock,
    t1: 500,
    bound: 2000,
    tap: () => 'w2-1',
    ...options,
  });
  try {
    await run(wic, stub.messages as SipRequest[]);
  } finally {
    wic.terminate();
    await stub.stop();
  }
}

test('a WIC with a token registers, re-registers and deregisters by it', async () => {
  await withWic(async (wic, requests) => {
    wic.useToken(token);
    await wic.register();
    await wic.reregister();
    await wic.deregister();
    assert.equal(requests.length, 3);
    for (const request of requests) {
      assert.deepEqual(validateMessage(request), []);
      assert.equal(request.value('Authorization'), `Bearer access_token="${token}"`);
    }
    assert.equal(requests[2]?.value('Expires'), '0');
  });
});

test('the token can stand as RFC 6750 has it, and the scheme be spelled otherwise', async () => {
  await withWic(
    async (wic, requests) => {
      wic.useToken(token);
      await wic.register();
      await wic.register({ authorization: { bearer: token, scheme: 'BEARER' } });
      await wic.register({ authorization: { bearer: token, style: 'access_token' } });
      const [own, capitals, other] = requests as [SipRequest, SipRequest, SipRequest];
      assert.deepEqual(authorization(own), { scheme: 'Bearer', params: new Map(), token68: token });
      assert.equal(capitals.value('Authorization'), `BEARER ${token}`);
      assert.equal(authorization(other)?.params.get('access_token'), token);
    },
    { tokenStyle: 'rfc6750' },
  );
});

test('only where it is told does the WIC show its token in every request', async () => {
  const calls = async (wic: Wic): Promise<void> => {
    wic.useToken(token);
    await wic.register();
    await wic.subscribe();
    const { call } = await wic.invite('sip:far-user@ims.example');
    await call?.bye();
  };
  const shown = (requests: readonly SipRequest[]): [string, boolean][] =>
    requests.map((request) => [request.method, request.has('Authorization')]);
  await withWic(
    async (wic, requests) => {
      await calls(wic);
      assert.deepEqual(shown(requests), [
        ['REGISTER', true],
        ['SUBSCRIBE', true],
        ['INVITE', true],
        ['ACK', true],
        ['BYE', true],
      ]);
      const [value] = requests.map((request) => request.value('Authorization')).slice(-1);
      assert.equal(parseCredentials(value ?? '').params.get('access_token'), token);
      await wic.exchange(wic.ua.registerRequest({ authorization: 'none' }));
      assert.equal(requests.at(-1)?.has('Authorization'), false, 'a REGISTER shows what it is told');
    },
    { tokenEverywhere: true },
  );
  await withWic(async (wic, requests) => {
    await calls(wic);
    assert.deepEqual(
      shown(requests).filter(([, has]) => has),
      [['REGISTER', true]],
    );
  });
});

test('a challenge to a token is no challenge to answer with a password', async () => {
  const challenge = 'Digest realm="ims.example", nonce="abc", qop="auth", algorithm=MD5';
  const asks = (request: SipRequest) => respond(request, 401, { headers: [['WWW-Authenticate', challenge]] });
  await withWic(
    async (wic, requests) => {
      wic.useToken(token);
      await assert.rejects(wic.register(), { name: 'PeerDidNot', message: /with 200 \(it answered 401/ });
      assert.equal(requests.length, 1);
    },
    {},
    asks,
  );
});
