import { When } from '@cucumber/cucumber';
import type { TokenDefect } from '../../src/peers/waf/defects.ts';
import {
  registerAgain,
  registerByToken,
  tryBesideDigest,
  tryBrokenToken,
  tryByToken,
  tryToken,
} from '../../src/run/by-token.ts';
import { sendRegister } from '../../src/run/register-attempt.ts';
import { forgery } from '../support/forged.ts';
import { heldToken, tokenOf } from '../support/tokens.ts';
import type { Scenario } from '../support/world.ts';

When('{wic} registers by token', async function (this: Scenario, name: string) {
  this.notes.addRegistration(name, await registerByToken(this.lab, name));
});

When(
  '{wic} registers by token, on a new connection if need be',
  async function (this: Scenario, name: string) {
    this.notes.addRegistration(name, await registerAgain(this.lab, name));
  },
);

When('{wic} sends a REGISTER with its token', async function (this: Scenario, name: string) {
  const wic = this.lab.wic(name);
  wic.useToken(await this.lab.tokens.issue(wic.identity));
  this.notes.addSent(name, await sendRegister(this.lab, name));
});

When('{wic} tries to register by token', async function (this: Scenario, name: string) {
  this.notes.addRegisterAttempt(name, await tryByToken(this.lab, name));
});

When(
  '{wic} tries to register by token, on a new connection if need be',
  async function (this: Scenario, name: string) {
    const first = await tryByToken(this.lab, name);
    const again = first.answer === undefined && !this.lab.wic(name).connection.open;
    this.notes.addRegisterAttempt(name, again ? await tryByToken(this.lab, name) : first);
  },
);

When(
  '{wic} tries to register by token with the scheme spelled {word}',
  async function (this: Scenario, name: string, scheme: string) {
    const bearer = await this.lab.tokens.issue(await this.lab.identity(name));
    const tried = await tryToken(this.lab, name, { bearer, scheme });
    this.notes.addRegisterAttempt(name, tried);
  },
);

When('{wic} tries to re-register by the token it had', async function (this: Scenario, name: string) {
  const { token: bearer } = heldToken(this, name);
  this.notes.addRegisterAttempt(name, await tryToken(this.lab, name, { bearer }));
});

When(
  '{wic} tries to register by a token {defect}',
  async function (this: Scenario, name: string, defect: TokenDefect) {
    this.notes.addRegisterAttempt(name, await tryBrokenToken(this.lab, name, defect));
  },
);

When(
  '{wic} tries to register by a token of {int} characters',
  async function (this: Scenario, name: string, padTo: number) {
    const bearer = await this.lab.tokens.issue(await this.lab.identity(name), { padTo });
    this.notes.addRegisterAttempt(name, await tryToken(this.lab, name, { bearer }));
  },
);

When(
  '{wic} tries to register by a token of {int} characters with a wrong end',
  async function (this: Scenario, name: string, padTo: number) {
    this.notes.addRegisterAttempt(name, await tryBrokenToken(this.lab, name, 'signature', padTo));
  },
);

When('{wic} tries to register by a token of a third party', async function (this: Scenario, name: string) {
  const bearer = await this.lab.tokens.issue(await this.lab.identity(name), { thirdParty: true });
  this.notes.addRegisterAttempt(name, await tryToken(this.lab, name, { bearer }));
});

When(
  '{wic} tries to register by that token for its {ordinal} public user identity in To',
  async function (this: Scenario, name: string, which: number) {
    const options = { to: this.impu(name, which), from: this.impu(name, 0) };
    const tried = await tryToken(this.lab, name, { bearer: tokenOf(this, name) }, options);
    this.notes.addRegisterAttempt(name, tried);
  },
);

When(
  '{wic} tries to register by that token for its {ordinal} public user identity in To and From',
  async function (this: Scenario, name: string, which: number) {
    const options = { impu: this.impu(name, which) };
    const tried = await tryToken(this.lab, name, { bearer: tokenOf(this, name) }, options);
    this.notes.addRegisterAttempt(name, tried);
  },
);

When(
  '{wic} tries to register by its token and names {wic} in digest credentials beside it',
  async function (this: Scenario, name: string, other: string) {
    const { impi } = await this.lab.identity(other);
    this.notes.addRegisterAttempt(name, await tryBesideDigest(this.lab, name, impi));
  },
);

When(
  '{wic} tries to register by its token and names {wic} in From',
  async function (this: Scenario, name: string, other: string) {
    const options = { from: this.impu(other, 0), to: this.impu(name, 0) };
    this.notes.addRegisterAttempt(name, await tryByToken(this.lab, name, options));
  },
);

When(
  '{wic} tries a REGISTER by its token that claims integrity-protected {string} in digest credentials',
  async function (this: Scenario, name: string, value: string) {
    const { impi } = await this.lab.identity(name);
    this.notes.addRegisterAttempt(name, await tryBesideDigest(this.lab, name, impi, value));
  },
);

When(
  '{wic} tries a REGISTER by its token with a {word} of its own',
  async function (this: Scenario, name: string, header: string) {
    this.notes.addRegisterAttempt(name, await tryByToken(this.lab, name, { bends: [forgery(header)] }));
  },
);

When(
  '{wic} tries to register by token without knowing its identity',
  async function (this: Scenario, name: string) {
    const impu = await this.lab.placeholder();
    this.notes.addRegisterAttempt(name, await tryByToken(this.lab, name, { impu }));
  },
);
