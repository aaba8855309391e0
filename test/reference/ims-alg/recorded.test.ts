import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { otherSide, type Side } from '../../../src/reference/ims-alg/line.ts';
import { NotAcceptable } from '../../../src/reference/ims-alg/not-acceptable.ts';
import { parseSdp } from '../../../src/sdp/description.ts';
import { SdpParseError } from '../../../src/sdp/error.ts';
import { ACCESS, CORE, Conversation, coreAnswer, wicAnswer } from './support.ts';

const folder = new URL('../../fixtures/sdp/', import.meta.url);
const recorded = ['browser', 'corpus', 'crafted'].flatMap((kind) =>
  readdirSync(new URL(`${kind}/`, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sdp'))
    .map((file) => ({
      name: `${kind}/${file}`,
      sdp: readFileSync(new URL(`${kind}/${file}`, folder), 'utf8'),
    })),
);

/** Every address in a description is the AGW's on that side, or none. */
function namesOnly(sdp: string, own: string): void {
  const found = [...sdp.matchAll(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|[\da-f]*::[\da-f:]*/gi)];
  for (const [address] of found) assert.ok([own, '0.0.0.0'].includes(address), `${address} in\n${sdp}`);
}

const ownAt = { wic: ACCESS, core: CORE } as const;

for (const from of ['wic', 'core'] satisfies Side[]) {
  test(`what was recorded elsewhere, offered by the ${from}, is converted without its addresses or refused`, async () => {
    let converted = 0;
    for (const { name, sdp } of recorded) {
      const conversation = new Conversation({ caller: from });
      try {
        const { exchange, sdp: made } = await conversation.offer(from, sdp);
        namesOnly(made, ownAt[otherSide(from)]);
        const answer = conversation.answer(exchange, from === 'wic' ? coreAnswer(made) : wicAnswer(made));
        namesOnly(answer, ownAt[from]);
        converted += 1;
      } catch (error) {
        assert.ok(error instanceof NotAcceptable || error instanceof SdpParseError, `${name}: ${error}`);
      }
    }
    assert.ok(converted > 20, `${converted} of ${recorded.length}`);
  });
}

test('what browsers answered to a gateway reaches the core as plain RTP, a line that they refused as refused', async () => {
  const answers = recorded.filter(({ name }) => /answer-(to-agw|audio|hold)/.test(name));
  assert.ok(answers.length > 10);
  for (const { name, sdp } of answers) {
    const given = parseSdp(sdp);
    const lines = given.media.map(
      ({ media }, index) => `m=${media} ${41000 + 2 * index} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n`,
    );
    const offer = `v=0\r\no=- 1 1 IN IP4 198.51.100.5\r\ns=-\r\nc=IN IP4 198.51.100.5\r\nt=0 0\r\n${lines.join('')}`;
    const conversation = new Conversation({ caller: 'core' });
    const { exchange } = await conversation.offer('core', offer);
    const text = conversation.answer(exchange, sdp);
    namesOnly(text, CORE);
    assert.doesNotMatch(text, /fingerprint|setup|ice-|candidate|ssrc|msid|extmap/, name);
    const { media } = parseSdp(text);
    assert.deepEqual(
      media.map(({ proto, disabled }) => [proto, disabled]),
      given.media.map(({ disabled }) => ['RTP/AVP', disabled]),
      name,
    );
  }
});
