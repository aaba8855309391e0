import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Side } from '../../../src/reference/ims-alg/line.ts';
import { NotAcceptable } from '../../../src/reference/ims-alg/not-acceptable.ts';
import { parseSdp } from '../../../src/sdp/description.ts';
import { SdpParseError } from '../../../src/sdp/error.ts';
import { browserOffers, Conversation, coreAnswer, coreOffer, wicAnswer, wicOffer } from './support.ts';

/** Lines that either side may write anywhere; 192.0.2.x and 198.51.100.x are the two sides' addresses. */
const lines = [
  'a=candidate:1 1 udp 1 192.0.2.77 5000 typ host',
  'a=candidate:1 1 udp 1 198.51.100.77 5000 typ srflx raddr 192.0.2.78 rport 9',
  'a=candidate:nonsense',
  'a=rtcp:5001 IN IP4 192.0.2.79',
  'a=rtcp:x',
  'a=remote-candidates:1 198.51.100.80 5000',
  'c=IN IP4 192.0.2.81',
  'c=IN IP6 2001:db8::1',
  'c=IN IP4 0.0.0.0',
  'a=x-odd:198.51.100.82',
  'a=x-odd:[2001:db8::2]:99',
  'i=at 192.0.2.83',
  'u=http://192.0.2.84/',
  'k=clear:secret',
  'a=mid:0',
  'a=mid:',
  'a=group:BUNDLE 0 1',
  'a=group:LS 0 1',
  'a=group:',
  'a=bundle-only',
  'a=setup:actpass',
  'a=setup:holdconn',
  'a=setup:wrong',
  'a=ice-mismatch',
  'a=ice-lite',
  'a=ice-ufrag:x',
  'a=ice-ufrag:abcdefgh',
  'a=rtcp-mux',
  'a=rtcp-mux-only',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x',
  'a=fingerprint:sha-1 00',
  'a=sendonly',
  'a=inactive',
  'b=AS:1',
  't=1 2',
  'm=audio 5002 RTP/AVP 0',
  'm=audio 0 RTP/AVP 0',
  'm=video 5004/2 UDP/TLS/RTP/SAVPF 96',
  'm=application 5006 UDP/DTLS/SCTP webrtc-datachannel',
  'm=text 5008 RTP/AVP 98',
  'm=message 5010 TCP/MSRP *',
  'm=',
  '',
  'x',
];

const seeds = [
  ...browserOffers().map(({ sdp }) => sdp),
  coreOffer({ video: true }),
  wicOffer([{ media: 'audio' }, { media: 'video', port: 0, extra: 'a=bundle-only\r\n' }, { media: 'audio' }]),
];

const description = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...lines), fc.boolean()), { maxLength: 8 }),
  )
  .map(([seed, edits]) => {
    const text = seed.trimEnd().split(/\r?\n/);
    for (const [at, line, instead] of edits) text.splice(4 + (at % text.length), instead ? 1 : 0, line);
    return `${text.join('\r\n')}\r\n`;
  });

const anything = fc.oneof(
  { weight: 5, arbitrary: description },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary' }).map((text) => `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n${text}`),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

const foreign = /192\.0\.2\.|198\.51\.100\.|fd00:|2001:db8/i;
const secret = /candidate|fingerprint|setup|ice-|bundle-only|BUNDLE|3ge2ae|crypto|clear:/;

/** What goes to a side is a description, and names no address of the other side. */
function passes(sdp: string, to: Side): void {
  parseSdp(sdp);
  assert.doesNotMatch(sdp, foreign);
  if (to === 'core') assert.doesNotMatch(sdp, secret);
  else assert.doesNotMatch(sdp, /bundle-only|BUNDLE|crypto|clear:/);
}

test('whatever the two sides write, each gets a description without addresses of the other, or a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.tuple(fc.constantFrom<Side>('wic', 'core'), anything, anything, fc.nat({ max: 2 })), {
        minLength: 1,
        maxLength: 4,
      }),
      async (rtcpMux, exchanges) => {
        const conversation = new Conversation({ rtcpMux });
        const dialog = conversation.dialog('callee');
        for (const [from, offer, other, kind] of exchanges) {
          const to = from === 'wic' ? 'core' : 'wic';
          const made = await conversation.offer(from, offer, dialog).catch((error: unknown) => {
            assert.ok(error instanceof SdpParseError || error instanceof NotAcceptable, String(error));
          });
          if (!made) continue;
          passes(made.sdp, to);
          const proper = from === 'wic' ? coreAnswer(made.sdp) : wicAnswer(made.sdp);
          const answer = conversation.answer(made.exchange, kind === 0 ? other : proper, dialog);
          passes(answer, from);
          const offered = parseSdp(offer).media;
          const answered = parseSdp(answer).media;
          assert.deepEqual(
            answered.map(({ media }) => media),
            offered.map(({ media }) => media),
          );
          if (kind === 2) conversation.call.refused(dialog, made.exchange);
          else conversation.call.settled(made.exchange);
        }
        conversation.call.end();
        assert.equal(conversation.agw.held, 0);
      },
    ),
    { numRuns: 1500 },
  );
});
