import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allScenarios, assertEarnsNothing, judged, withProfile } from './judged.ts';
import { refuseAll, serveNobody, serveOne } from './suts.ts';

const INCOMPLETE = 4;
const UNREACHABLE = 3;

for (const [what, start] of Object.entries({ ...refuseAll, ...serveNobody })) {
  test(`a SUT that ${what} is out of reach`, async (t) => {
    const { profile } = await withProfile(t, start);
    const outcome = await judged(profile, true);
    assertEarnsNothing(outcome);
    assert.equal(outcome.exit, UNREACHABLE);
    assert.match(outcome.result.unreachable ?? '', /^preflight: /);
  });
}

for (const [what, start] of Object.entries({ ...refuseAll, ...serveNobody, ...serveOne })) {
  // The preflight gets the only registration.
  const preflight = Object.hasOwn(serveOne, what);
  test(`a SUT that ${what} is given up and earns nothing`, async (t) => {
    // Long enough for a registration on a machine that has other things to do; whoever serves nobody needs none.
    const { profile } = await withProfile(t, start, preflight ? '40ms' : undefined);
    const outcome = await judged(profile, preflight);
    const left = allScenarios(outcome.result).filter(({ verdict }) => verdict === 'not-run');
    assertEarnsNothing(outcome);
    assert.equal(outcome.exit, INCOMPLETE);
    assert.ok(left.length > 0);
    for (const { reason } of left) assert.match(reason ?? '', /^the SUT serves nobody: /);
  });
}

for (const [what, start] of Object.entries(serveOne)) {
  test(`a SUT that ${what} earns nothing when that one is the first scenario's`, async (t) => {
    const { profile } = await withProfile(t, start);
    const outcome = await judged(profile, false);
    assertEarnsNothing(outcome);
    assert.equal(outcome.exit, INCOMPLETE);
  });
}
