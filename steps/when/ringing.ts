import { When } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { RELIABLE } from '../../src/peers/call/prack.ts';
import type { AnswerScript } from '../../src/peers/call/script.ts';
import { audioOffer, SDP } from '../../src/peers/sdp.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { wicOffer } from '../../src/peers/wic/offers/offer.ts';
import { unlessMissing } from '../../src/run/attempt.ts';
import { acknowledgeProvisional } from '../../src/run/calls/provisional.ts';
import { refusing } from '../../src/run/calls/refusal.ts';
import { callFarUser } from '../../src/run/calls/standing-call.ts';
import { bindingOf } from '../../src/run/delivery.ts';
import type { SipResponse } from '../../src/sip/message.ts';
import { FORGED } from '../support/forged.ts';
import { callNotes, ringing } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

/** The WIC's INVITE, whose final response is not awaited. */
async function rings(scenario: Scenario, name: string, script: AnswerScript): Promise<void> {
  const { core, parameters } = scenario.lab;
  const wic = scenario.lab.wic(name);
  core.calls.next('INVITE', script);
  const headers = script.early === 'reliable' ? [RELIABLE] : [];
  const offer = { body: wicOffer('audio'), contentType: SDP, headers };
  const sent = wic.send(wic.ua.request('INVITE', `sip:far-user@${parameters.home.domain}`, offer));
  callNotes(scenario).ringing = { from: 'wic', sent, received: await unlessMissing(core.next('INVITE')) };
}

/** The far user's INVITE, whose final response is not awaited. */
async function isRung(scenario: Scenario, name: string, script: Omit<AnswerScript, 'when'>): Promise<void> {
  const { core } = scenario.lab;
  const wic = scenario.lab.wic(name);
  wic.answers.invites = script;
  const sent = core.calls.originate('INVITE', bindingOf(core, wic), {
    body: audioOffer(),
    contentType: SDP,
    headers: [['P-Access-Network-Info', '3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=26201ab; network-provided']],
  });
  callNotes(scenario).ringing = { from: 'core', sent, received: await unlessMissing(wic.next('INVITE')) };
}

/**
 * Gives the SUT time to pass 180 on; a B2BUA may send 183 instead, or nothing but its 100.
 * @throws PeerDidNot when it has a final response already
 */
async function comesToRing(
  response: (match: (response: SipResponse) => boolean) => Promise<Seen<SipResponse>>,
): Promise<void> {
  const seen = await unlessMissing(response(({ status }) => status > 100));
  if (seen && seen.message.status >= 200) throw new PeerDidNot('let it ring', seen.message.startLine);
}

When('{wic} calls the far user, who does not answer', async function (this: Scenario, name: string) {
  await rings(this, name, { statuses: [] });
});

When('the far user calls {wic}, which does not answer', async function (this: Scenario, name: string) {
  await isRung(this, name, { statuses: [] });
});

When(
  'the far user calls {wic}, which answers {int} and {int}',
  async function (this: Scenario, name: string, first: number, second: number) {
    await isRung(this, name, { statuses: [first, second] });
    await unlessMissing(this.lab.core.final(ringing(this).sent));
  },
);

When(
  'the far user calls {wic}, which answers {int} with a P-Asserted-Identity of somebody else',
  async function (this: Scenario, name: string, status: number) {
    const headers = [['P-Asserted-Identity', `<${FORGED.identity}>`]] as const;
    await isRung(this, name, { statuses: [180, status], headers });
    await unlessMissing(this.lab.core.final(ringing(this).sent));
  },
);

When('the far user calls {wic}', async function (this: Scenario, name: string) {
  await isRung(this, name, { statuses: [180, 200] });
  await unlessMissing(this.lab.core.final(ringing(this).sent));
});

When('the far user gives up while {wic} rings', async function (this: Scenario, name: string) {
  await isRung(this, name, { statuses: [180] });
  const { core } = this.lab;
  const { sent } = ringing(this);
  await comesToRing((match) => core.mailbox.response(sent, 'pass on 180', match));
  core.cancel(sent);
});

When('{wic} gives up while the far user rings', async function (this: Scenario, name: string) {
  await rings(this, name, { statuses: [180] });
  const { sent } = ringing(this);
  const wic = this.lab.wic(name);
  await comesToRing((match) => wic.response(sent, 'pass on 180', match));
  wic.cancel(sent);
});

When('{wic} calls the far user, who answers 180, 183 and 200', async function (this: Scenario, name: string) {
  await answered(this, name, { statuses: [180, 183, 200] });
});

When(
  '{wic} calls the far user, who rings for a while and picks up',
  async function (this: Scenario, name: string) {
    // Long for a network, short of the 64*T1 that an INVITE without any response may take.
    await answered(this, name, { statuses: [180, 200], delayMs: 8 * this.lab.parameters.pixit.t1 });
  },
);

When(
  '{wic} calls the far user, who refuses with {int}',
  async function (this: Scenario, name: string, status: number) {
    await rings(this, name, refusing(this.lab.core, status));
  },
);

When('{wic} makes a call that forks to two users', async function (this: Scenario, name: string) {
  await answered(this, name, { statuses: [180, 200], forks: 2 });
});

async function answered(scenario: Scenario, name: string, script: AnswerScript): Promise<void> {
  callNotes(scenario).calls.push(await callFarUser(scenario.lab, name, script));
}

When(
  '{wic} acknowledges a reliable 183 of the far user with a PRACK',
  async function (this: Scenario, name: string) {
    await rings(this, name, { statuses: [183, 200], early: 'reliable' });
    const { sent } = ringing(this);
    const wic = this.lab.wic(name);
    const prack = await acknowledgeProvisional(this.lab, wic, sent);
    if (prack) callNotes(this).requests.push(prack);
  },
);

When('{wic} registers, on a new connection if need be', async function (this: Scenario, name: string) {
  if (!this.lab.wic(name).connection.open) await this.lab.connect(name);
  await this.register(name);
});
