import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateIdentity } from '../../src/peers/identity.ts';
import { type Bend, bend, bendHandshake } from '../../src/peers/wic/misbehaviour.ts';
import { UserAgent } from '../../src/peers/wic/user-agent.ts';
import { authorization, topVia } from '../../src/sip/headers/index.ts';
import { validateMessage } from '../../src/sip/validate.ts';

const identity = generateIdentity({ seed: 1, scenario: 's', name: 'a', domain: 'ims.example' });

function userAgent(): UserAgent {
  const ua = new UserAgent({ identity, outbound: true });
  ua.credentials.adopt({ challenge: { realm: 'ims.example', nonce: 'n', qop: 'auth' }, uses: 0 });
  ua.serviceRoute = ['<sip:orig@192.0.2.1:5070;lr>'];
  return ua;
}

test('a REGISTER is conformant in each of its forms', () => {
  const ua = userAgent();
  const forms = [
    {},
    { authorization: 'none' as const },
    { authorization: 'answer' as const },
    { expires: 0, contact: '*' as const },
    { rport: false },
  ];
  for (const form of forms) assert.deepEqual(validateMessage(ua.registerRequest(form)), []);
});

test('the first REGISTER names the IMPI with nonce and response empty', () => {
  const request = userAgent().registerRequest();
  const { params } = authorization(request) ?? { params: new Map() };
  assert.equal(params.get('username'), identity.impi);
  assert.equal(params.get('nonce'), '');
  assert.equal(params.get('response'), '');
  assert.equal(params.get('uri'), 'sip:ims.example');
  const via = topVia(request);
  assert.equal(via.transport, 'WSS');
  assert.equal(via.rport, null);
  assert.match(via.host, /\.invalid$/);
});

test('answers count the uses of a nonce', () => {
  const ua = userAgent();
  const counts = [1, 2].map(() =>
    authorization(ua.registerRequest({ authorization: 'answer' }))?.params.get('nc'),
  );
  assert.deepEqual(counts, ['00000001', '00000002']);
});

test('a request outside a dialog takes the stored Service-Route', () => {
  const request = userAgent().request('INVITE', 'tel:+4930123456', { preferred: 'sip:b@ims.example' });
  assert.deepEqual(request.values('Route'), ['<sip:orig@192.0.2.1:5070;lr>']);
  assert.equal(request.value('P-Preferred-Identity'), '<sip:b@ims.example>');
  assert.deepEqual(validateMessage(request), []);
});

const bends: Bend[] = [
  { name: 'integrity-protected', value: 'auth-done' },
  { name: 'foreign-username', username: 'other@ims.example' },
  { name: 'wrong-digest-response' },
  { name: 'asserted-identity', uri: 'sip:boss@ims.example' },
  { name: 'visited-network', network: 'evil' },
  { name: 'charging-vector', icid: 'evil' },
  { name: 'no-content-length' },
];

for (const each of bends) {
  test(`the bend ${each.name} changes one header field and nothing else`, () => {
    const straight = userAgent().registerRequest({ authorization: 'answer' });
    const bent = bend(straight, each);
    const before = new Map(straight.headers.map(({ name, value }) => [name, value]));
    const after = new Map(bent.headers.map(({ name, value }) => [name, value]));
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (name) => before.get(name) !== after.get(name),
    );
    assert.equal(changed.length, 1);
  });
}

test('a forged integrity-protected and a wrong response still parse as credentials', () => {
  const straight = userAgent().registerRequest({ authorization: 'answer' });
  const forged = bend(straight, { name: 'integrity-protected', value: 'tls-yes' });
  assert.equal(authorization(forged)?.params.get('integrity-protected'), 'tls-yes');
  const wrong = authorization(bend(straight, { name: 'wrong-digest-response' }))?.params.get('response');
  assert.match(wrong ?? '', /^[0-9a-f]{32}$/);
  assert.notEqual(wrong, authorization(straight)?.params.get('response'));
});

test('handshake bends change what is offered', () => {
  const options = { url: 'wss://127.0.0.1/', origin: 'https://wwsf.example' };
  assert.deepEqual(bendHandshake(options, 'no-subprotocol').protocols, []);
  assert.deepEqual(bendHandshake(options, 'wrong-subprotocol').protocols, ['chat']);
  assert.deepEqual(bendHandshake(options, 'further-subprotocol').protocols, ['chat', 'sip']);
  assert.equal(bendHandshake(options, 'wrong-origin', 'https://x.example').origin, 'https://x.example');
});
