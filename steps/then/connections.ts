import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import type { Cap } from '../../src/check/recorder.ts';
import type { Closed } from '../../src/peers/wic/w2-connection.ts';
import { unlessMissing } from '../../src/run/attempt.ts';
import type { Scenario } from '../support/world.ts';

Then('the connection of {wic} is open', function (this: Scenario, name: string) {
  const { closed, connection } = this.lab.wic(name);
  check({
    title: `The connection of WIC ${name} stays open`,
    ok: connection.open,
    expected: ['an open WebSocket'],
    received: closed ? howClosed(closed) : connection.open ? 'it is open' : 'it is closing',
    evidence: { message: closed?.id ?? connection.lastSent.id },
  });
});

async function isClosedInTime({ lab }: Scenario, name: string, cap?: Cap): Promise<void> {
  const { connection } = lab.wic(name);
  const closed = await unlessMissing(connection.closedWithin(lab.deregistrationGrace));
  check({
    title: `The eP-CSCF closes the connection of WIC ${name}`,
    ok: closed !== undefined,
    expected: [`closed within ${lab.deregistrationGrace} ms (64·T1 and PIXIT deregistrationGrace)`],
    received: closed ? howClosed(closed) : 'it is still open',
    evidence: { message: closed?.id ?? connection.lastSent.id },
    cap,
  });
}

Then(
  'the eP-CSCF closes the connection of {wic} within the grace time',
  async function (this: Scenario, name: string) {
    await isClosedInTime(this, name);
  },
);

Then(
  'the eP-CSCF should close the connection of {wic} within the grace time',
  async function (this: Scenario, name: string) {
    await isClosedInTime(this, name, 'warning');
  },
);

Then('the connection of {wic} has been removed', function (this: Scenario, name: string) {
  const { closed, connection } = this.lab.wic(name);
  const byWic = this.notes.hasClosed(name);
  const evidence = { message: closed?.id ?? connection.lastSent.id };
  check({
    title: 'The connection is removed after the last deregistration',
    ok: closed !== undefined && (!byWic || closed.clean),
    expected: ['closed by the eP-CSCF', 'Close of the WIC answered by Close and by the end of TCP'],
    received: closed
      ? `${byWic ? 'after the Close of the WIC ' : ''}${howClosed(closed)}`
      : 'it is still there',
    evidence,
  });
  check({
    title: 'The connection is removed within the grace time',
    ok: !byWic,
    expected: ['closed before 64·T1 and PIXIT deregistrationGrace were over'],
    received: byWic ? 'the WIC had to close it' : 'the eP-CSCF closed it',
    evidence,
    cap: 'warning',
  });
});

function howClosed({ code, clean }: Closed): string {
  return `closed with ${code ?? 'no code'}${clean ? '' : ', not in the way of RFC 6455 7'}`;
}
