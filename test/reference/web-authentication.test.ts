import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { TokenValidation } from '../../src/peers/waf/access.ts';
import { defectsOf } from '../../src/peers/waf/defects.ts';
import { authorization, tagOf, to, wwwAuthenticate } from '../../src/sip/headers/index.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { grant, startLab } from './support.ts';
import {
  bearer,
  fence,
  granted,
  identityOf,
  registeredByToken,
  registerWith,
  startTokenLab,
} from './token-lab.ts';

for (const validation of ['jwks', 'introspection'] satisfies TokenValidation[]) {
  const lab = await startTokenLab(validation);
  after(() => lab.stop());

  test(`${validation}: a valid token registers the user as a trusted node does`, async () => {
    const { wic, atCore } = await registeredByToken(lab);
    assert.deepEqual(
      [...(authorization(atCore)?.params ?? [])],
      [
        ['username', `${wic.user}@private.home1.net`],
        ['realm', 'home1.net'],
        ['uri', 'sip:home1.net'],
        ['nonce', ''],
        ['response', ''],
        ['integrity-protected', 'auth-done'],
      ],
    );
    assert.equal(atCore.fields('Authorization').length, 1);
    assert.match(atCore.value('Path') ?? '', /^<sip:[0-9a-f]+@127\.0\.0\.1:\d+;lr>$/);
    assert.deepEqual(atCore.values('Require'), ['path']);
    const sent = wic.initial('MESSAGE', 'sip:carol@home1.net');
    const { message, link } = await lab.core.request('MESSAGE');
    assert.deepEqual(message.values('P-Asserted-Identity'), [`<${wic.impu}>`]);
    lab.core.answer(message, link, 200);
    assert.equal((await wic.final(sent)).status, 200);
  });

  for (const defect of defectsOf(validation)) {
    test(`${validation}: a token that is ${defect} is refused, and nothing reaches the core`, async () => {
      const wic = await lab.wic(`bad-${defect}`);
      const before = lab.core.count('REGISTER');
      const sent = wic.send(registerWith(wic, bearer(await lab.tokens.broken(identityOf(wic), defect))));
      const final = await wic.final(sent);
      if (defect === 'wwsf') assert.equal(final.status, 403);
      else {
        assert.equal(final.status, 401);
        const [challenge] = wwwAuthenticate(final);
        assert.equal(challenge?.scheme, 'Bearer');
        assert.equal(challenge?.params.get('authz_server'), lab.waf.access.issuer);
        assert.equal(challenge?.params.get('error'), defect === 'scope' ? 'invalid_scope' : 'invalid_token');
      }
      assert.equal(await wic.closed.promise, 1008);
      await fence(lab);
      assert.equal(lab.core.count('REGISTER') - before, 2);
    });
  }

  test(`${validation}: the WAF of a third party is named to the core`, async () => {
    const wic = await lab.wic('third');
    const token = await lab.tokens.issue(identityOf(wic), { thirdParty: true });
    const atCore = await granted(lab, wic, registerWith(wic, bearer(token)));
    assert.equal(
      authorization(atCore)?.params.get('authorization-entity'),
      `${lab.thirdParty.access.issuer} wwsf.other.net`,
    );
  });
}

const lab = await startTokenLab('jwks');
after(() => lab.stop());

test('both forms of a token are understood, the scheme in any case, beside whatever else the WIC writes', async () => {
  const forms = [
    (token: string) => [`Bearer ${token}`],
    (token: string) => [`BEARER access_token="${token}"`],
    (token: string) => [`bearer   access_token=${token} , x="y"`],
    (token: string) => [`Digest username="mallory", realm="home1.net"`, `Bearer ${token}`],
    (token: string) => [`Bearer ${token}`, `Digest username="mallory", integrity-protected="auth-done"`],
  ];
  for (const form of forms) {
    const wic = await lab.wic('forms');
    const token = await lab.tokens.issue(identityOf(wic));
    const atCore = await granted(lab, wic, registerWith(wic, ...form(token)));
    assert.equal(authorization(atCore)?.params.get('username'), 'forms@private.home1.net');
    assert.equal(atCore.text.includes(token), false);
  }
});

test('a token of 8 kB is understood', async () => {
  const wic = await lab.wic('long');
  const token = await lab.tokens.issue(identityOf(wic), { padTo: 8192 });
  const atCore = await granted(lab, wic, registerWith(wic, bearer(token)));
  assert.equal(authorization(atCore)?.params.get('username'), 'long@private.home1.net');
});

test('credentials of the scheme Bearer without a token are refused, unreadable ones are a bad request', async () => {
  for (const [value, status] of [
    ['Bearer', 401],
    ['Bearer realm="x"', 401],
    ['Bearer =="', 400],
  ] as const) {
    const wic = await lab.wic('empty');
    assert.equal((await wic.final(wic.send(registerWith(wic, value)))).status, status, value);
  }
});

test('To is an identity of the token, or the REGISTER is refused', async () => {
  const wic = await lab.wic('alice');
  const token = await lab.tokens.issue(identityOf(wic));
  const other = registerWith(wic, bearer(token)).with('To', '<sip:bob@home1.net>');
  assert.equal((await wic.final(wic.send(other))).status, 403);
  const second = registerWith(wic, bearer(token)).with('To', '<tel:+15551>');
  assert.equal(to(await granted(lab, wic, second)).uri, 'tel:+15551');
});

