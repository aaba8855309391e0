import { When } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { RegisterOptions } from '../../src/peers/wic/request-options.ts';
import { attemptRegister } from '../../src/run/register-attempt.ts';
import { forgery } from '../support/forged.ts';
import type { Scenario } from '../support/world.ts';

When(
  '{wic} tries a REGISTER that claims integrity-protected {string}',
  async function (this: Scenario, name: string, value: string) {
    await attempt(this, name, { bends: [{ name: 'integrity-protected', value }] });
  },
);

When(
  '{wic} tries a REGISTER that claims integrity-protected {string} as a token',
  async function (this: Scenario, name: string, value: string) {
    await attempt(this, name, { bends: [{ name: 'integrity-protected', value, form: 'token' }] });
  },
);

When(
  '{wic} tries to answer its challenge with a REGISTER that claims integrity-protected {string}',
  async function (this: Scenario, name: string, value: string) {
    const wic = this.lab.wic(name);
    const { answer } = await wic.exchange(wic.ua.registerRequest());
    if (!wic.ua.credentials.take(answer.message)) {
      throw new PeerDidNot('pass the challenge on', `it answered ${answer.message.startLine}`);
    }
    await attempt(this, name, { authorization: 'answer', bends: [{ name: 'integrity-protected', value }] });
  },
);

When(
  '{wic} tries a re-REGISTER with a {word} of its own',
  async function (this: Scenario, name: string, header: string) {
    const authorization = this.lab.wic(name).ua.credentials.cached ? 'answer' : 'empty';
    await attempt(this, name, { authorization, bends: [forgery(header)] });
  },
);

When(
  'a REGISTER of {wic} reaches Mw, on a new connection if need be',
  async function (this: Scenario, name: string) {
    const { lab } = this;
    const wic = lab.wic(name).connection.open ? lab.wic(name) : await lab.connect(name);
    const before = lab.core.registers().length;
    await wic.exchange(wic.ua.registerRequest());
    if (lab.core.registers().length === before) throw new PeerDidNot(`send a REGISTER of WIC ${name} to Mw`);
  },
);

async function attempt(scenario: Scenario, name: string, options: RegisterOptions): Promise<void> {
  scenario.notes.addRegisterAttempt(name, await attemptRegister(scenario.lab, name, options));
}
