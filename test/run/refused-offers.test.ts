import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSdp } from '../../src/run/offers/offer-answer.ts';
import { SipRequest, SipResponse } from '../../src/sip/message.ts';

const described = { headers: [], body: 'v=0\r\n', contentType: 'application/sdp' };
const kept = (message: SipRequest | SipResponse) =>
  withSdp([{ message } as unknown as Parameters<typeof withSdp>[0][number]]).length;

test('What a refusal describes is no answer', () => {
  for (const status of [183, 200]) assert.equal(kept(SipResponse.build({ ...described, status })), 1);
  for (const status of [300, 488, 606]) assert.equal(kept(SipResponse.build({ ...described, status })), 0);
  assert.equal(kept(SipRequest.build({ ...described, method: 'ACK', uri: 'sip:a@example.com' })), 1);
  assert.equal(kept(SipResponse.build({ status: 200, headers: [] })), 0);
});
