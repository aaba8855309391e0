import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { milenageOf } from '../../src/peers/aka-keys.ts';
import { parseProfile } from '../../src/profile/load.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { akaV2Password, parseAkaNonce } from '../../src/sip/aka.ts';
import { conducted } from '../support/conducted.ts';
import { root } from '../support/w2conf.ts';

/** Every report is made of the record, so that what is not there is in none of them. */
test('no key and no response of IMS AKA is in the record, whatever the challenges carried', async () => {
  const k = '465b5ce8b199b49faa5f0a2ee238a6bc';
  const opc = 'cd63cb71954a9f4e48a5994e37a02baf';
  const alice = {
    impi: 'alice@ims.example',
    impus: ['sip:alice@ims.example'],
    password: 'wonder-land',
    k,
    opc,
  };
  const profile = parseProfile(
    JSON.stringify({
      sut: { driver: 'reference' },
      pics: { imsAka: true, webAuth: false, pool: false },
      identities: { mode: 'fixed', list: [alice] },
    }),
    'profile.yaml',
  );
  const requirement = loadCatalogue().find('EPC-6.1-4');
  assert.ok(requirement);
  const scenarios = readScenarios(root).filter((each) => each.requirement === requirement.id);
  const written = await conducted({
    profile,
    selected: [{ requirement, scenarios }],
    selection: [requirement.id],
    preflight: false,
  });
  assert.match(written, /\bck=\\*"‹redacted/, 'a challenge with keys was traced');
  const nonces = new Set(
    [...written.matchAll(/nonce=\\*"([A-Za-z0-9+/]{43}=)/g)].map(([, nonce = '']) => nonce),
  );
  assert.ok(nonces.size >= scenarios.length, 'every scenario had a challenge');
  const made = [...nonces].flatMap((nonce) => {
    const { res, ck, ik } = milenageOf(alice).outputs(parseAkaNonce(nonce).rand);
    const forms = [res, ck, ik].flatMap((each) => [
      Buffer.from(each).toString('hex'),
      Buffer.from(each).toString('base64'),
    ]);
    return [...forms, akaV2Password(res, ik, ck)];
  });
  for (const secret of [k, opc, alice.password, ...made]) assert.ok(!written.includes(secret), secret);
});
