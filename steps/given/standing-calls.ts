import { Given } from '@cucumber/cucumber';
import { callFarUser, callFromFarUser } from '../../src/run/calls/standing-call.ts';
import { callNotes } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

Given('{wic} has called the far user', async function (this: Scenario, name: string) {
  callNotes(this).calls.push(await callFarUser(this.lab, name));
});

Given('the far user has called {wic}', async function (this: Scenario, name: string) {
  callNotes(this).calls.push(await callFromFarUser(this.lab, name));
});
