import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { passing, RecordBuilder, type ScenarioSpec, violatedCheck } from '../support/record-builder.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { type Ended, w2conf } from '../support/w2conf.ts';

const ROW = 'EPC-T5221-1';
const AGREED = `- { requirement: ${ROW}, reason: agreed, until: 9999-12-31 }\n`;

/** Judges a record in which one requirement failed, or passed, with a list of waivers. */
function judged(t: TestContext, waivers: string, fails = true): Ended {
  const outcome = {
    steps: [{ type: 'Outcome', status: 'FAILED' }],
    checks: [violatedCheck],
    outcome: { class: 'CheckFailed' },
  };
  const record = new RecordBuilder({ selection: [ROW], selected: [ROW] }).scenario({
    requirement: ROW,
    line: 12,
    ...passing,
    ...(fails && outcome),
  } as ScenarioSpec);
  const folder = temporaryFolder(t, { 'record.ndjson': record.text(), 'waivers.yaml': waivers });
  const [file, list] = [join(folder, 'record.ndjson'), join(folder, 'waivers.yaml')];
  return w2conf(['judge', file, '--out', join(folder, 'out'), '--waivers', list]);
}

describe('--waivers', () => {
  it('takes an agreed failure out of the exit code, and is 6 when it is not needed', (t) => {
    assert.equal(judged(t, '').code, 1);
    assert.equal(judged(t, AGREED).code, 0);
    const { code, stdout } = judged(t, AGREED, false);
    assert.equal(code, 6);
    assert.match(stdout, /waivers\.yaml:1: EPC-T5221-1 is pass, so its waiver can go/);
  });

  it('answers a mistake with one message that names file, line and remedy', (t) => {
    for (const [text, message] of [
      ['a: [\n', /waivers\.yaml:\d+: not YAML/],
      ['requirement: x\n', /waivers\.yaml: waivers are a list/],
      [
        `${AGREED}- { requirement: EPC-9-1, reason: r, until: 2030-01-01 }\n`,
        /:2: there is no requirement EPC-9-1/,
      ],
      [`- { requirement: ${ROW}, until: 2030-01-01 }\n`, /:1: reason: /],
      [`- { requirement: ${ROW}, reason: r, until: soon }\n`, /:1: until: /],
      [`- { requirement: ${ROW}, reason: r, until: 2030-01-01, for: ever }\n`, /:1: .*"for"/],
      ['- { requirement: EPC-6.1-2, reason: r, until: 2030-01-01 }\n', /:1: EPC-6\.1-2 sums up other/],
      [`${AGREED}${AGREED}`, /:2: EPC-T5221-1 is waived twice/],
    ] as const) {
      const { code, stderr } = judged(t, text);
      assert.equal(code, 2, text);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^\s+at /m);
    }
  });
});
