import { When } from '@cucumber/cucumber';
import { attemptRegister } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

When(
  '{wic} opens a WebSocket that offers {string}',
  async function (this: Scenario, name: string, offered: string) {
    const protocols = offered === '' ? [] : offered.split(', ');
    this.notes.addHandshake(name, await this.lab.tryConnect(name, { protocols }));
  },
);

When('{wic} opens a WebSocket without TLS', async function (this: Scenario, name: string) {
  const url = this.lab.parameters.w2.url.replace(/^wss:/, 'ws:');
  this.notes.addHandshake(name, await this.lab.tryConnect(name, { url }));
});

When(
  '{wic} opens a WebSocket from a page with a forbidden origin',
  async function (this: Scenario, name: string) {
    const { forbiddenOrigin: origin } = this.lab.parameters.w2;
    this.notes.addHandshake(name, await this.lab.tryConnect(name, { origin }));
  },
);

When('{wic} tries a REGISTER on it, if it is open', async function (this: Scenario, name: string) {
  const tried = this.lab.has(name) ? await attemptRegister(this.lab, name) : { atMw: [] };
  this.notes.addRegisterAttempt(name, tried);
});
