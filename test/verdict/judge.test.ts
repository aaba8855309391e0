import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exitCode } from '../../src/verdict/exit-code.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/lattice.ts';
import { MergeError } from '../../src/verdict/merge.ts';
import type { Result } from '../../src/verdict/result.ts';
import {
  passing,
  passingCheck,
  RecordBuilder,
  type ScenarioSpec,
  violatedCheck,
} from '../support/record-builder.ts';
import { smallCatalogue } from '../support/small-catalogue.ts';

const catalogue = smallCatalogue();
const ROW = 'EPC-6.4.1-1';
const only = (...selected: string[]) => ({ selection: selected, selected });

function rowOf(result: Result, id: string) {
  const row = result.requirements.find((candidate) => candidate.id === id);
  assert.ok(row, `${id} is in the result`);
  return row;
}

/** The verdict of one row from one scenario. */
function verdictOf(spec: Partial<ScenarioSpec>, row = ROW): { verdict: Verdict; reason: string } {
  const record = new RecordBuilder(only(row))
    .scenario({ requirement: row, line: 12, ...passing, ...spec } as ScenarioSpec)
    .record();
  const { verdict, reason } = rowOf(judge([record], catalogue), row);
  return { verdict, reason: reason ?? '' };
}

const thenFailed = { type: 'Outcome', status: 'FAILED', message: 'AssertionError: no\n at x' } as const;
const givenFailed = { type: 'Context', status: 'FAILED', message: 'Error: boom' } as const;
const failing = { steps: [thenFailed], checks: [violatedCheck], outcome: { class: 'CheckFailed' } } as const;

