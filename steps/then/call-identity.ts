import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { endOfCall, evidenceOfCall, invitesAtMw } from '../../src/run/call-attempt.ts';
import { addresses } from '../../src/sip/headers/index.ts';
import type { SipMessage } from '../../src/sip/message.ts';
import { sameUri } from '../../src/sip/uri.ts';
import { FORGED } from '../support/forged.ts';
import { inviteAcross, ringing } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

const HEADER = 'P-Asserted-Identity';

function assertedIn(seen: Seen<SipMessage>): readonly string[] {
  return readField(seen, HEADER, 'a list of addresses', (message) =>
    addresses(message, HEADER).map(({ uri }) => uri),
  );
}

Then('the call of {wic} goes on without P-Preferred-Identity', function (this: Scenario, name: string) {
  for (const invite of invitesAtMw(this.lab, this.notes.call(name))) {
    expect(invite).not.to.have.headerField('P-Preferred-Identity');
  }
});

Then('the call of {wic} does not reach Mw with the forged identity', function (this: Scenario, name: string) {
  const call = this.notes.call(name);
  const title = 'An identity that the WIC asserts itself does not reach Mw';
  const expected = [
    `no ${FORGED.identity} in ${HEADER}`,
    'no INVITE at Mw: 4xx to 6xx, or the connection is closed',
  ];
  const invites = invitesAtMw(this.lab, call);
  if (invites.length === 0) {
    const received = `no INVITE at Mw (${endOfCall(call)})`;
    check({ title, ok: true, expected, received, evidence: evidenceOfCall(call) });
  }
  for (const invite of invites) {
    const uris = assertedIn(invite);
    const element = uris.findIndex((uri) => sameUri(uri, FORGED.identity));
    const received = uris.join(', ') || `no ${HEADER}`;
    expect(invite).to.conform({
      title,
      ok: element < 0,
      expected,
      received,
      header: HEADER,
      element: Math.max(element, 0),
    });
  }
});

Then(
  'the {ordinal} call of {wic} is not vouched for on Mw, and the last one goes on',
  function (this: Scenario, which: number, name: string) {
    const early = this.notes.calls(name).at(which);
    if (!early) throw new Error(`WIC ${name} did not call as often`);
    const title = 'A call of a WIC that has not registered is not vouched for';
    const expected = ['no INVITE at Mw: 4xx to 6xx, no answer, or the connection is closed'];
    const [invite] = invitesAtMw(this.lab, early);
    if (!invite) {
      const received = `no INVITE at Mw (${endOfCall(early)})`;
      check({ title, ok: true, expected, received, evidence: evidenceOfCall(early) });
    } else {
      const uris = assertedIn(invite);
      const received = `INVITE at Mw with ${uris.join(', ') || 'nobody'} asserted`;
      expect(invite).to.conform({ title, ok: uris.length === 0, expected, received, header: HEADER });
      const onward = 'A call of a WIC that has not registered is not forwarded';
      expect(invite).atMost('warning').to.conform({ title: onward, ok: false, expected, received });
    }
    const later = this.notes.call(name);
    const [forwarded] = invitesAtMw(this.lab, later);
    check({
      title: 'Once it has registered its call goes on',
      ok: forwarded !== undefined,
      expected: ['INVITE at Mw'],
      received: forwarded ? 'INVITE at Mw' : `no INVITE at Mw (${endOfCall(later)})`,
      evidence: forwarded ? { message: forwarded.id, line: 1 } : evidenceOfCall(later),
    });
  },
);

Then('no response of {wic} on Mw has the forged identity', function (this: Scenario, name: string) {
  inviteAcross(this);
  const { sent } = ringing(this);
  const responses = this.lab.core.mailbox.responsesTo(sent);
  for (const response of responses) {
    const uris = assertedIn(response);
    const element = uris.findIndex((uri) => sameUri(uri, FORGED.identity));
    expect(response).to.conform({
      title: `An identity that WIC ${name} asserts itself does not reach Mw`,
      ok: element < 0,
      expected: [`no ${FORGED.identity} in ${HEADER}`],
      received: uris.join(', ') || `no ${HEADER}`,
      header: HEADER,
      element: Math.max(element, 0),
    });
  }
  const final = responses.find(({ message }) => message.status >= 200 && message.status < 300);
  expect(final ?? sent)
    .atMost(final ? 'warning' : 'inconclusive')
    .to.conform({
      title: 'The called identity is asserted in the 2xx on Mw',
      ok: final !== undefined && assertedIn(final).length > 0,
      expected: [`${HEADER} with the identity that was called`],
      received: final ? (final.message.value(HEADER) ?? `no ${HEADER}`) : 'no 2xx',
      header: HEADER,
    });
});

Then('the INVITE on W2 should have nothing that stays in the network', function (this: Scenario) {
  const invite = inviteAcross(this);
  for (const header of ['P-Charging-Vector', 'P-Charging-Function-Addresses']) {
    expect(invite).atMost('warning').not.to.have.headerField(header);
  }
  const info = invite.message.value('P-Access-Network-Info') ?? '';
  expect(invite)
    .atMost('warning')
    .to.conform({
      title: 'INVITE on W2 has no access information that the network provided',
      ok: !/network-provided/i.test(info),
      expected: ['no P-Access-Network-Info with network-provided'],
      received: info || 'no P-Access-Network-Info',
      header: 'P-Access-Network-Info',
    });
});
