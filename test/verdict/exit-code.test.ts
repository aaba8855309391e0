import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exitCode } from '../../src/verdict/exit-code.ts';
import { judge } from '../../src/verdict/judge.ts';
import { passing, RecordBuilder, type ScenarioSpec, violatedCheck } from '../support/record-builder.ts';
import { smallCatalogue } from '../support/small-catalogue.ts';

const catalogue = smallCatalogue();
const FAIL_ROW = 'EPC-6.4.1-1';
const WARNING_ROW = 'EPC-6.4.1-2';
const failing = {
  steps: [{ type: 'Outcome', status: 'FAILED' }],
  checks: [violatedCheck],
  outcome: { class: 'CheckFailed' },
} as const;
const inconclusive = { facts: [] } as const;
const erroneous = { checks: [] } as const;

type Footer = Parameters<RecordBuilder['record']>[0];

function codeOf(
  scenarios: readonly (readonly [row: string, spec: Partial<ScenarioSpec>])[],
  footer?: Footer,
): number {
  const rows = scenarios.map(([row]) => row);
  const builder = new RecordBuilder({ selection: ['x'], selected: rows });
  for (const [i, [requirement, spec]] of scenarios.entries()) {
    builder.scenario({ requirement, line: i + 1, ...passing, ...spec } as ScenarioSpec);
  }
  return exitCode(judge([builder.record(footer)], catalogue));
}

describe('exit code', () => {
  it('is 0 when everything passes, and with warnings', () => {
    assert.equal(codeOf([[FAIL_ROW, {}]]), 0);
    assert.equal(codeOf([[WARNING_ROW, failing]]), 0);
  });

  it('is 2 when nothing was selected or nothing selected applies', () => {
    assert.equal(codeOf([]), 2);
    const only = (id: string) => ({
      selection: [id],
      selected: [id],
      notApplicable: [{ requirement: id, configuration: '', condition: 'outbound' }],
    });
    assert.equal(exitCode(judge([new RecordBuilder(only('EPC-6.4.1-6')).record()], catalogue)), 2);
    assert.equal(exitCode(judge([new RecordBuilder(only('EPC-6.4.1-7')).record()], catalogue)), 2);
  });

  it('is 4 when the run was interrupted or a scenario did not run, before anything else', () => {
    assert.equal(codeOf([[FAIL_ROW, failing]], { complete: false }), 4);
    assert.equal(codeOf([[FAIL_ROW, failing]], null), 4);
    assert.equal(
      codeOf([
        [FAIL_ROW, failing],
        [WARNING_ROW, { upTo: 'planned' }],
      ]),
      4,
    );
    assert.equal(
      codeOf([
        [FAIL_ROW, failing],
        [FAIL_ROW, { upTo: 'planned' }],
      ]),
      4,
    );
  });

  it('is 1 for a fail, before errors', () => {
    assert.equal(codeOf([[FAIL_ROW, failing]]), 1);
    assert.equal(
      codeOf([
        [FAIL_ROW, failing],
        [WARNING_ROW, erroneous],
      ]),
      1,
    );
  });

  it('is 3 for an error of the harness, and when the SUT was out of reach', () => {
    assert.equal(codeOf([[FAIL_ROW, erroneous]]), 3);
    assert.equal(codeOf([[FAIL_ROW, { upTo: 'planned' }]], { unreachable: 'connection refused' }), 3);
  });

  it('is 5 for an inconclusive row of level fail, and only of that level', () => {
    assert.equal(codeOf([[FAIL_ROW, inconclusive]]), 5);
    assert.equal(codeOf([[WARNING_ROW, inconclusive]]), 0);
    assert.equal(
      codeOf([
        [FAIL_ROW, inconclusive],
        [WARNING_ROW, erroneous],
      ]),
      3,
    );
  });
});
