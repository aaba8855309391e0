import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, echoing, refusingHandshake, silentAfterUpgrade, silentAtTls } from './answering-suts.ts';
import {
  allScenarios,
  type Judged,
  judged,
  single,
  smallGroups,
  stumbled,
  undeserved,
  withProfile,
} from './judged.ts';
import { connectionRefused, type StartNullSut, silentAtTcp } from './null-sut.ts';
import { honestFor, thenDead, thenEchoing, thenSilent } from './once.ts';

const serveNobody: Readonly<Record<string, StartNullSut>> = {
  'refuses connections': connectionRefused,
  'is silent at TCP': silentAtTcp,
  'is silent at TLS': silentAtTls,
  'is silent after the WebSocket handshake': silentAfterUpgrade,
  'answers the handshake with 403': refusingHandshake(403),
  'answers the handshake with 200': refusingHandshake(200),
  'answers every request with 403': answering(403),
  'answers every request with 200': answering(200),
  'echoes every message': echoing,
};

const serveOne: Readonly<Record<string, StartNullSut>> = {
  'serves one registration, then is silent': honestFor(1, thenSilent),
  'serves one registration, then echoes': honestFor(1, thenEchoing),
  'serves one registration, then dies': honestFor(1, thenDead),
};

const INCOMPLETE = 4;
const UNREACHABLE = 3;

/** No pass for a scenario that needs SIP, and no harness error: nothing that a SUT does makes the harness stumble. */
function assertEarnsNothing(outcome: Judged): void {
  assert.deepEqual(undeserved(outcome), []);
  if (outcome.result.unreachable === undefined) assert.deepEqual(stumbled(outcome), []);
  assert.notEqual(outcome.exit, 0);
}

for (const [what, start] of Object.entries(serveNobody)) {
  test(`a SUT that ${what} is out of reach`, async (t) => {
    const { profile } = await withProfile(t, start);
    const outcome = await judged(profile, true);
    assertEarnsNothing(outcome);
    assert.equal(outcome.exit, UNREACHABLE);
    assert.match(outcome.result.unreachable ?? '', /^preflight: /);
  });
}

for (const [what, start] of Object.entries({ ...serveNobody, ...serveOne })) {
  test(`a SUT that ${what} is given up and earns nothing`, async (t) => {
    const { profile } = await withProfile(t, start);
    const outcome = await judged(profile, Object.hasOwn(serveOne, what));
    const left = allScenarios(outcome.result).filter(({ verdict }) => verdict === 'not-run');
    assertEarnsNothing(outcome);
    assert.equal(outcome.exit, INCOMPLETE);
    assert.ok(left.length > 0);
    for (const { reason } of left) assert.match(reason ?? '', /^the SUT serves nobody: /);
  });
}

for (const [what, start] of Object.entries(serveOne)) {
  test(`a SUT that ${what} earns nothing when that one is a scenario's`, async (t) => {
    const { profile } = await withProfile(t, start);
    const outcome = await judged(profile, false);
    assertEarnsNothing(outcome);
    assert.equal(outcome.exit, INCOMPLETE);
  });
}

for (const [what, start] of Object.entries(serveNobody)) {
  test(`a SUT that ${what} passes no scenario, whichever is run`, async (t) => {
    const { profile } = await withProfile(t, start, '1ms');
    for (const group of smallGroups) assertEarnsNothing(await judged(profile, false, group));
  });
}

for (const [what, start] of Object.entries(serveOne)) {
  test(`a SUT that ${what} passes no scenario, whichever gets that one`, async (t) => {
    for (const selected of single) {
      const { profile } = await withProfile(t, start, '2ms');
      assertEarnsNothing(await judged(profile, false, selected));
    }
  });
}
