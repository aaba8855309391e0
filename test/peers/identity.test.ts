import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identitiesIn, identityKeys } from '../../src/peers/hub/keys.ts';
import { generateIdentity } from '../../src/peers/identity.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { parseUri } from '../../src/sip/uri.ts';

const recipe = { seed: 7, scenario: '|features/a.feature:3', name: 'a', domain: 'ims.example' };

test('the same recipe gives the same identity, another scenario or name another one', () => {
  const identity = generateIdentity(recipe);
  assert.deepEqual(generateIdentity(recipe), identity);
  const others = [
    { ...recipe, seed: 8 },
    { ...recipe, scenario: '|features/a.feature:9' },
    { ...recipe, name: 'b' },
  ];
  const users = [recipe, ...others].map((each) => generateIdentity(each).impi);
  assert.equal(new Set(users).size, 4);
});

test('all user parts of an identity differ and its URIs are well-formed', () => {
  const identity = generateIdentity({ ...recipe, impus: 3 });
  assert.equal(identity.impus.length, 3);
  const keys = identityKeys(identity);
  assert.equal(new Set(keys).size, 5, 'IMPI, three IMPUs and the tel URI');
  for (const uri of [...identity.impus, identity.tel ?? '']) parseUri(uri);
  assert.equal(parseUri(identity.impus[0] ?? '').host, 'ims.example');
});

test('a message names its identities whatever host and form the URIs have', () => {
  const identity = generateIdentity(recipe);
  const user = parseUri(identity.impus[0] ?? '').user;
  const request = SipRequest.build({
    method: 'MESSAGE',
    uri: `sip:${user}@192.0.2.7:5080;transport=tcp`,
    headers: [
      ['From', '<sip:stranger@example.org>;tag=1'],
      ['To', `<sip:${user};npdi@elsewhere.example>`],
      ['P-Asserted-Identity', `<${identity.tel?.replace('+999', '+999-')}>`],
    ],
  });
  const own = new Set(identityKeys(identity));
  assert.equal(identitiesIn(request).filter((key) => own.has(key)).length, 3);
});
