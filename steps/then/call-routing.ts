import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { endOfCall, evidenceOfCall, invitesAtMw } from '../../src/run/call-attempt.ts';
import {
  addresses,
  chargingVector,
  contacts,
  maxForwards,
  topVia,
  vias,
} from '../../src/sip/headers/index.ts';
import type { SipMessage, SipRequest } from '../../src/sip/message.ts';
import { parseUri, sameUri } from '../../src/sip/uri.ts';
import { callNotes, inviteAcross, ringing } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

/** Longest time until an INVITE of the core has to be on W2, in milliseconds. */
const DELIVERY_MS = 4000;

function routesIn(seen: Seen<SipMessage>, header: 'Route' | 'Record-Route'): readonly string[] {
  return readField(seen, header, 'a list of addresses', (message) =>
    addresses(message, header).map(({ uri }) => uri),
  );
}

/** Host and port of the Contact, where requests inside the dialog go when there is no route. */
function contactPlace(seen: Seen<SipRequest>): string | undefined {
  return readField(seen, 'Contact', 'an address', (message) => {
    const all = contacts(message);
    const uri = all === '*' ? undefined : all[0]?.uri;
    return uri === undefined ? undefined : placeOf(uri);
  });
}

/** Host and port: the SUT and the core may share a host. */
function placeOf(uri: string): string {
  const { host, port = 5060 } = parseUri(uri);
  return `${host.toLowerCase()}:${port}`;
}

/** Whether requests inside the dialog will come back to the SUT: by its Record-Route or its own Contact. */
function leadsBack(invite: Seen<SipRequest>, foreign: string, title: string): void {
  const routes = routesIn(invite, 'Record-Route');
  const place = contactPlace(invite);
  expect(invite).to.conform({
    title,
    ok: routes.length > 0 || (place !== undefined && place !== placeOf(foreign)),
    expected: ['a Record-Route of the eP-CSCF', 'a Contact of its own'],
    received: `${routes.length > 0 ? 'Record-Route' : 'no Record-Route'}, and a Contact at ${place ?? 'no host'}`,
    header: routes.length > 0 ? 'Record-Route' : 'Contact',
  });
}

Then(
  'each INVITE of {wic} at Mw has charging data of its own and a way back',
  function (this: Scenario, name: string) {
    const { calls } = callNotes(this);
    const wic = this.lab.wic(name);
    const seen = new Set<string>();
    for (const { received, invite } of calls) {
      const icid = readField(received, 'P-Charging-Vector', 'an icid-value', (message) =>
        chargingVector(message)?.get('icid-value'),
      );
      expect(received).to.conform({
        title: 'INVITE on Mw has an icid-value that no other dialog has',
        ok: Boolean(icid) && !seen.has(icid ?? ''),
        expected: ['an icid-value of its own'],
        received: icid === undefined ? 'none' : `${icid}${seen.has(icid) ? ', as in the call before' : ''}`,
        header: 'P-Charging-Vector',
      });
      seen.add(icid ?? '');
      leadsBack(received, wic.ua.contactUri, 'INVITE on Mw has a way back to the eP-CSCF');
      const [before, after] = [maxForwards(invite.message), maxForwards(received.message)];
      expect(received)
        .atMost('warning')
        .to.conform({
          title: 'Max-Forwards does not grow',
          ok: before === undefined || after === undefined || after <= before,
          expected: [`at most ${before}`],
          received: String(after),
          header: 'Max-Forwards',
        });
      hidesVia(this, received, wic.ua.host);
    }
  },
);

/** A proxy keeps the Vias below its own; who ends the dialogs does not. */
function hidesVia({ lab }: Scenario, received: Seen<SipRequest>, host: string): void {
  if (lab.parameters.mwRole !== 'b2bua') return;
  const shown = vias(received.message).findIndex((via) => via.host === host);
  expect(received)
    .atMost('warning')
    .to.conform({
      title: "INVITE of a B2BUA does not have the WIC's Via on Mw",
      ok: shown < 0,
      expected: ["no Via of the WIC's"],
      received: shown < 0 ? 'none' : `Via number ${shown + 1}`,
      header: 'Via',
      element: Math.max(shown, 0),
    });
}

