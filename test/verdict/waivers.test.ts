import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { consoleSummary } from '../../src/report/console.ts';
import { htmlReport } from '../../src/report/html/page.ts';
import { jsonReport } from '../../src/report/json.ts';
import { junitReport } from '../../src/report/junit.ts';
import { tracesOf } from '../../src/run/record-traces.ts';
import { exitCode } from '../../src/verdict/exit-code.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Waiver } from '../../src/verdict/waivers.ts';
import { passing, RecordBuilder, type ScenarioSpec, violatedCheck } from '../support/record-builder.ts';
import { smallCatalogue } from '../support/small-catalogue.ts';

const catalogue = smallCatalogue();
const [FIRST, SECOND, SUM] = ['EPC-6.4.1-1', 'EPC-6.4.1-4', 'EPC-6.4.1-8'] as const;
const failing = {
  steps: [{ type: 'Outcome', status: 'FAILED' }],
  checks: [violatedCheck],
  outcome: { class: 'CheckFailed' },
} as const;

const waiver = (requirement: string, until = '9999-12-31'): Waiver => ({
  requirement,
  reason: 'agreed with the vendor',
  link: 'https://issues.example/42',
  until,
  place: 'waivers.yaml:1',
});

function recordOf(...failed: readonly string[]) {
  const builder = new RecordBuilder({ selection: ['x'], selected: [FIRST, SECOND, SUM] });
  for (const [n, requirement] of [FIRST, SECOND].entries()) {
    const outcome = failed.includes(requirement) ? failing : {};
    builder.scenario({ requirement, line: n + 1, ...passing, ...outcome } as ScenarioSpec);
  }
  return builder.record();
}

const resultOf = (failed: readonly string[], ...waivers: readonly Waiver[]) =>
  judge([recordOf(...failed)], catalogue, waivers);

describe('a waiver', () => {
  it('takes a failure out of the exit code and leaves its verdict', () => {
    const result = resultOf([FIRST], waiver(FIRST));
    assert.equal(exitCode(result), 0);
    assert.equal(result.requirements.find(({ id }) => id === FIRST)?.verdict, 'fail');
    assert.equal(result.verdict, 'fail');
  });

  it('covers no other requirement', () => {
    assert.equal(exitCode(resultOf([FIRST, SECOND], waiver(FIRST))), 1);
  });

  it('covers a sum when it covers every failure in it', () => {
    const sumOf = (...waivers: readonly Waiver[]) =>
      resultOf([FIRST, SECOND], ...waivers).requirements.find(({ id }) => id === SUM)?.waiver;
    assert.equal(sumOf(waiver(FIRST)), undefined);
    assert.deepEqual(sumOf(waiver(FIRST, '9999-01-01'), waiver(SECOND)), {
      reason: `waived in ${FIRST}, ${SECOND}`,
      until: '9999-01-01',
    });
  });

  it('ends', () => {
    const ended = resultOf([FIRST], waiver(FIRST, '2001-01-01'));
    assert.equal(exitCode(ended), 1);
    assert.deepEqual(ended.waiverProblems, [`waivers.yaml:1: the waiver of ${FIRST} ended on 2001-01-01`]);
    assert.equal(exitCode(resultOf([], waiver(FIRST, '2001-01-01'))), 6);
  });

  it('holds on its last day', () => {
    const started = new Date(resultOf([]).started).toISOString().slice(0, 10);
    assert.equal(exitCode(resultOf([FIRST], waiver(FIRST, started))), 0);
  });

  it('is a problem when nothing needs it, not when its requirement was not selected', () => {
    const result = resultOf([], waiver(FIRST));
    assert.equal(exitCode(result), 6);
    assert.deepEqual(result.waiverProblems, [`waivers.yaml:1: ${FIRST} is pass, so its waiver can go`]);
    assert.equal(exitCode(resultOf([], waiver('EPC-4.1-2'))), 0);
  });

  it('shows in every report', () => {
    const result = resultOf([FIRST], waiver(FIRST), waiver(SECOND));
    assert.match(junitReport(result), /<skipped message="waived until 9999-12-31: agreed with the vendor"/);
    assert.match(junitReport(result), /^<testsuites [^>]*failures="0"/m);
    const [row] = (JSON.parse(jsonReport(result)) as { requirements: { waiver?: unknown }[] }).requirements;
    const { reason, link, until } = waiver(FIRST);
    assert.deepEqual(row?.waiver, { reason, link, until });
    assert.match(consoleSummary(result, []), /waived until 9999-12-31: agreed with the vendor/);
    assert.match(consoleSummary(result, []), /waivers\.yaml:1: EPC-6\.4\.1-4 is pass/);
    const page = htmlReport(result, tracesOf([recordOf(FIRST)]), catalogue);
    assert.match(page, /<dt>Waived<\/dt><dd>until 9999-12-31: agreed with the vendor/);
    assert.match(page, /Look at the waivers\.<\/b> waivers\.yaml:1/);
  });
});
