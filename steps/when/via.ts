import { When } from '@cucumber/cucumber';
import { addressText } from '../../src/net/link.ts';
import type { Wic } from '../../src/peers/wic/wic.ts';
import type { Scenario } from '../support/world.ts';

async function connected(scenario: Scenario, name: string): Promise<Wic> {
  return scenario.lab.has(name) ? scenario.lab.wic(name) : scenario.lab.connect(name);
}

When('{wic} registers without rport in Via', async function (this: Scenario, name: string) {
  await this.register(name, { rport: false });
});

When('{wic} registers over IPv6', async function (this: Scenario, name: string) {
  const { ipv6Url: url } = this.lab.parameters.w2;
  if (url === undefined) throw new Error('the row does not apply: the SUT is not reached over IPv6');
  await this.lab.connect(name, { url });
  await this.register(name);
});

When('{wic} registers with its own address as sent-by of Via', async function (this: Scenario, name: string) {
  const { local } = (await connected(this, name)).connection;
  await this.register(name, { sentBy: addressText(local) });
});

When(
  '{wic} registers with its own address as sent-by of Via and without rport',
  async function (this: Scenario, name: string) {
    const { local } = (await connected(this, name)).connection;
    await this.register(name, { sentBy: addressText(local), rport: false });
  },
);

When(
  '{wic} sends {word} to a user of the home network',
  async function (this: Scenario, name: string, method: string) {
    const wic = this.lab.wic(name);
    const uri = `sip:callee@${this.lab.parameters.home.domain}`;
    if (method !== 'INVITE') {
      this.notes.addExchange(name, await wic.request(method, uri));
      return;
    }
    const { call, ...exchange } = await wic.invite(uri);
    await call?.bye();
    this.notes.addExchange(name, exchange);
  },
);
