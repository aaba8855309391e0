import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Dialog } from '../../src/endpoint/dialog.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { cseq, tagOf, to } from '../../src/sip/headers/index.ts';
import { type HeaderInit, respond, SipRequest, type SipResponse } from '../../src/sip/message.ts';
import { validateMessage } from '../../src/sip/validate.ts';

const recordRoutes = ['<sip:p1.example;lr>', '<sip:p2.example;lr>;x=y', '<sip:p3.example;lr>'];

function initial(method: string, headers: readonly HeaderInit[] = []): SipRequest {
  return SipRequest.build({
    method,
    uri: 'sip:bob@ims.example',
    headers: [
      ['Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa'],
      ['Max-Forwards', '70'],
      ['From', '"Alice" <sip:alice@ims.example>;tag=a'],
      ['To', '<sip:bob@ims.example>'],
      ['Call-ID', 'dialog-1'],
      ['CSeq', `41 ${method}`],
      ['Contact', '<sip:alice@192.0.2.1>'],
      ...headers,
    ],
  });
}

const routed: HeaderInit[] = [
  ['Record-Route', recordRoutes.slice(0, 2).join(', ')],
  ['Record-Route', '<sip:p3.example;lr>'],
];

function ok(request: SipRequest, contact = '<sip:bob@192.0.2.9;ob>', headers = routed): SipResponse {
  return respond(request, 200, { toTag: 'b', headers: [...headers, ['Contact', contact]] });
}

const via = 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKnext';
const contact = '<sip:alice@192.0.2.1>';

test('UAC and UAS see the same dialog from two sides', () => {
  const invite = initial('INVITE', routed);
  const uac = Dialog.uac(invite, ok(invite));
  const uas = Dialog.uas(invite, 'b');
  assert.equal(uac.callId, uas.callId);
  assert.deepEqual([uac.localTag, uac.remoteTag], ['a', 'b']);
  assert.deepEqual([uas.localTag, uas.remoteTag], ['b', 'a']);
  assert.deepEqual(uac.routeSet, recordRoutes.toReversed());
  assert.deepEqual(uas.routeSet, recordRoutes);
  assert.equal(uac.remoteTarget, 'sip:bob@192.0.2.9;ob');
  assert.equal(uas.remoteTarget, 'sip:alice@192.0.2.1');
  assert.ok(uas.matches(uac.request('BYE', { via })));
  assert.ok(uac.matches(uas.request('BYE', { via })));
  assert.ok(!uac.matches(uac.request('BYE', { via })));
  assert.ok(!uas.matches(initial('INVITE')));
});

test('a request in the dialog goes to the remote target along the route set, and is conformant', () => {
  const invite = initial('INVITE', routed);
  const dialog = Dialog.uac(invite, ok(invite));
  const update = dialog.request('UPDATE', { via, contact, body: 'v=0\r\n', contentType: 'application/sdp' });
  assert.equal(update.uri, 'sip:bob@192.0.2.9;ob');
  assert.deepEqual(update.values('Route'), recordRoutes.toReversed());
  assert.equal(update.value('From'), '"Alice" <sip:alice@ims.example>;tag=a');
  assert.equal(tagOf(to(update)), 'b');
  assert.deepEqual(cseq(update), { number: 42, method: 'UPDATE' });
  assert.equal(update.value('Content-Type'), 'application/sdp');
  assert.deepEqual(validateMessage(update), []);
});

test('CSeq counts on, and ACK takes the number of the last INVITE', () => {
  const invite = initial('INVITE');
  const dialog = Dialog.uac(invite, ok(invite));
  assert.equal(cseq(dialog.request('ACK')).number, 41);
  assert.equal(cseq(dialog.request('UPDATE')).number, 42);
  assert.equal(cseq(dialog.request('INVITE')).number, 43);
  assert.equal(cseq(dialog.request('INFO')).number, 44);
  assert.deepEqual(cseq(dialog.request('ACK')), { number: 43, method: 'ACK' });
  assert.equal(cseq(dialog.request('BYE')).number, 45);
});

test('a UAS counts its own requests', () => {
  const dialog = Dialog.uas(initial('SUBSCRIBE'), 'b');
  const notify = dialog.request('NOTIFY', { via, contact, headers: [['Event', 'reg']] });
  assert.equal(notify.uri, 'sip:alice@192.0.2.1');
  assert.equal(cseq(notify).number, 1);
  assert.equal(cseq(dialog.request('NOTIFY')).number, 2);
  assert.equal(notify.value('From'), '<sip:bob@ims.example>;tag=b');
  assert.equal(notify.value('To'), '"Alice" <sip:alice@ims.example>;tag=a');
  assert.equal(notify.value('Event'), 'reg');
});

