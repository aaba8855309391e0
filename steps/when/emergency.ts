import { When } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { attempt, reaction } from '../../src/run/attempt.ts';
import { fullForms, lookalikes, otherForms } from '../../src/run/emergency-stimuli.ts';
import { reinviteAndEnd } from '../../src/run/lookalike-call.ts';
import {
  abroad,
  emergencyNotes,
  homeUri,
  listsOf,
  partnerUris,
  trialsOf,
  tryAll,
} from '../support/emergency-trials.ts';
import type { Scenario } from '../support/world.ts';

When(
  '{wic} sends a(n) {word} to an emergency number',
  async function (this: Scenario, name: string, method: string) {
    await tryAll(this, name, method, [homeUri(this)]);
  },
);

When('it is answered 380', function (this: Scenario) {
  const { uri, method, attempt: outcome } = trialsOf(this)[0];
  if (outcome.answer?.message.status === 380) return;
  throw new PeerDidNot(`answer ${method} ${uri} with 380`, reaction(outcome));
});

When('{wic} sends that INVITE again on another branch', async function (this: Scenario, name: string) {
  const { trials } = emergencyNotes(this);
  const first = trialsOf(this)[0];
  const { ua } = this.lab.wic(name);
  const again = first.attempt.sent.message
    .with('Via', ua.via())
    .with('CSeq', `${ua.nextCSeq()} ${first.method}`);
  trials.push({ ...first, attempt: await attempt(this.lab.wic(name), again), arrived: [] });
});

When(
  '{wic} calls each entry of the home list in every full form',
  async function (this: Scenario, name: string) {
    const { domain } = this.lab.parameters.home;
    await tryAll(
      this,
      name,
      'INVITE',
      listsOf(this).home.flatMap((entry) => fullForms(entry, domain)),
    );
  },
);

When('{wic} calls each entry of the home list in other forms', async function (this: Scenario, name: string) {
  const { domain } = this.lab.parameters.home;
  await tryAll(
    this,
    name,
    'INVITE',
    listsOf(this).home.flatMap((entry) => otherForms(entry, domain)),
  );
});

When(
  '{wic} calls numbers that resemble those of the home list',
  async function (this: Scenario, name: string) {
    await tryAll(this, name, 'INVITE', lookalikes(listsOf(this), this.lab.parameters.home.domain));
  },
);

When(
  'each WIC abroad sends a(n) {word} to an emergency number',
  async function (this: Scenario, method: string) {
    for (const { name } of abroad(this)) await tryAll(this, name, method, [homeUri(this)]);
  },
);

When(
  "each WIC abroad sends a(n) {word} to an entry of its country's list alone",
  async function (this: Scenario, method: string) {
    for (const { name, uri } of partnerUris(this)) await tryAll(this, name, method, [uri]);
  },
);

When(
  "{wic} sends a(n) {word} to an entry of each roaming partner's list alone",
  async function (this: Scenario, name: string, method: string) {
    for (const { uri } of partnerUris(this)) await tryAll(this, name, method, [uri]);
  },
);

When('a re-INVITE and a BYE are sent in that call', async function (this: Scenario) {
  const notes = emergencyNotes(this);
  if (!notes.call) throw new Error('no call stands');
  notes.inDialog = await reinviteAndEnd(this.lab, notes.call);
});
