import { Given } from '@cucumber/cucumber';
import { sipForm } from '../../src/run/emergency-stimuli.ts';
import { detects, ordinaryCall } from '../../src/run/emergency-trial.ts';
import { callWithTarget } from '../../src/run/lookalike-call.ts';
import {
  abroad,
  emergencyNotes,
  homeUri,
  listedNumber,
  listsOf,
  partnerUris,
  registerFrom,
} from '../support/emergency-trials.ts';
import type { Scenario } from '../support/world.ts';

Given('{wic} is registered from the home country', async function (this: Scenario, name: string) {
  await registerFrom(this, name, listsOf(this).homeCountry);
});

Given('a WIC is registered from the country of each roaming partner', async function (this: Scenario) {
  for (const { name, mcc } of abroad(this)) await registerFrom(this, name, mcc);
});

Given('an ordinary call of {wic} goes through', async function (this: Scenario, name: string) {
  await ordinaryCall(this.lab, name);
});

Given('an ordinary call of each WIC abroad goes through', async function (this: Scenario) {
  for (const { name } of abroad(this)) await ordinaryCall(this.lab, name);
});

Given(
  'an INVITE of {wic} to an emergency number is taken for an emergency',
  async function (this: Scenario, name: string) {
    await detects(this.lab, name, homeUri(this));
  },
);

Given(
  'an INVITE of {wic} to a SIP URI with an emergency number is taken for an emergency',
  async function (this: Scenario, name: string) {
    await detects(this.lab, name, sipForm(listedNumber(this), this.lab.parameters.home.domain));
  },
);

Given(
  "an INVITE of each WIC abroad to an entry of its country's list alone is taken for an emergency",
  async function (this: Scenario) {
    for (const { name, uri } of partnerUris(this)) await detects(this.lab, name, uri);
  },
);

Given(
  '{wic} is in an ordinary call whose remote target is that SIP URI',
  async function (this: Scenario, name: string) {
    const target = sipForm(listedNumber(this), this.lab.parameters.home.domain);
    emergencyNotes(this).call = await callWithTarget(this.lab, name, target);
  },
);
