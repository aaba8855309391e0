import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FactLine, OutcomeLine } from '../../src/run/record.ts';
import { SutWatch } from '../../src/run/sut-watch.ts';

type Ending = readonly [OutcomeLine['class'], ...FactLine['name'][]];

const inVain: Ending = ['PeerDidNot'];
const served: Ending = ['none', 'registration-seen'];

/** A watch on a SUT that serves, or not, after scenarios that ended like this. */
function watchAfter(endings: readonly Ending[], serves: boolean): { watch: SutWatch; looks: () => number } {
  let looks = 0;
  const watch = new SutWatch(async () => {
    looks += 1;
    if (!serves) throw new Error('nobody answered');
  });
  for (const [thrown, ...facts] of endings) watch.ended({ class: thrown }, new Set(facts));
  return { watch, looks: () => looks };
}

test('two scenarios in vain may happen to any SUT', async () => {
  const { watch, looks } = watchAfter([inVain, inVain], false);
  assert.equal(await watch.refusal(), undefined);
  assert.equal(looks(), 0);
});

test('after three scenarios in vain a SUT that serves nobody is given up', async () => {
  const { watch, looks } = watchAfter([inVain, inVain, inVain], false);
  const why = 'the SUT serves nobody: after 3 scenarios in a row, nobody answered';
  assert.equal(watch.gone, undefined);
  assert.equal(await watch.refusal(), why);
  assert.equal(await watch.refusal(), why);
  assert.equal(watch.gone, why);
  assert.equal(looks(), 1);
});

test('after three scenarios in vain a SUT that serves gets a new start', async () => {
  const { watch, looks } = watchAfter([inVain, inVain, inVain], true);
  assert.equal(await watch.refusal(), undefined);
  watch.ended({ class: 'PeerDidNot' }, new Set());
  assert.equal(await watch.refusal(), undefined);
  assert.equal(looks(), 1);
});

test('several who ask at once wait for the same look', async () => {
  const { watch, looks } = watchAfter([inVain, inVain, inVain], false);
  const answers = await Promise.all([watch.refusal(), watch.refusal()]);
  assert.equal(answers[0], answers[1]);
  assert.equal(looks(), 1);
});

test('a registration that was seen ends the row, also in a scenario that failed', async () => {
  for (const ending of [served, ['CheckFailed', 'registration-seen']] as const) {
    const { watch } = watchAfter([inVain, inVain, ending, inVain], false);
    assert.equal(await watch.refusal(), undefined);
  }
});

test('a handshake that was in order says nothing about SIP', async () => {
  const { watch } = watchAfter([inVain, inVain, ['none', 'handshake-only'], inVain], false);
  assert.match((await watch.refusal()) ?? '', /^the SUT serves nobody/);
});

test('a scenario without a registration that ends otherwise counts, too', async () => {
  const { watch } = watchAfter([['CheckFailed'], ['error'], ['none']], false);
  assert.match((await watch.refusal()) ?? '', /^the SUT serves nobody/);
});
