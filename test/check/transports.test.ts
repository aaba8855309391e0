import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routingUris, transportOf } from '../../src/check/transports.ts';
import { respond, SipRequest } from '../../src/sip/message.ts';

const request = SipRequest.build({
  method: 'INVITE',
  uri: 'sip:a@a.invalid;transport=ws',
  headers: [
    ['Via', 'SIP/2.0/WSS 192.0.2.1;branch=z9hG4bK1'],
    ['Record-Route', '<sip:w2@192.0.2.1;transport=WSS;lr>, "Mw" <sip:mw@192.0.2.1;lr>'],
    ['From', '<sip:b@ims.example>;tag=1'],
    ['To', '<sip:a@ims.example;transport=wss>'],
    ['Call-ID', 'c'],
    ['CSeq', '1 INVITE'],
    ['Contact', '<sip:b@192.0.2.2>;transport=wss'],
  ],
});

test('the URIs that route are found with their places, and no others', () => {
  assert.deepEqual(routingUris(request), [
    { uri: 'sip:a@a.invalid;transport=ws', element: 0 },
    { uri: 'sip:w2@192.0.2.1;transport=WSS;lr', header: 'Record-Route', element: 0 },
    { uri: 'sip:mw@192.0.2.1;lr', header: 'Record-Route', element: 1 },
    { uri: 'sip:b@192.0.2.2', header: 'Contact', element: 0 },
  ]);
  assert.deepEqual(routingUris(respond(request, 200, { headers: [['Contact', '*']] })), []);
});

test('a transport is one of the URI, not of the header field, in whatever case', () => {
  assert.deepEqual(
    routingUris(request).map(({ uri }) => transportOf(uri)),
    ['ws', 'wss', undefined, undefined],
  );
});