test('a request of the other side that is older than the last one is late', () => {
  const invite = initial('INVITE');
  const uas = Dialog.uas(invite, 'b');
  const uac = Dialog.uac(invite, ok(invite));
  const first = uac.request('INFO');
  const second = uac.request('INFO');
  assert.equal(uas.received(second), 'in-order');
  assert.equal(uas.received(first), 'late');
  assert.equal(uas.received(uac.request('ACK')), 'in-order');
  assert.equal(uas.received(invite), 'late');
});

test('target refresh requests and their 2xx move the remote target, others do not', () => {
  const invite = initial('INVITE');
  const uas = Dialog.uas(invite, 'b');
  const uac = Dialog.uac(invite, ok(invite));
  const moved = '<sip:alice@192.0.2.77>';
  uas.received(uac.request('INFO', { via, contact: moved }));
  assert.equal(uas.remoteTarget, 'sip:alice@192.0.2.1');
  const reinvite = uac.request('INVITE', { via, contact: moved });
  uas.received(reinvite);
  assert.equal(uas.remoteTarget, 'sip:alice@192.0.2.77');
  uac.answered(respond(reinvite, 491, { headers: [['Contact', '<sip:bob@192.0.2.88>']] }));
  assert.equal(uac.remoteTarget, 'sip:bob@192.0.2.9;ob');
  uac.answered(ok(reinvite, '<sip:bob@192.0.2.88>'));
  assert.equal(uac.remoteTarget, 'sip:bob@192.0.2.88');
  assert.deepEqual(uac.routeSet, recordRoutes.toReversed());
});

test('an early dialog is confirmed by the 2xx, which gives route set and target anew', () => {
  const invite = initial('INVITE');
  const ringing = respond(invite, 180, { toTag: 'b', headers: [['Contact', '<sip:bob@192.0.2.5>']] });
  const dialog = Dialog.uac(invite, ringing);
  assert.equal(dialog.confirmed, false);
  assert.deepEqual(dialog.routeSet, []);
  assert.ok(dialog.matches(ok(invite)));
  dialog.answered(ringing);
  assert.equal(dialog.confirmed, false);
  dialog.answered(ok(invite));
  assert.equal(dialog.confirmed, true);
  assert.deepEqual(dialog.routeSet, recordRoutes.toReversed());
  assert.equal(dialog.remoteTarget, 'sip:bob@192.0.2.9;ob');
});

test('a 2xx to a request within an early dialog leaves it early', () => {
  const invite = initial('INVITE');
  const headers: HeaderInit[] = [
    ...recordRoutes.map((value): HeaderInit => ['Record-Route', value]),
    ['Contact', '<sip:bob@192.0.2.5>'],
  ];
  const dialog = Dialog.uac(invite, respond(invite, 183, { toTag: 'b', headers }));
  dialog.answered(respond(dialog.request('PRACK', { via }), 200));
  assert.equal(dialog.confirmed, false);
  assert.deepEqual(dialog.routeSet, recordRoutes.toReversed());
});

test('a strict router as first route gets the request for itself', () => {
  const invite = initial('INVITE');
  const routes: HeaderInit[] = [['Record-Route', '<sip:p2.example;lr>, <sip:strict.example>']];
  const dialog = Dialog.uac(invite, ok(invite, '<sip:bob@192.0.2.9>', routes));
  const bye = dialog.request('BYE');
  assert.equal(bye.uri, 'sip:strict.example');
  assert.deepEqual(bye.values('Route'), ['<sip:p2.example;lr>', '<sip:bob@192.0.2.9>']);
});

test('a NOTIFY before the 2xx makes the dialog of a SUBSCRIBE', () => {
  const subscribe = initial('SUBSCRIBE');
  const notifier = Dialog.uas(subscribe, 'n');
  const notify = notifier.request('NOTIFY', { via, contact: '<sip:scscf.example>', headers: routed });
  const dialog = Dialog.fromNotify(subscribe, notify);
  assert.ok(dialog.matches(notify));
  assert.equal(dialog.received(notify), 'in-order');
  assert.deepEqual(dialog.routeSet, recordRoutes);
  const refresh = dialog.request('SUBSCRIBE', { via, contact });
  assert.equal(refresh.uri, 'sip:scscf.example');
  assert.equal(cseq(refresh).number, 42);
  assert.ok(notifier.matches(refresh));
});

test('a peer without tag or Contact did not make a dialog', () => {
  const invite = initial('INVITE');
  assert.throws(() => Dialog.uac(invite, ok(invite).without('Contact')), PeerDidNot);
  assert.throws(() => Dialog.uac(invite, respond(invite, 100)), PeerDidNot);
  assert.throws(() => Dialog.uas(invite.without('Contact'), 'b'), PeerDidNot);
  assert.throws(() => Dialog.uas(invite.with('From', '<sip:alice@ims.example>'), 'b'), PeerDidNot);
  assert.throws(() => Dialog.uas(invite.with('Contact', '*'), 'b'), /did not put a Contact into INVITE/);
});
