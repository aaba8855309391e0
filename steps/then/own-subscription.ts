import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import type { Subject } from '../../src/check/subject.ts';
import type { Identity } from '../../src/peers/identity.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { unlessMissing } from '../../src/run/attempt.ts';
import { initialSubscribe, initialSubscribes } from '../../src/run/own-subscription.ts';
import { addresses, expires, from, to } from '../../src/sip/headers/index.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import { parseUri, sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from '../support/world.ts';

/** No text says how soon, so nothing but the bound of every wait counts. */
Then(
  'the eP-CSCF subscribes to the registration state of {wic}',
  async function (this: Scenario, name: string) {
    const { ok } = this.notes.registration(name);
    const subscribe = await unlessMissing(initialSubscribe(this.lab, this.lab.wic(name).identity));
    check({
      title: 'A SUBSCRIBE for the reg event follows the first registration',
      ok: subscribe !== undefined,
      expected: [`a SUBSCRIBE at Mw within ${this.lab.bound} ms (64*T1)`],
      received: subscribe ? 'a SUBSCRIBE at Mw' : 'no SUBSCRIBE',
      evidence: { message: subscribe?.id ?? ok.id },
    });
  },
);

Then(
  'its SUBSCRIBE for {wic} is about the default public user identity',
  async function (this: Scenario, name: string) {
    const subscribe = await theSubscribe(this, name);
    const { impus } = this.lab.wic(name).identity;
    const about = impus[0] ?? '';
    const named = { 'The Request-URI': subscribe.message.uri, To: readField(subscribe, 'To', about, to).uri };
    for (const [field, uri] of Object.entries(named)) {
      expect(subscribe).to.conform({
        title: `${field} of the SUBSCRIBE is the default public user identity`,
        ok: sameUri(uri, about),
        expected: [about],
        received: uri,
        ...(field === 'To' && { header: 'To' }),
      });
    }
  },
);

Then('its SUBSCRIBE for {wic} is in the name of the eP-CSCF', async function (this: Scenario, name: string) {
  const subscribe = await theSubscribe(this, name);
  const { identity } = this.lab.wic(name);
  const sender = readField(subscribe, 'From', 'a SIP URI of the eP-CSCF', from);
  expectNodeUri(subscribe, 'From', [sender.uri], identity);
  const asserted = readField(subscribe, 'P-Asserted-Identity', 'a SIP URI of the eP-CSCF', (message) =>
    addresses(message, 'P-Asserted-Identity'),
  );
  expectNodeUri(
    subscribe,
    'P-Asserted-Identity',
    asserted.map(({ uri }) => uri),
    identity,
  );
});

Then('its SUBSCRIBE for {wic} outlasts the registration', async function (this: Scenario, name: string) {
  const subscribe = await theSubscribe(this, name);
  const granted = this.lab.core.registrar.binding(this.lab.wic(name).identity.impi)?.expires ?? 0;
  const asked = expires(subscribe.message);
  expect(subscribe).to.conform({
    title: 'The subscription outlasts the registration',
    ok: asked !== undefined && asked > granted,
    expected: [`Expires greater than ${granted}`],
    received: asked === undefined ? 'no Expires' : `Expires: ${asked}`,
    header: 'Expires',
  });
});

Then('its SUBSCRIBE for {wic} accepts reginfo', async function (this: Scenario, name: string) {
  const subscribe = await theSubscribe(this, name);
  const accepted = subscribe.message
    .values('Accept')
    .map((value) => value.split(';', 1)[0]?.trim().toLowerCase());
  const fits = ['application/reginfo+xml', 'application/*', '*/*'];
  expect(subscribe).to.conform({
    title: 'The SUBSCRIBE accepts application/reginfo+xml',
    ok: !subscribe.message.has('Accept') || accepted.some((type) => fits.includes(type ?? '')),
    expected: ['no Accept', 'Accept with application/reginfo+xml'],
    received: subscribe.message.has('Accept') ? `Accept: ${accepted.join(', ')}` : 'no Accept',
    header: 'Accept',
  });
});

Then(
  'the eP-CSCF has opened one subscription to the registration state of {wic}',
  async function (this: Scenario, name: string) {
    await this.lab.fence(name);
    const subscribes = initialSubscribes(this.lab, this.lab.wic(name).identity);
    const last = subscribes.at(-1);
    check({
      title: 'A re-registration opens no further subscription to the reg event',
      ok: subscribes.length === 1,
      expected: ['one SUBSCRIBE outside a dialog, that of the first registration'],
      received: `${subscribes.length} of them`,
      ...(last && { evidence: { message: last.id } }),
    });
  },
);

/** @throws PeerDidNot when there is none: then nothing can be said of it */
async function theSubscribe(scenario: Scenario, name: string): Promise<Seen<SipRequest>> {
  const { identity } = scenario.lab.wic(name);
  const [known] = initialSubscribes(scenario.lab, identity);
  return known ?? initialSubscribe(scenario.lab, identity);
}

/** Which URI is the eP-CSCF's is its own matter; that of the user it is not. */
function expectNodeUri(
  subscribe: Subject,
  header: string,
  uris: readonly string[],
  { impus }: Identity,
): void {
  const own = uris.filter((uri) => /^sips?$/.test(parseUri(uri).scheme));
  const ofUser = uris.some((uri) => impus.some((impu) => sameUri(uri, impu)));
  expect(subscribe).to.conform({
    title: `${header} of the SUBSCRIBE is a SIP URI of the eP-CSCF`,
    ok: own.length > 0 && !ofUser,
    expected: ["a SIP URI other than the user's"],
    received: uris.length === 0 ? `no ${header}` : uris.join(', '),
    header,
  });
}
