import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../src/endpoint/clock.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Link } from '../../src/net/link.ts';
import { AuthenticationCentre } from '../../src/peers/core/auc.ts';
import { Registrar } from '../../src/peers/core/registrar.ts';
import type { RegistrarPolicy } from '../../src/peers/core/registrar-policy.ts';
import { generateIdentity, type Identity } from '../../src/peers/identity.ts';
import { Isim } from '../../src/peers/wic/isim.ts';
import { UserAgent } from '../../src/peers/wic/user-agent.ts';
import { akaNonce } from '../../src/sip/aka.ts';
import { authorization, wwwAuthenticate } from '../../src/sip/headers/index.ts';
import type { SipRequest, SipResponse } from '../../src/sip/message.ts';
import { validateMessage } from '../../src/sip/validate.ts';

const identity = generateIdentity({ seed: 1, scenario: 's', name: 'a', domain: 'ims.example' });
const NOW = 1_700_000_000_000;

/** A registrar to which a WIC talks directly. */
function home(policy: Partial<RegistrarPolicy> = {}): {
  readonly registrar: Registrar;
  register(request: SipRequest): SipResponse;
} {
  const registrar = new Registrar({
    clock: new ManualClock(NOW),
    policy: {
      challenge: 'unless-trusted',
      algorithm: 'MD5',
      akaKeys: false,
      akaWrongMac: false,
      maxExpires: 600,
      serviceRoute: [],
      termIoi: 'ims.example',
      chargingFunctions: 'ccf=h',
      authenticationInfo: true,
      outbound: false,
      deregistered: 'contact-expires-0',
      ...policy,
    },
  });
  registrar.add(identity);
  return {
    registrar,
    register(request) {
      let answer: SipResponse | undefined;
      const link = {} as Link;
      const respond = (response: SipResponse): void => {
        answer = response;
      };
      const transaction = { request, link, respond, cancelled: false, onCancel: () => {} };
      registrar.handle(transaction, { id: 'mw-1', at: NOW, message: request, link });
      assert.ok(answer);
      assert.deepEqual(validateMessage(answer), []);
      return answer;
    },
  };
}

const wicWith = (isim: Isim): UserAgent => new UserAgent({ identity, isim });
const directive = (request: SipRequest, name: string) => authorization(request)?.params.get(name);

test('a WIC with an ISIM registers by AKAv2-SHA-256 and again with the same vector', () => {
  const { registrar, register } = home();
  const ua = wicWith(new Isim(identity));
  const first = ua.registerRequest();
  assert.deepEqual(
    ['algorithm', 'nonce', 'response'].map((name) => directive(first, name)),
    ['AKAv2-SHA-256', '', ''],
  );
  const challenge = register(first);
  assert.equal(challenge.status, 401);
  const asked = wwwAuthenticate(challenge)[0]?.params;
  assert.deepEqual(
    ['algorithm', 'qop', 'ck', 'ik'].map((name) => asked?.get(name)),
    ['AKAv2-SHA-256', 'auth', undefined, undefined],
  );
  assert.equal(Buffer.from(asked?.get('nonce') ?? '', 'base64').length, 32);
  assert.equal(ua.credentials.take(challenge), true);
  const ok = register(ua.registerRequest({ authorization: 'answer' }));
  assert.equal(ok.status, 200);
  assert.match(ok.value('Authentication-Info') ?? '', /rspauth="[0-9a-f]{64}"/);
  assert.equal(register(ua.registerRequest({ authorization: 'answer' })).status, 200);
  assert.ok(registrar.binding(identity.impi));
});

test('without ISIM a challenge of IMS AKA cannot be answered, and digest is asked for', () => {
  const { register } = home();
  const ua = new UserAgent({ identity });
  const digest = register(ua.registerRequest());
  assert.equal(wwwAuthenticate(digest)[0]?.params.get('algorithm'), 'MD5');
  const aka = register(wicWith(new Isim(identity)).registerRequest());
  assert.equal(ua.credentials.take(aka), false);
});

