import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import type { Seen } from '../../src/peers/seen.ts';
import {
  type AlternativeService,
  AlternativeServiceError,
  parseAlternativeService,
} from '../../src/sip/alternative-service.ts';
import { addresses, cseq, tagOf, to, vias, viaText } from '../../src/sip/headers/index.ts';
import type { SipResponse } from '../../src/sip/message.ts';
import { parseUri, type Uri } from '../../src/sip/uri.ts';
import { trialsOf } from '../support/emergency-trials.ts';
import type { Scenario } from '../support/world.ts';

const MEDIA_TYPE = 'application/3gpp-ims+xml';

Then('the body of the 380 is an alternative service of type emergency', function (this: Scenario) {
  const answer = the380(this);
  const contentType = answer.message.value('Content-Type');
  expect(answer).to.conform({
    title: `Content-Type of the 380 is ${MEDIA_TYPE}`,
    ok: contentType?.split(';')[0]?.trim().toLowerCase() === MEDIA_TYPE,
    expected: [MEDIA_TYPE],
    received: contentType ?? 'no Content-Type',
    header: 'Content-Type',
  });
  const service = read(answer);
  const found = typeof service === 'string' ? service : `type ${service.type}`;
  expect(answer).to.conform({
    title: 'The body of the 380 holds an alternative service of type emergency',
    ok: typeof service !== 'string' && service.type === 'emergency',
    expected: ['ims-3gpp with an alternative-service whose type is emergency (24.229 7.6)'],
    received: found,
  });
  if (typeof service !== 'string') form(answer, service);
});

Then('the 380 names the eP-CSCF of Path of {wic}', function (this: Scenario, name: string) {
  const answer = the380(this);
  const expected = "P-Asserted-Identity with the eP-CSCF's SIP URI";
  const asserted = readField(answer, 'P-Asserted-Identity', expected, (m) =>
    addresses(m, 'P-Asserted-Identity').map(({ uri }) => parseUri(uri)),
  );
  const path = addresses(this.registerAtMw(name, -1).message, 'Path').map(({ uri }) => parseUri(uri));
  expect(answer).to.conform({
    title: 'P-Asserted-Identity of the 380 is the SIP URI of the eP-CSCF',
    ok: asserted.some((uri) => /^sips?$/.test(uri.scheme) && path.some((own) => sameHost(uri, own))),
    expected: path.map((own) => `a SIP URI at ${hostPort(own)}, as in Path`),
    received: answer.message.value('P-Asserted-Identity') ?? 'no P-Asserted-Identity',
    header: 'P-Asserted-Identity',
  });
});

Then('the 380 has a To tag and the Via and CSeq of its INVITE', function (this: Scenario) {
  const answer = the380(this);
  const { message: invite } = trialsOf(this)[0].attempt.sent;
  expect(answer).to.conform({
    title: 'To of the 380 has a tag',
    ok: readField(answer, 'To', 'To with a tag', (m) => tagOf(to(m))) !== undefined,
    expected: ['To with a tag'],
    received: `To: ${answer.message.value('To')}`,
    header: 'To',
  });
  const above = vias(answer.message);
  expect(answer).to.conform({
    title: 'The 380 has the Via of the INVITE and no other',
    ok: above.length === 1 && above[0]?.branch === vias(invite)[0]?.branch,
    expected: vias(invite).map((via) => viaText(via)),
    received: above.map((via) => viaText(via)).join(', '),
    header: 'Via',
  });
  expect(answer).to.conform({
    title: 'CSeq of the 380 is that of the INVITE',
    ok: cseq(answer.message).number === cseq(invite).number,
    expected: [`CSeq: ${invite.value('CSeq')}`],
    received: `CSeq: ${answer.message.value('CSeq')}`,
    header: 'CSeq',
  });
});

Then('the INVITE of {wic} has that final response only', function (this: Scenario, name: string) {
  const answer = the380(this);
  const { sent } = trialsOf(this)[0].attempt;
  const finals = this.lab
    .wic(name)
    .mailbox.responsesTo(sent)
    .filter(({ message }) => message.status >= 200);
  const [, second] = finals;
  expect(second ?? answer).to.conform({
    title: 'The INVITE has one final response',
    ok: second === undefined,
    expected: ['one final response'],
    received: finals.map(({ message }) => message.startLine).join(', then '),
  });
});

Then('its ACK does not arrive at Mw', function (this: Scenario) {
  const title = 'The ACK to the 380 does not reach Mw';
  const expected = ['no ACK at Mw'];
  this.lab.forbid({ methods: ['ACK'], title, expected });
  const [ack] = this.lab.core.received('ACK');
  expect(ack ?? the380(this)).to.conform({
    title,
    ok: ack === undefined,
    expected,
    received: ack ? `${ack.message.startLine} at Mw` : 'no ACK at Mw',
  });
});

Then('the further INVITE has a final response, too', function (this: Scenario) {
  const { sent, answer } = trialsOf(this).at(-1)?.attempt ?? trialsOf(this)[0].attempt;
  check({
    title: 'A new INVITE with the same Call-ID is processed',
    ok: answer !== undefined,
    expected: ['any final response'],
    received: answer?.message.startLine ?? 'no final response',
    evidence: answer ? { message: answer.id, line: 1 } : { message: sent.id },
  });
});

function the380(scenario: Scenario): Seen<SipResponse> {
  const { answer } = trialsOf(scenario)[0].attempt;
  if (!answer) throw new Error('no earlier step made sure of the 380');
  return answer;
}

/** The alternative service, or why there is none to read. */
function read({ message }: Seen<SipResponse>): AlternativeService | string {
  if (message.body.length === 0) return 'no body';
  try {
    return parseAlternativeService(Buffer.from(message.body).toString());
  } catch (reason) {
    if (!(reason instanceof AlternativeServiceError)) throw reason;
    return reason.message;
  }
}

/** What a receiver can read, but should not have to. */
function form(answer: Seen<SipResponse>, { reason, legacyType, schemaProblems }: AlternativeService): void {
  expect(answer)
    .atMost('warning')
    .to.conform({
      title: 'The alternative service has a reason',
      ok: reason !== undefined && reason !== '',
      expected: ['a reason in words'],
      received: reason === undefined ? 'no reason' : `reason "${reason}"`,
    });
  expect(answer)
    .atMost('warning')
    .to.conform({
      title: 'The body keeps to the schema of 24.229 7.6',
      ok: !legacyType && schemaProblems.length === 0,
      expected: ['the type as text, and nothing else that the schema does not know'],
      received: legacyType
        ? 'the type as an element of its own'
        : schemaProblems.join('; ') || 'a valid body',
    });
}

function sameHost(a: Uri, b: Uri): boolean {
  return hostPort(a) === hostPort(b);
}

function hostPort({ host, port }: Uri): string {
  return `${host.toLowerCase()}${port === undefined ? '' : `:${port}`}`;
}
