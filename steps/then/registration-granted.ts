import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { givenUris, toldExpiry } from '../../src/check/granted.ts';
import { readField } from '../../src/check/read.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from '../support/world.ts';

Then('the 200 to {wic} carries no {word}', function (this: Scenario, name: string, header: string) {
  expect(this.notes.registration(name).ok).to.not.have.headerField(header);
});

Then('the expiry told to {wic} is not larger than the one granted', function (this: Scenario, name: string) {
  const { ok } = this.notes.registration(name);
  const { identity } = this.lab.wic(name);
  const granted = this.lab.core.registrar.binding(identity.impi)?.expires;
  if (granted === undefined) throw new PeerDidNot(`register WIC ${name}`);
  const told = readField(ok, 'Contact', `an expiry of at most ${granted} s`, toldExpiry);
  expect(ok).to.conform({
    title: 'The expiry that the WIC is told is not larger than the one granted',
    ok: told !== undefined && told <= granted,
    expected: [`at most ${granted} s`],
    received: told === undefined ? 'none' : `${told} s`,
    header: ok.message.value('Contact')?.includes('expires') ? 'Contact' : 'Expires',
  });
});

Then(
  '{wic} should get Service-Route and P-Associated-URI as the S-CSCF wrote them',
  function (this: Scenario, name: string) {
    const { ok } = this.notes.registration(name);
    const { registrar } = this.lab.core;
    const { identity } = this.lab.wic(name);
    const given = {
      'Service-Route': registrar.policy.serviceRoute,
      'P-Associated-URI': registrar.binding(identity.impi)?.impus ?? [],
    };
    for (const header of ['Service-Route', 'P-Associated-URI'] as const) {
      const written = given[header];
      const uris = readField(ok, header, `${header}: ${written.join(', ')}`, (message) =>
        givenUris(message, header),
      );
      expect(ok)
        .atMost('warning')
        .to.conform({
          title: `${header} reaches the WIC as the S-CSCF wrote it`,
          ok:
            uris.length === written.length && uris.every((uri, index) => sameUri(uri, written[index] ?? '')),
          expected: [`${header}: ${written.join(', ')}`],
          received: uris.length === 0 ? `no ${header}` : `${header}: ${uris.join(', ')}`,
          header,
        });
    }
  },
);
