import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { hasSdp, sdpOf } from '../../src/check/sdp.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { parseSdp, type SessionDescription } from '../../src/sdp/description.ts';
import type { SipMessage } from '../../src/sip/message.ts';
import { callNotes } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

/** An eP-CSCF may refuse it, too. */
Then(
  'no session description of that call goes from one side to the other as it is',
  function (this: Scenario) {
    const { withoutOffer } = callNotes(this);
    if (!withoutOffer) throw new Error('no INVITE without offer was sent in an earlier step');
    const { sent, final, ofWic, ofCore, ack } = withoutOffer;
    const status = final?.message.status;
    check({
      title: 'An INVITE without offer is put through, or not acceptable',
      ok: status !== undefined && (status < 300 || status === 488),
      expected: ['2xx', '488'],
      received: final?.message.startLine ?? 'no final response',
      evidence: { message: final?.id ?? sent.id },
    });
    if (final && ofWic !== undefined) isConverted(final, ofWic, "the WIC's", 'Mw');
    if (ack && ofCore !== undefined) isConverted(ack, ofCore, "the core's", 'W2');
  },
);

/** The lines and where they lead are other ones. */
function isConverted(seen: Seen<SipMessage>, original: string, whose: string, side: string): void {
  if (!hasSdp(seen.message)) return;
  const { sdp } = sdpOf(seen, `description on ${side}`);
  const source = lines(parseSdp(original));
  const same = lines(sdp).find((line) => source.includes(line));
  expect(seen).to.conform({
    title: `The description of ${side} is not ${whose} as it is`,
    ok: same === undefined,
    expected: ['m-lines with addresses and ports of the eIMS-AGW'],
    received: same === undefined ? 'none of its m-lines' : `its ${same}`,
  });
}

function lines({ media }: SessionDescription): string[] {
  return media
    .filter(({ disabled }) => !disabled)
    .map(({ line, address }) => `m=${line.value} at ${address}`);
}
