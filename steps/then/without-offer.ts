import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { hasSdp, sdpOf } from '../../src/check/sdp.ts';
import type { Seen } from '../../src/peers/seen.ts';
import type { WithoutOffer } from '../../src/run/calls/without-offer.ts';
import { parseSdp, type SessionDescription } from '../../src/sdp/description.ts';
import type { SipMessage, SipResponse } from '../../src/sip/message.ts';
import { callNotes } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

/** An eP-CSCF may refuse it, or offer itself; what it puts through carries offer and answer (RFC 3261 13.2.1). */
Then(
  'no session description of that call goes from one side to the other as it is',
  function (this: Scenario) {
    const { withoutOffer } = callNotes(this);
    if (!withoutOffer) throw new Error('no INVITE without offer was sent in an earlier step');
    const { sent, final, invite } = withoutOffer;
    const status = final?.message.status;
    const isRefused = status !== undefined && status >= 300;
    check({
      title: 'An INVITE without offer is put through, or not acceptable',
      ok: status === 488 || status === 606 || (status !== undefined && !isRefused && invite !== undefined),
      expected: ['2xx after an INVITE on W2', '488', '606'],
      received: final
        ? `${final.message.startLine}, ${invite ? 'INVITE' : 'no INVITE'} on W2`
        : 'no final response',
      evidence: { message: final?.id ?? sent.id },
      // What is forbidden is a description that goes on as it is; no refusal does that.
      cap: isRefused ? 'warning' : undefined,
    });
    for (const seen of withoutOffer.described) isConverted(seen, withoutOffer.ofWic, "the WIC's", 'Mw');
    if (!final || final.message.status >= 300) return;
    hasOffer(final, withoutOffer);
    if (invite && hasSdp(invite.message)) sdpOf(invite, 'offer on W2');
    else hasAnswer(final, withoutOffer);
    if (withoutOffer.ack) isConverted(withoutOffer.ack, withoutOffer.ofCore, "the core's", 'W2');
  },
);

/** The first reliable response to an INVITE without offer has one. */
function hasOffer(final: Seen<SipResponse>, { described }: WithoutOffer): void {
  const offer = described.find(({ message }) => message.status >= 200 || message.has('RSeq'));
  check({
    title: 'The INVITE without offer is answered with one on Mw',
    ok: offer !== undefined,
    expected: ['an offer in the 2xx', 'an offer in a reliable 18x'],
    received: offer ? `an offer in ${offer.message.startLine}` : `no offer, and ${final.message.startLine}`,
    evidence: { message: offer?.id ?? final.id },
  });
}

/** The WIC offered in its 200, so it is owed an answer. */
function hasAnswer(final: Seen<SipResponse>, { ack, ofCore }: WithoutOffer): void {
  if (ofCore === undefined) return;
  const answered = ack !== undefined && hasSdp(ack.message);
  check({
    title: 'The offer in the 200 of the WIC is answered on W2',
    ok: answered,
    expected: ['an ACK with an answer'],
    received: answered ? 'an ACK with an answer' : ack ? 'an ACK without answer' : 'no ACK',
    evidence: { message: ack?.id ?? final.id },
  });
}

/** The lines and where they lead are other ones. */
function isConverted(
  seen: Seen<SipMessage>,
  original: string | undefined,
  whose: string,
  side: string,
): void {
  if (original === undefined || !hasSdp(seen.message)) return;
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