describe('the verdict of a scenario', () => {
  it('is pass only with a check and with a registration, or a handshake, that was seen', () => {
    assert.equal(verdictOf({}).verdict, 'pass');
    assert.equal(verdictOf({ facts: ['handshake-only'] }).verdict, 'pass');
    assert.equal(verdictOf({ facts: [] }).verdict, 'inconclusive');
    assert.match(verdictOf({ facts: [] }).reason, /no registration/);
    assert.equal(verdictOf({ checks: [] }).verdict, 'error');
    assert.match(verdictOf({ checks: [] }).reason, /asserts nothing/);
  });

  it("is the row's level in the edition when a check fails", () => {
    assert.equal(verdictOf(failing).verdict, 'fail');
    assert.equal(verdictOf(failing, 'EPC-6.4.1-2').verdict, 'warning');
    assert.equal(verdictOf(failing, 'EPC-6.4.1-3').verdict, 'warning');
    assert.equal(verdictOf(failing, 'EPC-6.4.1-5').verdict, 'warning');
    const later = new RecordBuilder({ ...only('EPC-6.4.1-3'), edition: 'R17' })
      .scenario({ requirement: 'EPC-6.4.1-3', line: 3, ...passing, ...failing })
      .record();
    assert.equal(rowOf(judge([later], catalogue), 'EPC-6.4.1-3').verdict, 'fail');
  });

  it('names what was expected and received', () => {
    assert.equal(
      verdictOf(failing).reason,
      'the REGISTER carries a Path: expected a Path header field, received no Path header field',
    );
  });

  it('is capped where the check says so, and a failed control is inconclusive whatever the level', () => {
    const capped = (cap: 'warning' | 'inconclusive') => ({
      checks: [passingCheck, { ...violatedCheck, cap }],
    });
    assert.equal(verdictOf(capped('warning')).verdict, 'warning');
    assert.equal(verdictOf(capped('inconclusive')).verdict, 'inconclusive');
    assert.equal(verdictOf(capped('inconclusive'), 'EPC-6.4.1-2').verdict, 'inconclusive');
  });

  it('counts a violation although nothing was thrown, as one seen after the end', () => {
    assert.equal(verdictOf({ checks: [passingCheck, violatedCheck] }).verdict, 'fail');
  });

  it('is inconclusive when a peer did not do what the preamble needs', () => {
    const { verdict, reason } = verdictOf({
      steps: [givenFailed],
      checks: [],
      facts: [],
      outcome: { class: 'PeerDidNot', message: 'the eP-CSCF did not answer REGISTER' },
    });
    assert.equal(verdict, 'inconclusive');
    assert.equal(reason, 'the eP-CSCF did not answer REGISTER');
  });

  it('never lets PeerDidNot hide a violation', () => {
    const spec = { steps: [thenFailed], checks: [violatedCheck], outcome: { class: 'PeerDidNot' } } as const;
    assert.equal(verdictOf(spec).verdict, 'fail');
  });

  it('is error for anything else that is thrown, with or without an outcome line', () => {
    assert.equal(
      verdictOf({ steps: [thenFailed], outcome: { class: 'error', message: 'TypeError' } }).verdict,
      'error',
    );
    assert.deepEqual(verdictOf({ steps: [givenFailed] }), { verdict: 'error', reason: 'Error: boom' });
  });

  it('is error when a check fails outside a Then step or leaves no evidence', () => {
    const outside = verdictOf({ ...failing, steps: [givenFailed] });
    assert.equal(outside.verdict, 'error');
    assert.match(outside.reason, /outside a Then step/);
    const hook = { type: 'hook', status: 'FAILED' } as const;
    assert.equal(verdictOf({ ...failing, steps: [{ type: 'Outcome' }, hook] }).verdict, 'error');
    assert.match(verdictOf({ ...failing, checks: [passingCheck] }).reason, /without leaving evidence/);
  });

  it('is error when a hook fails after a failed check', () => {
    const hook = { type: 'hook', status: 'FAILED', message: 'Error: cannot clean up' } as const;
    assert.deepEqual(verdictOf({ ...failing, steps: [thenFailed, hook] }), {
      verdict: 'error',
      reason: 'Error: cannot clean up',
    });
  });

  for (const status of ['UNDEFINED', 'PENDING', 'AMBIGUOUS', 'UNKNOWN']) {
    it(`is error when a step is ${status.toLowerCase()}`, () => {
      assert.equal(
        verdictOf({ steps: [{ status }, { type: 'Outcome', status: 'SKIPPED' }] }).verdict,
        'error',
      );
    });
  }

  it('is error when the scenario has no step', () => {
    assert.equal(verdictOf({ steps: [] }).verdict, 'error');
    assert.match(verdictOf({ steps: [] }).reason, /no step/);
  });

  it('is not-run when it did not start, did not finish or was skipped, unless it had failed already', () => {
    assert.equal(verdictOf({ upTo: 'planned' }).verdict, 'not-run');
    assert.equal(verdictOf({ upTo: 'started' }).verdict, 'not-run');
    assert.equal(verdictOf({ steps: [{ type: 'Outcome', status: 'SKIPPED' }] }).verdict, 'not-run');
    assert.equal(verdictOf({ upTo: 'started', checks: [violatedCheck] }).verdict, 'fail');
    assert.equal(
      verdictOf({ upTo: 'started', checks: [{ ...violatedCheck, cap: 'warning' }] }).verdict,
      'not-run',
    );
  });

  it('takes the reason for not running from the record', () => {
    const record = new RecordBuilder()
      .scenario({ requirement: ROW, line: 12, upTo: 'planned' })
      .line({
        w2conf: { notRun: { scenario: '|features/epcscf/6.4.1-digest.feature:12', reason: 'interrupted' } },
      })
      .record();
    assert.equal(rowOf(judge([record], catalogue), ROW).reason, 'interrupted');
  });
});

