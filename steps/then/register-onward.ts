import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { readField } from '../../src/check/read.ts';
import { type Kept, keptByProxy, keptContact, keptForRegistrar } from '../../src/check/register-onward.ts';
import type { Subject } from '../../src/check/subject.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Seen } from '../../src/peers/seen.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import type { Scenario } from '../support/world.ts';

Then(
  'the REGISTERs of {wic} reach Mw with what the registrar needs',
  function (this: Scenario, name: string) {
    const { first, second } = this.notes.registration(name);
    const sent = [first, second].flatMap((exchange) => (exchange ? [exchange.sent.message] : []));
    const proxy = this.lab.parameters.mwRole === 'proxy';
    sent.forEach((request, index) => {
      const register = numbered(this.lab.core.registers(), index);
      const compare = <T>(header: string, between: (sent: SipRequest, arrived: SipRequest) => T): T =>
        readField(register, header, `a ${header} to compare with that on W2`, (arrived) =>
          between(request, arrived),
        );
      expectKept(register, compare('Contact', keptForRegistrar));
      if (!proxy) return;
      expectKept(register, compare('Via', keptByProxy));
      expectKept(register, [compare('Contact', keptContact)], 'warning');
    });
  },
);

/** Where nothing else registers, the REGISTERs at Mw are those of the WIC in their order, whatever they say. */
function numbered(seen: readonly Seen<SipRequest>[], index: number): Seen<SipRequest> {
  const register = seen[index];
  if (!register) throw new PeerDidNot(`send REGISTER number ${index + 1} to Mw`, `${seen.length} arrived`);
  return register;
}

function expectKept(register: Subject, all: readonly Kept[], cap?: 'warning'): void {
  for (const { title, header, ok, expected, received } of all) {
    const subject = cap ? expect(register).atMost(cap) : expect(register);
    subject.to.conform({ title: `${title} from W2 to Mw`, ok, expected: [expected], received, header });
  }
}
