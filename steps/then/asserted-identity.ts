import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { endOfCall, evidenceOfCall, invitesAtMw } from '../../src/run/call-attempt.ts';
import { addresses } from '../../src/sip/headers/index.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import { sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from '../support/world.ts';

const HEADER = 'P-Asserted-Identity';

function asserted(invite: Seen<SipRequest>): readonly string[] {
  const read = (message: SipRequest) => addresses(message, HEADER).map(({ uri }) => uri);
  return readField(invite, HEADER, 'a list of addresses', read as (message: Seen['message']) => string[]);
}

function isSip(uri: string): boolean {
  return /^sips?:/i.test(uri);
}

/** Only once a call reached Mw there is something to look at; where it must, its absence is a violation. */
function theInvite({ lab, notes }: Scenario, name: string): Seen<SipRequest> | undefined {
  const call = notes.call(name);
  const [invite] = invitesAtMw(lab, call);
  check({
    title: `The call of WIC ${name} goes on`,
    ok: invite !== undefined,
    expected: ['INVITE at Mw'],
    received: invite ? 'INVITE at Mw' : `no INVITE at Mw (${endOfCall(call)})`,
    evidence: invite ? { message: invite.id, line: 1 } : evidenceOfCall(call),
  });
  return invite;
}

Then(
  'the call of {wic} goes on with its {ordinal} public user identity asserted',
  function (this: Scenario, name: string, which: number) {
    const impu = this.impu(name, which);
    const invite = theInvite(this, name);
    if (!invite) return;
    const uris = asserted(invite);
    const received = uris.join(', ') || `no ${HEADER}`;
    expect(invite).to.conform({
      title: 'The identity that the WIC prefers is asserted',
      ok: uris.some((uri) => sameUri(uri, impu)),
      expected: [`${impu} among the values of ${HEADER}`],
      received,
      header: HEADER,
    });
    const other = uris.findIndex((uri) => isSip(uri) && !sameUri(uri, impu));
    expect(invite).to.conform({
      title: 'No other SIP URI is asserted',
      ok: other < 0,
      expected: [`${impu} alone`, 'a tel URI beside it'],
      received,
      header: HEADER,
      ...(other > 0 && { element: other }),
    });
  },
);

Then(
  'the call of {wic} does not reach Mw with an asserted identity',
  async function (this: Scenario, name: string) {
    const call = this.notes.call(name);
    const title = 'An INVITE outside the association asserts nobody';
    const expected = ['no INVITE at Mw: 4xx to 6xx, no answer, or the connection is closed'];
    this.lab.forbid({ methods: ['INVITE'], title, expected });
    const [invite] = invitesAtMw(this.lab, call);
    if (!invite) {
      const received = `no INVITE at Mw (${endOfCall(call)})`;
      check({ title, ok: true, expected, received, evidence: evidenceOfCall(call) });
      return;
    }
    const uris = asserted(invite);
    const received = `INVITE at Mw with ${uris.length > 0 ? uris.join(', ') : 'nobody'} asserted`;
    expect(invite).to.conform({ title, ok: uris.length === 0, expected, received, header: HEADER });
    expect(invite).atMost('warning').to.conform({
      title: 'An INVITE outside the association is not forwarded',
      ok: false,
      expected,
      received,
    });
  },
);
