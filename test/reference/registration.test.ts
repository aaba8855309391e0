import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { authorization, chargingVector, topVia, vias, visitedNetworks } from '../../src/sip/headers/index.ts';
import { grant, startLab } from './support.ts';

const lab = await startLab();
after(() => lab.stop());

function integrity(message: Parameters<typeof authorization>[0]): string | undefined {
  return authorization(message)?.params.get('integrity-protected');
}

test('the first REGISTER gets what the network says and no integrity-protected', async () => {
  const wic = await lab.wic('alice1');
  const sent = wic.send(wic.register(''));
  const { message, link } = await lab.core.request('REGISTER');
  assert.match(message.value('Path') ?? '', /^<sip:[0-9a-f]+@127\.0\.0\.1:\d+;lr>$/);
  assert.deepEqual(message.values('Require'), ['path']);
  assert.deepEqual(visitedNetworks(message), ['home1.net']);
  assert.equal(chargingVector(message)?.get('orig-ioi'), 'home1.net');
  assert.ok(chargingVector(message)?.get('icid-value'));
  assert.equal(integrity(message), undefined);
  assert.equal(message.value('Max-Forwards'), '69');
  const [own, client] = vias(message);
  assert.equal(own?.transport, 'UDP');
  assert.equal(client?.received, '127.0.0.1');
  assert.equal(client?.rport, wic.link.local.port);
  lab.core.answer(message, link, 401, {
    headers: [['WWW-Authenticate', 'Digest realm="home1.net", nonce="n"']],
  });
  const challenge = await wic.final(sent);
  assert.equal(challenge.status, 401);
  assert.equal(topVia(challenge).rport, wic.link.local.port);
  assert.equal(vias(challenge).length, 1);
});

test('the answer to the challenge is tls-pending, a re-registration tls-yes, and charging data stay inside', async () => {
  const { wic, atCore } = await lab.registered('alice2');
  assert.equal(integrity(atCore), 'tls-pending');
  assert.equal(authorization(atCore)?.params.get('opaque'), 'o');
  const again = wic.send(wic.register('abc'));
  const { message, link } = await lab.core.request('REGISTER');
  assert.equal(integrity(message), 'tls-yes');
  lab.core.answer(message, link, 200, grant(wic));
  const ok = await wic.final(again);
  assert.equal(ok.status, 200);
  assert.equal(ok.has('P-Charging-Vector'), false);
  assert.deepEqual(ok.values('Service-Route'), ['<sip:orig@scscf.home1.net;lr>']);
});
