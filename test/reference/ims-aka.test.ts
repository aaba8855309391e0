import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { authorization, wwwAuthenticate } from '../../src/sip/headers/index.ts';
import type { SipRequest, SipResponse } from '../../src/sip/message.ts';
import { grant, type Lab, type MiniWic, startLab } from './support.ts';

const labs: Lab[] = [];
async function lab(imsAka: boolean): Promise<Lab> {
  const made = await startLab({ imsAka });
  labs.push(made);
  return made;
}
after(() => Promise.all(labs.map((each) => each.stop())));

const CHALLENGE =
  'Digest realm="home1.net", nonce="AAAA=", opaque="o", algorithm=AKAv2-SHA-256, ck="0011", qop="auth", ik="2233"';

function integrity(message: SipRequest): string | undefined {
  return authorization(message)?.params.get('integrity-protected');
}

/** A REGISTER of IMS AKA. */
function register(wic: MiniWic, response: string): SipRequest {
  const digest = wic.register(response);
  return digest.with('Authorization', `${digest.value('Authorization')}, algorithm=AKAv2-SHA-256`);
}

/** Both REGISTERs as the core saw them, and the challenge as the WIC got it. */
async function round(
  { wic: connect, core }: Lab,
  user: string,
): Promise<{ wic: MiniWic; first: SipRequest; second: SipRequest; challenge: SipResponse }> {
  const wic = await connect(user);
  const asking = wic.send(register(wic, ''));
  const first = await core.request('REGISTER');
  core.answer(first.message, first.link, 401, { headers: [['WWW-Authenticate', CHALLENGE]] });
  const challenge = await wic.final(asking);
  const answering = wic.send(register(wic, 'abc'));
  const second = await core.request('REGISTER');
  core.answer(second.message, second.link, 200, grant(wic));
  wic.serviceRoute = (await wic.final(answering)).values('Service-Route');
  return { wic, first: first.message, second: second.message, challenge };
}

test('every REGISTER of IMS AKA is marked tls-connected, and the keys of the challenge stay at Mw', async () => {
  const reference = await lab(true);
  const { wic, first, second, challenge } = await round(reference, 'alice');
  assert.deepEqual([integrity(first), integrity(second)], ['tls-connected', 'tls-connected']);
  const params = wwwAuthenticate(challenge)[0]?.params;
  assert.deepEqual(
    [...(params ?? [])],
    [
      ['realm', 'home1.net'],
      ['nonce', 'AAAA='],
      ['opaque', 'o'],
      ['algorithm', 'AKAv2-SHA-256'],
      ['qop', 'auth'],
    ],
  );
  const again = wic.send(register(wic, 'abc'));
  const third = await reference.core.request('REGISTER');
  assert.equal(integrity(third.message), 'tls-connected');
  reference.core.answer(third.message, third.link, 200, grant(wic));
  await wic.final(again);
  const invite = wic.initial('INVITE', 'sip:bob@home1.net');
  const forwarded = await reference.core.request('INVITE');
  assert.equal(forwarded.message.value('P-Asserted-Identity'), `<${wic.impu}>`);
  reference.core.answer(forwarded.message, forwarded.link, 603);
  assert.equal((await wic.final(invite)).status, 603);
});

test('an eP-CSCF that is not set to it treats the same as SIP digest', async () => {
  const { first, second } = await round(await lab(false), 'alice');
  assert.deepEqual([integrity(first), integrity(second)], [undefined, 'tls-pending']);
});
