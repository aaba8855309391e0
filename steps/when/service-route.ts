import { When } from '@cucumber/cucumber';
import type { Bend } from '../../src/peers/wic/misbehaviour.ts';
import { attemptCall } from '../../src/run/call-attempt.ts';
import type { Scenario } from '../support/world.ts';

When(
  '{wic} tries to call with another Route than its Service-Route',
  async function (this: Scenario, name: string) {
    const route = this.lab.core.uri.replace('sip:', 'sip:bypass@').concat(';lr');
    await call(this, name, { name: 'wrong-route', route });
  },
);

When('{wic} tries to call without Route', async function (this: Scenario, name: string) {
  await call(this, name, { name: 'no-route' });
});

When('{wic} tries to call with the Service-Route it received', async function (this: Scenario, name: string) {
  await call(this, name);
});

async function call({ lab, notes }: Scenario, name: string, ...bends: Bend[]): Promise<void> {
  const callee = `routed-${notes.calls(name).length + 1}`;
  notes.addCall(name, await attemptCall(lab, name, callee, undefined, bends));
}