test('the password of digest is no answer to a challenge of IMS AKA', () => {
  const { register } = home();
  const ua = wicWith(new Isim(identity));
  ua.credentials.take(register(ua.registerRequest()));
  const answer = ua.registerRequest({ authorization: 'answer' });
  const forged = answer.with(
    'Authorization',
    (answer.value('Authorization') ?? '').replace(/response="[^"]*"/, `response="${'0'.repeat(64)}"`),
  );
  assert.equal(register(forged).status, 403);
});

test('keys are in the challenge only on request', () => {
  const { register } = home({ akaKeys: true });
  const params = wwwAuthenticate(register(wicWith(new Isim(identity)).registerRequest()))[0]?.params;
  assert.match(params?.get('ck') ?? '', /^[0-9a-f]{32}$/);
  assert.match(params?.get('ik') ?? '', /^[0-9a-f]{32}$/);
  assert.notEqual(params?.get('ck'), params?.get('ik'));
});

test('an ISIM that is ahead asks for resynchronisation, and the next challenge is accepted', () => {
  const { register } = home();
  const ua = wicWith(new Isim(identity, 2 ** 44));
  ua.credentials.take(register(ua.registerRequest()));
  const resynchronise = ua.registerRequest({ authorization: 'answer' });
  assert.equal(Buffer.from(directive(resynchronise, 'auts') ?? '', 'base64').length, 14);
  const second = register(resynchronise);
  assert.equal(second.status, 401);
  ua.credentials.take(second);
  assert.equal(register(ua.registerRequest({ authorization: 'answer' })).status, 200);
});

test('AUTS that no ISIM of the subscription made changes nothing', () => {
  const { register } = home();
  const ua = wicWith(new Isim(identity, 2 ** 44));
  for (const auts of [Buffer.alloc(14).toString('base64'), 'AAAA']) {
    ua.credentials.take(register(ua.registerRequest()));
    const request = ua.registerRequest({ authorization: 'answer' });
    const value = (request.value('Authorization') ?? '').replace(/auts="[^"]*"/, `auts="${auts}"`);
    assert.equal(register(request.with('Authorization', value)).status, 403);
  }
});

test('a wrong MAC is answered with an empty response and without AUTS, and nothing is registered', () => {
  const { registrar, register } = home({ akaWrongMac: true });
  const ua = wicWith(new Isim(identity));
  const challenge = register(ua.registerRequest());
  ua.credentials.take(challenge);
  const answer = ua.registerRequest({ authorization: 'answer' });
  assert.equal(directive(answer, 'response'), '');
  assert.equal(directive(answer, 'nonce'), wwwAuthenticate(challenge)[0]?.params.get('nonce'));
  assert.equal(directive(answer, 'auts'), undefined);
  assert.equal(register(answer).status, 403);
  assert.equal(registrar.binding(identity.impi), undefined);
});

test('an ISIM takes each challenge once, and believes no nonce that holds none', () => {
  const auc = new AuthenticationCentre(new ManualClock(NOW));
  const isim = new Isim(identity);
  const nonce = akaNonce(auc.vector(identity));
  assert.equal(isim.authenticate(nonce).kind, 'authentic');
  assert.equal(isim.authenticate(nonce).kind, 'out-of-sequence');
  assert.equal(isim.authenticate(akaNonce(auc.vector(identity))).kind, 'authentic');
  assert.equal(isim.authenticate('bm9uY2U=').kind, 'not-authentic');
  const other = generateIdentity({ seed: 2, scenario: 's', name: 'a', domain: 'ims.example' });
  assert.equal(new Isim(other).authenticate(akaNonce(auc.vector(identity))).kind, 'not-authentic');
});

test('a subscription without keys has no ISIM and no vectors', () => {
  const { impi, impus, password } = identity;
  const bare: Identity = { impi, impus, password };
  assert.throws(() => new Isim(bare), PeerDidNot);
  assert.throws(() => new AuthenticationCentre(new ManualClock(NOW)).vector(bare), PeerDidNot);
});