describe('the verdict of a row', () => {
  it('is the worst of its scenarios over all configurations, and names the configuration', () => {
    const record = new RecordBuilder(only('EPC-7.4.3-1'))
      .configuration({ name: 'emergencyPolicy=reject', pics: { emergencyPolicy: 'reject' } })
      .scenario({ requirement: 'EPC-7.4.3-1', line: 4, ...passing })
      .configuration({ name: 'emergencyPolicy=proceed', pics: { emergencyPolicy: 'proceed' } })
      .scenario({ requirement: 'EPC-7.4.3-1', line: 4, ...passing, ...failing })
      .record();
    const row = rowOf(judge([record], catalogue), 'EPC-7.4.3-1');
    assert.equal(row.verdict, 'fail');
    assert.match(row.reason ?? '', /^emergencyPolicy=proceed: /);
    assert.deepEqual(
      row.scenarios.map(({ configuration, verdict }) => [configuration, verdict]),
      [
        ['emergencyPolicy=reject', 'pass'],
        ['emergencyPolicy=proceed', 'fail'],
      ],
    );
  });

  it('is not pass when one of its scenarios did not run, but stays fail when another failed', () => {
    const two = (spec: Partial<ScenarioSpec>) =>
      new RecordBuilder()
        .scenario({ requirement: ROW, line: 1, ...passing, ...spec } as ScenarioSpec)
        .scenario({ requirement: ROW, line: 2, upTo: 'planned' })
        .record();
    assert.equal(rowOf(judge([two({})], catalogue), ROW).verdict, 'not-run');
    assert.equal(rowOf(judge([two(failing)], catalogue), ROW).verdict, 'fail');
  });

  it('is what the catalogue says when it has no scenario', () => {
    const notApplicable = [{ requirement: 'EPC-6.4.1-6', configuration: '', condition: 'outbound' }];
    const result = judge([new RecordBuilder({ notApplicable }).record()], catalogue);
    const verdict = (id: string) => `${rowOf(result, id).verdict}: ${rowOf(result, id).reason}`;
    assert.equal(verdict('EPC-6.4.1-6'), 'not-applicable: the condition does not hold: outbound');
    assert.equal(verdict('EPC-6.4.1-7'), 'untested: Web authentication is not built yet. (since 2026-11-20)');
    assert.equal(verdict('EPC-4.1-1'), 'untestable: The declared protocols are not visible at W2 or Mw.');
    assert.match(verdict('EPC-6.4.1-9'), /^not-applicable: .*edition D/);
    assert.match(verdict('EPC-6.4.1-1'), /^not-run: the record has no scenario/);
  });

  it('finds a row under its former id', () => {
    const record = new RecordBuilder().scenario({ requirement: 'N7', line: 1, ...passing }).record();
    assert.equal(rowOf(judge([record], catalogue), ROW).verdict, 'pass');
  });

  it('of an aggregate is computed from the rows that were judged', () => {
    const sum = 'EPC-6.4.1-8';
    const run = (...specs: ScenarioSpec[]) => {
      const builder = new RecordBuilder(
        only(sum, 'EPC-6.4.1-6', 'EPC-6.4.1-7', ...specs.map((s) => s.requirement)),
      );
      for (const spec of specs) builder.scenario(spec);
      return rowOf(judge([builder.record()], catalogue), sum);
    };
    const pass = { requirement: ROW, line: 1, ...passing };
    const fail = { requirement: 'EPC-6.4.1-4', line: 2, ...passing, ...failing };
    const missing = { requirement: 'EPC-6.4.1-6', line: 3, ...passing };
    assert.equal(run(pass, missing).verdict, 'pass');
    assert.equal(run(pass, missing, fail).verdict, 'fail');
    assert.equal(run(pass, missing, fail).reason, 'fail in EPC-6.4.1-4');
    assert.deepEqual(run(pass).scenarios, []);
    const alone = new RecordBuilder(only(sum, 'EPC-6.4.1-7')).record();
    assert.equal(rowOf(judge([alone], catalogue), sum).verdict, 'untested');
  });
});

