import { Then } from '@cucumber/cucumber';
import { arrives } from '../../src/check/arrives.ts';
import { check } from '../../src/check/check.ts';
import { type Frame, holdsSip } from '../../src/peers/wic/frames.ts';
import { reaction } from '../../src/run/attempt.ts';
import type { Scenario } from '../support/world.ts';

/** Holds every WebSocket message with data that came to a WIC against a rule. */
function expectOfFrames(
  scenario: Scenario,
  name: string,
  rule: {
    readonly title: string;
    readonly expected: string;
    /** What is wrong with a frame, undefined for nothing. */
    wrong(frame: Frame): string | undefined;
  },
): void {
  const { frames } = scenario.lab.wic(name).connection;
  const bad = frames.find((frame) => rule.wrong(frame) !== undefined);
  const decides = bad ?? frames.at(-1);
  check({
    title: rule.title,
    ok: bad === undefined,
    expected: [rule.expected],
    received: (bad && rule.wrong(bad)) ?? `${frames.length} WebSocket messages, all of them so`,
    ...(decides && { evidence: { message: decides.id } }),
  });
}

/** Keeps what follows from passing when too little came to be looked at. */
function expectEnough(scenario: Scenario, name: string, start: string, least: number): void {
  const { frames: all } = scenario.lab.wic(name).connection;
  const frames = all.filter(({ bytes }) => Buffer.from(bytes).toString('latin1').startsWith(start));
  const [first] = frames;
  const count = frames.reduce((sum, { messages }) => sum + messages, 0);
  check({
    title: 'Enough messages came to be looked at',
    ok: count >= least,
    cap: 'inconclusive',
    expected: [`at least ${least} ${start}`.trim()],
    received: String(count),
    ...(first && { evidence: { message: first.id } }),
  });
}

Then(
  'every data frame to {wic} holds a SIP message or a CRLF keep-alive',
  function (this: Scenario, name: string) {
    expectEnough(this, name, '', 1);
    expectOfFrames(this, name, {
      title: 'Data frames hold SIP',
      expected: 'every data frame holds a SIP message or a CRLF keep-alive',
      wrong: ({ bytes }) =>
        holdsSip(bytes) ? undefined : `a data frame of ${bytes.length} octets that is no SIP message`,
    });
  },
);

Then('no text frame to {wic} holds octets that are not UTF-8', function (this: Scenario, name: string) {
  expectOfFrames(this, name, {
    title: 'Text frames hold UTF-8',
    expected: 'octets that are not UTF-8 come in a binary frame, or not at all',
    wrong: ({ invalidUtf8 }) => (invalidUtf8 ? 'a text frame with octets that are not UTF-8' : undefined),
  });
});

Then(
  'with a warning at most, the body came to {wic} unaltered or not at all',
  function (this: Scenario, name: string) {
    const { sent, answer, received } = this.notes.delivery(name);
    const [odd] = this.lab.wic(name).unreadable;
    const came = received ? Buffer.from(received.message.body) : undefined;
    check({
      title: 'A body that is not UTF-8 is not altered',
      ok: came?.equals(sent.message.body) ?? odd === undefined,
      cap: 'warning',
      expected: ['the body as the core sent it', 'the MESSAGE does not reach the WIC'],
      received: came
        ? `a body of the octets ${came.toString('hex')}`
        : odd
          ? `a message that cannot be read: ${odd.why}`
          : 'no MESSAGE at the WIC',
      evidence: { message: received?.id ?? odd?.frame.id ?? answer?.id ?? sent.id },
    });
  },
);

Then('every WebSocket message to {wic} holds one SIP message', function (this: Scenario, name: string) {
  expectEnough(this, name, 'MESSAGE', 2);
  expectOfFrames(this, name, {
    title: 'One SIP message in a WebSocket message',
    expected: 'one SIP message in each WebSocket message',
    wrong: ({ messages }) => (messages > 1 ? `${messages} SIP messages in one WebSocket message` : undefined),
  });
});

Then('no frame to {wic} is masked', function (this: Scenario, name: string) {
  const { observed, lastSent } = this.lab.wic(name).connection;
  const masked = observed.violations.find(({ code }) => code === 'WS_ERR_UNEXPECTED_MASK');
  const tried = this.notes.registerAttempt(name);
  const message = masked?.trace ?? tried.answer?.id ?? lastSent.id;
  check({
    title: 'Frames came to be looked at',
    ok: observed.frames > 0 || masked !== undefined,
    cap: 'inconclusive',
    expected: ['at least one frame of the eP-CSCF'],
    received: masked ? 'a frame' : `${observed.frames} frames`,
    evidence: { message },
  });
  check({
    title: 'Frames of the eP-CSCF are not masked',
    ok: masked === undefined,
    expected: ['no frame is masked (RFC 6455 5.1)'],
    received: masked ? `a masked frame: ${masked.detail}` : `${observed.frames} frames, none of them masked`,
    evidence: { message },
  });
});

Then(
  'a Pong with the payload {string} comes to {wic}',
  async function (this: Scenario, payload: string, name: string) {
    const { connection } = this.lab.wic(name);
    await arrives(connection.pong(Buffer.from(payload), this.lab.bound), {
      title: 'A Ping is answered by a Pong with its payload',
      expected: [`a Pong with the payload ${payload}`],
      after: { message: connection.pongs.at(-1)?.id ?? connection.lastSent.id },
    });
  },
);

Then(
  'with a warning at most, the double CRLF of {wic} is answered by CRLF or ignored',
  function (this: Scenario, name: string) {
    const { connection, unreadable } = this.lab.wic(name);
    const tried = this.notes.attempt(name);
    const since = this.notes.registration(name).ok.at;
    const odd = unreadable.find(({ frame }) => frame.at > since);
    check({
      title: 'A double CRLF does no harm',
      ok: tried.answer !== undefined && odd === undefined,
      cap: 'warning',
      expected: ['a CRLF', 'nothing, and the next request is served'],
      received: odd
        ? `a message that cannot be read: ${odd.why}`
        : `${connection.keepAlives.length > 0 ? 'a CRLF' : 'nothing'}, and the next request: ${reaction(tried)}`,
      evidence: { message: odd?.frame.id ?? tried.answer?.id ?? tried.closed?.id ?? tried.sent.id },
    });
  },
);

Then('the eP-CSCF completes the closing handshake with {wic}', async function (this: Scenario, name: string) {
  const expected = ['a Close frame in answer, then TCP is closed by the eP-CSCF'];
  const closed = await arrives(this.lab.wic(name).connection.closedWithin(this.lab.bound), {
    title: 'The closing handshake ends',
    expected,
    after: { message: this.notes.registration(name).ok.id },
  });
  check({
    title: 'The closing handshake is complete',
    ok: closed.clean,
    expected,
    received: closed.clean ? `closed with ${closed.code}` : 'TCP was closed without a Close frame',
    evidence: { message: closed.id },
  });
});
