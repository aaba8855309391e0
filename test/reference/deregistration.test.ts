import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ManualClock } from '../../src/endpoint/clock.ts';
import { Dialog } from '../../src/endpoint/dialog.ts';
import { expires, from, nameAddrText, to } from '../../src/sip/headers/index.ts';
import { respond, SipRequest, SipResponse } from '../../src/sip/message.ts';
import { type RegInfo, regInfoXml } from '../../src/sip/reginfo.ts';
import { type Lab, type MiniWic, patience, startLab } from './support.ts';

const lab = await startLab();
after(() => lab.stop());

/** Answers the eP-CSCF's SUBSCRIBE for a user and gives the dialog in which to notify it. */
async function subscribed(user: string): Promise<Dialog> {
  const { message, link } = await lab.core.request('SUBSCRIBE', (m) => to(m).uri === `sip:${user}@home1.net`);
  lab.core.answer(message, link, 200, {
    toTag: 'reg',
    headers: [
      ['Contact', lab.core.contact],
      ['Expires', String(expires(message))],
    ],
  });
  return Dialog.uas(message, 'reg');
}

function regInfo(wic: MiniWic, state: 'active' | 'terminated', event: 'registered' | 'deactivated'): RegInfo {
  const uri = wic.contact.slice(1, -1);
  const contact = { id: 'c', state, event, uri };
  return {
    version: 1,
    state: 'full',
    registrations: [{ aor: wic.impu, id: 'r', state, contacts: [contact] }],
  };
}

async function notify(of: Lab, dialog: Dialog, state: string, info: string, event = 'reg'): Promise<number> {
  const request = dialog.request('NOTIFY', {
    headers: [
      ['Event', event],
      ['Subscription-State', state],
      ['Contact', of.core.contact],
    ],
    body: info,
    contentType: 'application/reginfo+xml',
  });
  await of.core.send(request);
  const { message } = await of.core.inbox.next(
    'answer NOTIFY',
    ({ message: m }) =>
      m instanceof SipResponse &&
      m.value('CSeq') === request.value('CSeq') &&
      m.value('Call-ID') === dialog.callId,
    patience,
  );
  return (message as SipResponse).status;
}

test('the eP-CSCF subscribes once for a private identity, about the default public one', async () => {
  const { wic } = await lab.registered('dan1');
  const { message } = await lab.core.request('SUBSCRIBE', (m) => to(m).uri === wic.impu);
  assert.equal(message.uri, wic.impu);
  assert.equal(from(message).uri, `sip:${lab.reference.mw.slice(4)}`);
  assert.deepEqual(message.values('P-Asserted-Identity'), [`<${from(message).uri}>`]);
  assert.ok((expires(message) ?? 0) > 600);
  const before = lab.core.count('SUBSCRIBE');
  const again = wic.send(wic.register('abc'));
  const register = await lab.core.request('REGISTER');
  lab.core.answer(register.message, register.link, 200, {
    headers: [['Contact', `${wic.contact};expires=600`]],
  });
  await wic.final(again);
  assert.equal(lab.core.count('SUBSCRIBE'), before);
});

test('after the 200 to the last deregistration the WebSocket is closed', async () => {
  const { wic } = await lab.registered('dan2');
  const gone = wic.send(wic.register('abc', 0));
  const { message, link } = await lab.core.request('REGISTER');
  assert.match(message.value('Authorization') ?? '', /integrity-protected=tls-yes/);
  lab.core.answer(message, link, 200);
  assert.equal((await wic.final(gone)).status, 200);
  assert.equal(await wic.closed.promise, 1000);
});

test('a refused deregistration changes nothing', async () => {
  const { wic } = await lab.registered('dan3');
  const gone = wic.send(wic.register('bad', 0));
  const refused = await lab.core.request('REGISTER');
  lab.core.answer(refused.message, refused.link, 403);
  assert.equal((await wic.final(gone)).status, 403);
  const still = wic.initial('MESSAGE', 'sip:carol@home1.net');
  const { message, link } = await lab.core.request('MESSAGE');
  lab.core.answer(message, link, 200);
  assert.equal((await wic.final(still)).status, 200);
});

