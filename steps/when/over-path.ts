import { When } from '@cucumber/cucumber';
import { messageOverPath } from '../../src/run/over-path.ts';
import type { Scenario } from '../support/world.ts';

When('the core sends a MESSAGE to {wic} over its Path', async function (this: Scenario, name: string) {
  this.notes.addOverPath(name, await messageOverPath(this.lab, name));
});
