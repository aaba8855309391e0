import { Then } from '@cucumber/cucumber';
import { describe, expect } from '../../src/check/assertions.ts';
import type { Subject } from '../../src/check/subject.ts';
import { type PlacedUri, routingUris, transportOf } from '../../src/check/transports.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { topVia } from '../../src/sip/headers/index.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import type { Scenario } from '../support/world.ts';

function receivedBy(scenario: Scenario, name: string, method: string): Seen<SipRequest> {
  const { received } = scenario.notes.delivery(name);
  if (received?.message.method !== method) throw new PeerDidNot(`deliver ${method} to WIC ${name}`);
  return received;
}

/** Behind a front end that ends TLS, WS is what an eP-CSCF sees: no more than a warning. */
Then(
  'the top Via of {word} to {wic} names secure WebSocket',
  function (this: Scenario, method: string, name: string) {
    const request = receivedBy(this, name, method);
    const { transport } = topVia(request.message);
    const [right, tolerated] = request.link.transport === 'wss' ? ['WSS', 'WS'] : ['WS', 'WSS'];
    const subject = transport === tolerated ? expect(request).atMost('warning') : expect(request);
    subject.to.conform({
      title: `Transport in the top Via of ${method} at W2`,
      ok: transport === right,
      expected: [`SIP/2.0/${right}`],
      received: `SIP/2.0/${transport}`,
      header: 'Via',
    });
  },
);

Then(
  'the top Via of the {ordinal} REGISTER of {wic} at Mw names the transport it came over',
  function (this: Scenario, which: number, name: string) {
    const register = this.registerAtMw(name, which);
    const used = register.link.transport.toUpperCase();
    const { transport } = topVia(register.message);
    expect(register).to.conform({
      title: 'Transport in the top Via of REGISTER at Mw',
      ok: transport === used,
      expected: [`SIP/2.0/${used}`],
      received: `SIP/2.0/${transport}`,
      header: 'Via',
    });
  },
);

function expectNoWss(subject: Subject): void {
  const bad = routingUris(subject.message).find(({ uri }) => transportOf(uri) === 'wss');
  expect(subject).to.conform({
    title: `Transport in the URIs of ${describe(subject)} at W2`,
    ok: bad === undefined,
    expected: ['transport=ws, with TLS too', 'no transport parameter'],
    received: bad ? `${bad.uri} in ${bad.header ?? 'the Request-URI'}` : 'no URI with transport=wss',
    ...place(bad),
  });
}

function place(bad: PlacedUri | undefined): { readonly header?: string; readonly element?: number } {
  return bad?.header === undefined ? {} : { header: bad.header, element: bad.element };
}

/** A URI of the eP-CSCF must be there to be looked at: in Record-Route, or as Contact of a back-to-back user agent. */
function expectOwnUri(scenario: Scenario, subject: Subject): void {
  const own = routingUris(subject.message).filter(
    ({ header, uri }) => (header === 'Record-Route' || header === 'Contact') && uri !== scenario.lab.core.uri,
  );
  expect(subject)
    .atMost('inconclusive')
    .to.conform({
      title: `${describe(subject)} at W2 has a URI of the eP-CSCF`,
      ok: own.length > 0,
      expected: ['a Record-Route, or a Contact of its own'],
      received: own[0]?.uri ?? 'none',
    });
}

Then('no URI in {word} to {wic} says transport=wss', function (this: Scenario, method: string, name: string) {
  const request = receivedBy(this, name, method);
  expectOwnUri(this, request);
  expectNoWss(request);
});

Then('no URI in the 200 to REGISTER of {wic} says transport=wss', function (this: Scenario, name: string) {
  expectNoWss(this.notes.registration(name).ok);
});

Then('no URI in the 2xx to INVITE of {wic} says transport=wss', function (this: Scenario, name: string) {
  const { answer } = this.notes.exchange(name);
  if (answer.message.status >= 300) throw new PeerDidNot('connect a call', answer.message.startLine);
  expectOwnUri(this, answer);
  expectNoWss(answer);
});
