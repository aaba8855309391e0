import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { defaultProfile } from '../../src/profile/defaults.ts';
import type { Json } from '../../src/run/record.ts';
import { passing, RecordBuilder, type ScenarioSpec, violatedCheck } from '../support/record-builder.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { w2conf } from '../support/w2conf.ts';

const ROW = 'EPC-T5221-1';
const failing = {
  steps: [{ type: 'Outcome', status: 'FAILED' }],
  checks: [violatedCheck],
  outcome: { class: 'CheckFailed' },
} as const;

function recordOf(spec: Partial<ScenarioSpec> = {}): RecordBuilder {
  const profile = JSON.parse(JSON.stringify(defaultProfile('remote'))) as Record<string, Json>;
  return new RecordBuilder({ profile, selection: [ROW], selected: [ROW] }).scenario({
    requirement: ROW,
    line: 12,
    ...passing,
    ...spec,
  } as ScenarioSpec);
}

describe('w2conf judge', () => {
  it('writes the reports of a run from its record, leaves the record alone and says where they are', (t) => {
    const text = recordOf().text();
    const folder = temporaryFolder(t, { 'record.ndjson': text });
    const { code, stdout, stderr } = w2conf(['judge', join(folder, 'record.ndjson'), '--out', folder]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(readdirSync(folder).sort(), [
      'junit.xml',
      'record.ndjson',
      'report.html',
      'report.json',
      'trace.pcapng',
    ]);
    assert.equal(readFileSync(join(folder, 'record.ndjson'), 'utf8'), text);
    assert.match(stdout, /^Verdict {2}pass$/m);
    assert.ok(stdout.includes(join(folder, 'report.html')));
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    assert.deepEqual(
      report.requirements.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]),
      [[ROW, 'pass']],
    );
  });

  it('ends with the exit code of the run', (t) => {
    const folder = temporaryFolder(t, {
      'fail.ndjson': recordOf(failing).text(),
      'cut.ndjson': recordOf(failing).text(null),
      'inconclusive.ndjson': recordOf({ facts: [] }).text(),
      'error.ndjson': recordOf({ checks: [] }).text(),
    });
    const codeOf = (name: string) => w2conf(['judge', join(folder, name), '--out', join(folder, 'out')]).code;
    assert.equal(codeOf('fail.ndjson'), 1);
    assert.equal(codeOf('error.ndjson'), 3);
    assert.equal(codeOf('cut.ndjson'), 4);
    assert.equal(codeOf('inconclusive.ndjson'), 5);
  });

  it('unites records', (t) => {
    const other = new RecordBuilder({ selection: ['x'], selected: ['EPC-T5221-2'] });
    const folder = temporaryFolder(t, {
      'a.ndjson': recordOf().text(),
      'b.ndjson': other.scenario({ requirement: 'EPC-T5221-2', line: 3, ...passing, ...failing }).text(),
    });
    const out = join(folder, 'out');
    assert.equal(w2conf(['judge', join(folder, 'a.ndjson'), join(folder, 'b.ndjson'), '--out', out]).code, 1);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    assert.equal(report.requirements.length, 2);
  });

  it('answers a mistake with one message, exit code 2 and no report', (t) => {
    const folder = temporaryFolder(t, {
      'report.json': '{"schema":"x"}\n',
      'a.ndjson': recordOf().text(),
      'b.ndjson': new RecordBuilder({ sut: { name: 'another', driver: 'remote' } }).text(),
    });
    const out = join(folder, 'out');
    for (const [files, message] of [
      [['report.json'], /report\.json:1: .*no record header/],
      [['none.ndjson'], /none\.ndjson: cannot be read: there is no such file/],
      [['a.ndjson', 'b.ndjson'], /b\.ndjson: its SUT is another/],
    ] as const) {
      const { code, stderr } = w2conf(['judge', ...files.map((file) => join(folder, file)), '--out', out]);
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /^\s+at /m);
      assert.equal(existsSync(out), false);
    }
  });

  it('says so when the folder cannot be written to', (t) => {
    const folder = temporaryFolder(t, { 'a.ndjson': recordOf().text(), file: '' });
    const { code, stderr } = w2conf([
      'judge',
      join(folder, 'a.ndjson'),
      '--out',
      join(folder, 'file', 'out'),
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /no folder that can be made or written to/);
    assert.match(stderr, /--out/);
  });
});