describe('the whole run', () => {
  it('has the worst verdict, totals per verdict and a verdict per clause', () => {
    const record = new RecordBuilder(only('EPC-4.1-2', ROW, 'EPC-6.4.1-2', 'EPC-6.4.1-7'))
      .scenario({ requirement: 'EPC-4.1-2', line: 1, ...passing })
      .scenario({ requirement: ROW, line: 2, ...passing })
      .scenario({ requirement: 'EPC-6.4.1-2', line: 3, ...passing, ...failing })
      .record();
    const result = judge([record], catalogue);
    assert.equal(result.verdict, 'warning');
    assert.deepEqual(
      Object.entries(result.totals).filter(([, count]) => count > 0),
      [
        ['pass', 2],
        ['warning', 1],
        ['untested', 1],
      ],
    );
    assert.deepEqual(
      result.clauses.map(({ clause, verdict }) => [clause, verdict]),
      [
        ['4.1', 'pass'],
        ['6.4.1', 'warning'],
      ],
    );
    assert.equal(result.catalogue.version, '1.2.3');
  });

  it('without a selection has every heading, and an empty clause says why it is empty', () => {
    const result = judge([new RecordBuilder().record()], catalogue);
    assert.equal(
      result.clauses.find(({ clause }) => clause === '5')?.reason,
      'The clause only names the entities.',
    );
    assert.equal(result.requirements.length, catalogue.requirements.length);
  });

  it('is incomplete without a footer, and when the footer says so', () => {
    const builder = new RecordBuilder(only(ROW)).scenario({ requirement: ROW, line: 1, ...passing });
    assert.equal(judge([builder.record()], catalogue).complete, true);
    const cut = judge([builder.record(null)], catalogue);
    assert.equal(cut.complete, false);
    assert.match(cut.incompleteReason ?? '', /no footer/);
    assert.equal(cut.finished, undefined);
    const stopped = judge([builder.record({ complete: false, reason: 'interrupted by SIGINT' })], catalogue);
    assert.equal(stopped.incompleteReason, 'interrupted by SIGINT');
  });

  it('unites the records of shards', () => {
    const shard = (line: number, row: string) =>
      new RecordBuilder(only(row)).scenario({ requirement: row, line, ...passing }).record();
    const result = judge([shard(1, ROW), shard(2, 'EPC-6.4.1-4')], catalogue);
    assert.deepEqual(
      result.requirements.map(({ id, verdict }) => [id, verdict]),
      [
        [ROW, 'pass'],
        ['EPC-6.4.1-4', 'pass'],
      ],
    );
    assert.equal(result.requirements[1]?.scenarios[0]?.record, 1);
  });

  it('takes the worst of several runs of a scenario, and one that ran before one that did not', () => {
    const of = (spec: Partial<ScenarioSpec>) =>
      new RecordBuilder(only(ROW))
        .scenario({ requirement: ROW, line: 1, ...passing, ...spec } as ScenarioSpec)
        .record();
    assert.equal(rowOf(judge([of({}), of(failing)], catalogue), ROW).verdict, 'fail');
    assert.equal(rowOf(judge([of(failing), of({})], catalogue), ROW).verdict, 'fail');
    assert.equal(rowOf(judge([of({ upTo: 'planned' }), of({})], catalogue), ROW).verdict, 'pass');
  });

  it('refuses to unite records of different SUTs or editions', () => {
    const one = new RecordBuilder().record();
    const other = new RecordBuilder({ sut: { name: 'another', driver: 'remote' } }).record();
    assert.throws(() => judge([one, other], catalogue), MergeError);
    assert.throws(() => judge([one, new RecordBuilder({ edition: 'R17' }).record()], catalogue), MergeError);
    assert.throws(() => judge([], catalogue), MergeError);
  });

  it('reports faults of the harness that belong to no scenario', () => {
    const stray = { scenario: '|x.feature:1', at: 0, ...passingCheck };
    const record = new RecordBuilder(only(ROW))
      .scenario({ requirement: ROW, line: 1, ...passing })
      .line({ parseError: { source: { uri: 'x.feature' }, message: 'expected: #EOF' } })
      .line({ w2conf: { check: stray } })
      .scenario({ requirement: 'EPC-0-0', line: 9, ...passing })
      .record();
    const result = judge([record], catalogue);
    assert.equal(result.verdict, 'error');
    assert.equal(result.errors.length, 3);
    assert.equal(exitCode(result), 3);
  });
});