test('a WIC that does not know its identity can be registered under that of its token', async () => {
  const normalising = await startTokenLab('jwks', { deviation: 'to-of-token' });
  try {
    const wic = await normalising.wic('carol');
    const token = await normalising.tokens.issue(identityOf(wic));
    const sent = registerWith(wic, bearer(token))
      .with('To', '"Me" <sip:anonymous@anonymous.invalid>')
      .with('From', '<sip:anonymous@anonymous.invalid>;tag=a1');
    wic.send(sent);
    const { message, link } = await normalising.core.request('REGISTER');
    assert.equal(to(message).uri, wic.impu);
    assert.equal(message.value('From'), `<${wic.impu}>;tag=a1`);
    normalising.core.answer(message, link, 200, { ...grant(wic), toTag: 'b2' });
    const final = await wic.final(sent);
    assert.equal(final.value('From'), sent.value('From'));
    assert.equal(to(final).uri, 'sip:anonymous@anonymous.invalid');
    assert.equal(tagOf(to(final)), 'b2');
    wic.serviceRoute = final.values('Service-Route');
    wic.initial('MESSAGE', 'sip:carol@home1.net');
    const { message: onward } = await normalising.core.request('MESSAGE');
    assert.deepEqual(onward.values('P-Asserted-Identity'), [`<${wic.impu}>`]);
  } finally {
    await normalising.stop();
  }
});

test('a refresh needs a valid token again; what digest answers is the core’s to judge', async () => {
  const { wic } = await registeredByToken(lab);
  const { impi } = identityOf(wic);
  const answered = wic.register('abc').text.replace(/username="[^"]*"/, `username="${impi}"`);
  wic.link.send(Buffer.from(answered));
  const { message, link } = await lab.core.request('REGISTER');
  assert.equal(authorization(message)?.params.get('integrity-protected'), 'tls-pending');
  lab.core.answer(message, link, 403);
  const expired = await lab.tokens.broken(identityOf(wic), 'expired');
  assert.equal((await wic.final(wic.send(registerWith(wic, bearer(expired))))).status, 401);
});

test('the association holds for its own connection, and goes with the deregistration', async () => {
  const { wic, token } = await registeredByToken(lab);
  const other = await lab.wic(wic.user);
  assert.equal((await other.final(other.initial('MESSAGE', 'sip:carol@home1.net'))).status, 403);
  const gone = wic.send(registerWith(wic, bearer(token)).with('Expires', '0'));
  const { message, link } = await lab.core.request('REGISTER');
  assert.equal(authorization(message)?.params.get('integrity-protected'), 'auth-done');
  lab.core.answer(message, link, 200);
  assert.equal((await wic.final(gone)).status, 200);
  assert.equal(await wic.closed.promise, 1000);
});

test('a refusal of the core is passed on and leaves no association', async () => {
  const wic = await lab.wic('barred');
  const sent = wic.send(registerWith(wic, bearer(await lab.tokens.issue(identityOf(wic)))));
  const { message, link } = await lab.core.request('REGISTER');
  lab.core.answer(message, link, 403);
  assert.equal((await wic.final(sent)).status, 403);
  assert.equal((await wic.final(wic.initial('MESSAGE', 'sip:carol@home1.net'))).status, 403);
});

test('a token in any other request stays on W2 and disturbs nobody', async () => {
  const { wic, token } = await registeredByToken(lab);
  const headers = [
    ['Authorization', bearer(token)],
    ['Authorization', 'Digest username="x"'],
    ['Proxy-Authorization', `Bearer ${token}`],
  ] as const;
  const sent = wic.initial('MESSAGE', 'sip:carol@home1.net', headers);
  const { message, link } = await lab.core.request('MESSAGE');
  assert.equal(message.text.includes(token), false);
  assert.deepEqual(message.values('Authorization'), ['Digest username="x"']);
  lab.core.answer(message, link, 200);
  assert.equal((await wic.final(sent)).status, 200);
});

test('an eP-CSCF that takes no tokens leaves the REGISTER to the core, without the token', async () => {
  const plain = await startLab();
  try {
    const wic = await plain.wic('dora');
    wic.send(registerWith(wic, 'Bearer abc'));
    const { message } = await plain.core.request('REGISTER');
    assert.equal(message.has('Authorization'), false);
  } finally {
    await plain.stop();
  }
});

test('what comes while a token is validated waits for its turn', async () => {
  const { wic, token } = await registeredByToken(lab);
  const refresh = wic.send(registerWith(wic, bearer(token)));
  wic.initial('MESSAGE', 'sip:carol@home1.net');
  const { message: first } = await lab.core.inbox.next(
    'send a request',
    ({ message }) =>
      message instanceof SipRequest &&
      message.method !== 'SUBSCRIBE' &&
      (message.value('From') ?? '').includes(wic.user),
    5000,
  );
  assert.equal(first.value('CSeq'), refresh.value('CSeq'));
  await lab.core.request('MESSAGE');
});
