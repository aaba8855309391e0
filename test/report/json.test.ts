import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jsonReport } from '../../src/report/json.ts';
import { judge } from '../../src/verdict/judge.ts';
import { demoBuilder, demoRecord } from '../support/demo-record.ts';
import { smallCatalogue } from '../support/small-catalogue.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../src/report/report.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

// biome-ignore lint/suspicious/noExplicitAny: the mutations below reach into the report at will
type Report = any;
const good = (): Report => JSON.parse(jsonReport(judge([demoRecord()], smallCatalogue())));
const scenarioOf = (report: Report) =>
  report.requirements.find(({ id }: Report) => id === 'EPC-6.4.1-4').scenarios[0];

const mutations: Readonly<Record<string, (report: Report) => void>> = {
  'an unknown field at the top': (r) => Object.assign(r, { verdict: 'pass' }),
  'an unknown field of a requirement': (r) => Object.assign(r.requirements[0], { waived: true }),
  'an unknown field of a scenario': (r) => Object.assign(scenarioOf(r), { reproduce: 'w2conf run' }),
  'an unknown field of a check': (r) => Object.assign(scenarioOf(r).checks[0], { title: 'x' }),
  'an unknown field of the evidence': (r) => Object.assign(scenarioOf(r).checks[0].evidence, { column: 3 }),
  'an unknown field of a clause': (r) => Object.assign(r.clauses[0], { depth: 1 }),
  'an unknown field of the profile': (r) => Object.assign(r.profile.pixit, { retries: 3 }),
  'an unknown PICS': (r) => Object.assign(r.profile.pics, { srtp: [true] }),
  'an unknown total': (r) => Object.assign(r.totals, { flaky: 0 }),
  'a missing total': (r) => delete r.totals.untestable,
  'a negative total': (r) => Object.assign(r.totals, { pass: -1 }),
  'no schema': (r) => delete r.schema,
  'another schema': (r) => Object.assign(r, { schema: 'w2conf-report-2' }),
  'no completeness': (r) => delete r.complete,
  'completeness as text': (r) => Object.assign(r, { complete: 'yes' }),
  'no hash of the catalogue': (r) => delete r.catalogue.hash,
  'no node version': (r) => delete r.tool.node,
  'an unnamed SUT': (r) => Object.assign(r.sut, { name: '' }),
  'a seed that is text': (r) => Object.assign(r, { seed: '7' }),
  'a time that is a number': (r) => Object.assign(r, { started: 1 }),
  'an unknown edition': (r) => Object.assign(r, { edition: 'R18' }),
  'an unknown verdict': (r) => Object.assign(r.requirements[0], { verdict: 'passed' }),
  'a scenario that is untestable': (r) => Object.assign(scenarioOf(r), { verdict: 'untestable' }),
  'a check that did not run': (r) => Object.assign(scenarioOf(r).checks[0], { verdict: 'not-run' }),
  'an unknown level': (r) => Object.assign(r.requirements[0], { level: 'must' }),
  'an unknown modality': (r) => Object.assign(r.requirements[0], { modality: 'must' }),
  'a requirement without references': (r) => Object.assign(r.requirements[0], { references: [] }),
  'a reference without clause': (r) => delete r.requirements[0].references[0].clause,
  'a check without expectation': (r) => Object.assign(scenarioOf(r).checks[0], { expected: [] }),
  'a check without what was received': (r) => delete scenarioOf(r).checks[0].received,
  'evidence without message': (r) => delete scenarioOf(r).checks[0].evidence.message,
  'line 0': (r) => Object.assign(scenarioOf(r).checks[0].evidence, { line: 0 }),
  'a scenario without line': (r) => delete scenarioOf(r).line,
  'a fraction of a millisecond': (r) => Object.assign(scenarioOf(r), { durationMs: 0.5 }),
  'a scenario without checks': (r) => delete scenarioOf(r).checks,
  'a password in the clear': (r) =>
    Object.assign(r.profile, {
      identities: { mode: 'fixed', list: [{ impi: 'a', impus: ['sip:a@b'], password: 'x' }] },
    }),
};

describe('report.json', () => {
  it('conforms to its schema', () => {
    assert.equal(validate(good()), true, JSON.stringify(validate.errors));
  });

  it('conforms when the run did not finish', () => {
    const report = JSON.parse(jsonReport(judge([demoBuilder().record(null)], smallCatalogue())));
    assert.equal(validate(report), true, JSON.stringify(validate.errors));
    assert.equal(report.complete, false);
    assert.equal('finished' in report, false);
  });

  for (const [name, mutate] of Object.entries(mutations)) {
    it(`is refused with ${name}`, () => {
      const report = good();
      mutate(report);
      assert.equal(validate(report), false);
    });
  }

  it('is closed: every object of the schema says what it may hold', () => {
    const open: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if (Reflect.get(node, 'type') === 'object' && Reflect.get(node, 'additionalProperties') !== false)
        open.push(path);
      for (const [key, child] of Object.entries(node)) walk(child, `${path}/${key}`);
    };
    walk(schema, '');
    assert.deepEqual(open, []);
  });

  it('has the fields of the contract and no other', () => {
    const report = good();
    assert.deepEqual(Object.keys(report), [
      ...[
        'schema',
        'tool',
        'catalogue',
        'sut',
        'profile',
        'edition',
        'seed',
        'started',
        'finished',
        'complete',
      ],
      ...['totals', 'clauses', 'requirements'],
    ]);
    const scenario = scenarioOf(report);
    assert.deepEqual(scenario.checks[1], {
      verdict: 'fail',
      expected: [
        'no integrity-protected parameter',
        'integrity-protected=tls-yes',
        'integrity-protected=tls-protected',
      ],
      received: 'integrity-protected=auth-done',
      evidence: { message: 'mw-3', line: 13 },
    });
    assert.equal(scenario.configuration, 'emergencyPolicy=reject');
  });

  it('leaves out the configuration when nothing varies', () => {
    const record = demoBuilder().record();
    const flat = {
      ...record,
      header: { ...record.header, planned: record.header.planned.map((p) => ({ ...p, configuration: '' })) },
    };
    const report = JSON.parse(jsonReport(judge([flat], smallCatalogue())));
    assert.equal('configuration' in scenarioOf(report), false);
  });
});