test('NOTIFYs: an active one is answered, malformed and foreign ones are refused, a terminating one deregisters', async () => {
  const { wic } = await lab.registered('dan4');
  const dialog = await subscribed('dan4');
  const active = regInfoXml(regInfo(wic, 'active', 'registered'));
  const gone = regInfoXml(regInfo(wic, 'terminated', 'deactivated'));
  assert.equal(await notify(lab, dialog, 'active;expires=600', active), 200);
  assert.equal(await notify(lab, dialog, 'active;expires=600', '<reginfo'), 400);
  assert.equal(await notify(lab, dialog, 'active;expires=600', gone, 'presence'), 489);
  assert.equal(wic.link.open, true);
  assert.equal(await notify(lab, dialog, 'terminated;reason=deactivated', gone), 200);
  assert.equal(await wic.closed.promise, 1000);
});

test('a WIC that subscribed gets its last NOTIFY before the WebSocket is closed', async () => {
  const { wic, path } = await lab.registered('dan5');
  const dialog = await subscribed('dan5');
  const subscribe = wic.initial('SUBSCRIBE', wic.impu, [['Event', 'reg']]);
  const own = await lab.core.request('SUBSCRIBE', (m) => from(m).uri === wic.impu);
  lab.core.answer(own.message, own.link, 200, {
    toTag: 'wic',
    headers: [
      ...own.message.values('Record-Route').map((value) => ['Record-Route', value] as const),
      ['Contact', lab.core.contact],
    ],
  });
  assert.equal((await wic.final(subscribe)).status, 200);
  const gone = regInfoXml(regInfo(wic, 'terminated', 'deactivated'));
  assert.equal(await notify(lab, dialog, 'terminated', gone), 200);
  const wicDialog = Dialog.uas(own.message, 'wic');
  assert.match(path, new RegExp(String(/sip:([0-9a-f]+)@/.exec(wicDialog.routeSet[0] ?? '')?.[1])));
  await lab.core.send(
    wicDialog.request('NOTIFY', {
      contact: lab.core.contact,
      headers: [
        ['Event', 'reg'],
        ['Subscription-State', 'terminated'],
      ],
      body: gone,
      contentType: 'application/reginfo+xml',
    }),
  );
  const last = await wic.request('NOTIFY');
  assert.equal(wic.link.open, true);
  wic.link.send(respond(last.message, 200).bytes);
  assert.equal(await wic.closed.promise, 1000);
});

test('a registration that is not refreshed ends', async () => {
  const clock = new ManualClock();
  const ending = await startLab({ clock });
  const { wic } = await ending.registered('dan6', { expires: 600 });
  clock.advance(599_999);
  const served = wic.initial('MESSAGE', 'sip:carol@home1.net');
  const { message, link } = await ending.core.request('MESSAGE');
  ending.core.answer(message, link, 200);
  assert.equal((await wic.final(served)).status, 200);
  clock.advance(1);
  assert.equal(await wic.closed.promise, 1000);
  await ending.stop();
});

test('one of two identities deregistered: the other one is served on', async () => {
  const { wic } = await lab.registered('dan7');
  const second = 'sip:dan7b@home1.net';
  const address = nameAddrText({ uri: second, params: new Map() });
  const register = async (expiry: number, contact: string): Promise<void> => {
    const sent = wic.send(wic.register('abc', expiry).with('To', address).with('From', `${address};tag=t`));
    const { message, link } = await lab.core.request('REGISTER');
    const headers = [['P-Associated-URI', address] as const];
    lab.core.answer(message, link, 200, {
      headers: contact === '' ? [] : [['Contact', contact], ...headers],
    });
    await wic.final(sent);
  };
  await register(600, `${wic.contact};expires=600`);
  await register(0, '');
  const message = wic.initial('MESSAGE', 'sip:carol@home1.net', [['P-Preferred-Identity', address]]);
  const arrived = await lab.core.request('MESSAGE');
  assert.deepEqual(arrived.message.values('P-Asserted-Identity'), [`<${wic.impu}>`]);
  lab.core.answer(arrived.message, arrived.link, 200);
  assert.equal((await wic.final(message)).status, 200);
  assert.ok(arrived.message instanceof SipRequest);
});
