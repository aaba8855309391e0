import { When } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { RegisterOptions } from '../../src/peers/wic/request-options.ts';
import { attemptRegister, attemptRegistration } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

async function tryRegister(scenario: Scenario, name: string, options: RegisterOptions = {}): Promise<void> {
  scenario.notes.addRegisterAttempt(name, await attemptRegister(scenario.lab, name, options));
}

When('{wic} tries to register', async function (this: Scenario, name: string) {
  if (!this.lab.has(name)) await this.lab.connect(name);
  const attempts = await attemptRegistration(this.lab, name);
  for (const each of attempts) this.notes.addRegisterAttempt(name, each);
});

When(
  '{wic} tries to register, at first without Authorization',
  async function (this: Scenario, name: string) {
    if (!this.lab.has(name)) await this.lab.connect(name);
    const attempts = await attemptRegistration(this.lab, name, { authorization: 'none' });
    for (const each of attempts) this.notes.addRegisterAttempt(name, each);
  },
);

When('{wic} tries to register over a WebSocket without TLS', async function (this: Scenario, name: string) {
  const url = this.lab.parameters.w2.url.replace(/^wss:/, 'ws:');
  const { wic } = await this.lab.tryConnect(name, { url });
  const attempts = wic ? await attemptRegistration(this.lab, name) : [{ atMw: [] }];
  for (const each of attempts) this.notes.addRegisterAttempt(name, each);
});

When('{wic} tries a REGISTER with nonce and response empty', async function (this: Scenario, name: string) {
  await tryRegister(this, name);
});

When('{wic} tries a REGISTER without Authorization', async function (this: Scenario, name: string) {
  await tryRegister(this, name, { authorization: 'none' });
});

When(
  '{wic} tries a REGISTER that answers the last challenge of {wic}',
  async function (this: Scenario, name: string, other: string) {
    const { cached } = this.lab.wic(other).ua.credentials;
    if (!cached) throw new PeerDidNot(`challenge WIC ${other}`);
    this.lab.wic(name).ua.credentials.adopt(cached);
    await tryRegister(this, name, { authorization: 'answer' });
  },
);

When(
  '{wic} tries a REGISTER with the private user identity of {wic}',
  async function (this: Scenario, name: string, other: string) {
    const { impi } = await this.lab.identity(other);
    await tryRegister(this, name, { bends: [{ name: 'foreign-username', username: impi }] });
  },
);

When(
  '{wic} tries a REGISTER for the subscription of {wic}',
  async function (this: Scenario, name: string, other: string) {
    await tryRegister(this, name, { identity: await this.lab.identity(other) });
  },
);

When(
  '{wic} tries a REGISTER whose Via claims rport {int}',
  async function (this: Scenario, name: string, rport: number) {
    await tryRegister(this, name, { rport });
  },
);