Then('the call of {wic} goes where its Service-Route leads', function (this: Scenario, name: string) {
  const call = this.notes.call(name);
  const [wanted = ''] = this.lab.core.registrar.policy.serviceRoute;
  const [invite] = invitesAtMw(this.lab, call);
  check({
    title: `The call of WIC ${name} reaches the address of its Service-Route`,
    ok: invite !== undefined,
    expected: [`INVITE at ${wanted}`],
    received: invite ? 'INVITE there' : `no INVITE there (${endOfCall(call)})`,
    evidence: invite ? { message: invite.id, line: 1 } : evidenceOfCall(call),
  });
  if (!invite) return;
  const [first] = routesIn(invite, 'Route');
  expect(invite).to.conform({
    title: 'INVITE on Mw has the Service-Route as its Route',
    ok: first !== undefined && sameUri(first, wanted),
    expected: [`Route: <${wanted}>`],
    received: first ?? 'no Route',
    header: 'Route',
  });
});

Then('the INVITE comes to {wic} alone, with no Route left, in time', function (this: Scenario, name: string) {
  const { sent, received } = ringing(this);
  check({
    title: `The INVITE for the Path of WIC ${name} comes to it`,
    ok: received !== undefined,
    expected: [`the INVITE at WIC ${name}`],
    received: received ? 'it came' : 'no INVITE at that WIC',
    evidence: { message: received?.id ?? sent.id },
  });
  if (!received) return;
  const routes = routesIn(received, 'Route');
  const paths = this.lab.core.registrar.binding(this.lab.wic(name).identity.impi)?.path ?? [];
  const left = routes.findIndex((uri) => paths.some((path) => path.includes(uri)));
  expect(received).to.conform({
    title: 'The Route entry of the eP-CSCF is consumed',
    ok: left < 0,
    expected: ['no Path URI of the eP-CSCF in Route'],
    received: routes.join(', ') || 'no Route',
    header: 'Route',
    element: Math.max(left, 0),
  });
  const took = Math.round(received.at - sent.at);
  expect(received).to.conform({
    title: 'The INVITE is delivered in time',
    ok: took <= DELIVERY_MS,
    expected: [`within ${DELIVERY_MS} ms`],
    received: `after ${took} ms`,
  });
});

Then('the INVITE has not come to {wic}', function (this: Scenario, name: string) {
  const [stray] = this.lab.wic(name).mailbox.received('INVITE');
  const { received, sent } = ringing(this);
  check({
    title: `The INVITE for another WIC does not come to WIC ${name}`,
    ok: stray === undefined,
    expected: ['no INVITE there'],
    received: stray ? 'an INVITE' : 'none',
    evidence: { message: stray?.id ?? received?.id ?? sent.id },
  });
});

Then('the INVITE on W2 names its transport and has a way back', function (this: Scenario) {
  const invite = inviteAcross(this);
  const { transport } = readField(invite, 'Via', 'a Via', topVia);
  const isWebSocket = transport === 'WSS' || transport === 'WS';
  const secure = invite.link.transport === 'wss';
  expect(invite).to.conform({
    title: 'The top Via of INVITE on W2 has the transport of the WebSocket',
    ok: isWebSocket,
    expected: [secure ? 'WSS' : 'WS'],
    received: transport,
    header: 'Via',
  });
  expect(invite)
    .atMost('warning')
    .to.conform({
      title: 'The top Via of INVITE on W2 says that the WebSocket is secure',
      ok: !secure || transport === 'WSS',
      expected: ['WSS'],
      received: transport,
      header: 'Via',
    });
  leadsBack(invite, this.lab.core.uri, 'INVITE on W2 has a way back along the WebSocket');
});
