import { When } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Scenario } from '../support/world.ts';

When('{wic} re-registers with nonce and response empty', async function (this: Scenario, name: string) {
  this.notes.addRegistration(name, await this.lab.wic(name).reregister({ authorization: 'empty' }));
});

When('{wic} re-registers and is challenged', async function (this: Scenario, name: string) {
  const registration = await this.lab.wic(name).reregister({ authorization: 'empty' });
  if (!registration.challenge) throw new PeerDidNot('pass the challenge of the re-REGISTER on');
  this.notes.addRegistration(name, registration);
});

When('{wic} re-registers, on a new connection if need be', async function (this: Scenario, name: string) {
  if (!this.lab.wic(name).connection.open) {
    await this.lab.connect(name);
    await this.register(name);
  }
  this.notes.addRegistration(name, await this.lab.wic(name).reregister());
});

When(
  '{wic} registers its {ordinal} public user identity',
  async function (this: Scenario, name: string, which: number) {
    const wic = this.lab.wic(name);
    const impu = wic.identity.impus.at(which);
    if (impu === undefined) throw new Error(`WIC ${name} has not so many public user identities`);
    this.notes.addRegistration(name, await wic.reregister({ impu }));
  },
);
