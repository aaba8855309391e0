import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { OwnLine } from '../../src/run/record.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { w2conf } from '../support/w2conf.ts';
import { mortalProgram } from './support.ts';

const selection = ['EPC-6.4.1-1a', 'EPC-6.4.1-1b', 'EPC-6.4.1-1c', 'EPC-T5221-2'];

test('a SUT that dies makes its scenario inconclusive, is started again, and the run goes on', (t) => {
  const folder = temporaryFolder(t);
  const command = [process.execPath, mortalProgram].concat(
    ['{w2.host}:{w2.port}', '{mw.host}:{mw.port}', '{core.host}:{core.port}'],
    ['{tls.cert}', '{tls.key}', folder, '5'],
  );
  const profile = join(folder, 'mortal.yaml');
  writeFileSync(
    profile,
    JSON.stringify({
      sut: { name: 'mortal', driver: 'process', process: { command, startWithin: '20s' } },
      w2: { url: 'wss://127.0.0.1:0/' },
      mw: { listen: { port: 0 }, sut: 'udp:127.0.0.1:0' },
      pixit: { t1: '50ms', guard: '100ms' },
    }),
  );
  const selectors = selection.flatMap((id) => ['--select', id]);
  const out = join(folder, 'out');
  const { code, stdout, stderr } = w2conf(['run', '--profile', profile, ...selectors, '--out', out]);
  assert.equal(code, 5, stdout + stderr);

  const own = readFileSync(join(out, 'record.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { w2conf?: OwnLine }).w2conf)
    .filter((line) => line !== undefined);
  const said = own.flatMap(({ check }) => (check?.title === 'the SUT survives the scenario' ? [check] : []));
  assert.equal(said.length, 1);
  assert.equal(said[0]?.received, 'it ended with exit code 9');
  const lastWords = own.flatMap(({ log }) => (log?.text === 'this is the end' ? [log] : []));
  assert.deepEqual(
    lastWords.map(({ scenarios, source }) => ({ scenarios, source })),
    [{ scenarios: [said[0]?.scenario], source: 'sut' }],
  );
  assert.equal(own.find(({ footer }) => footer)?.footer?.complete, true);

  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
    requirements: { id: string; verdict: string }[];
  };
  const verdicts = report.requirements.filter(({ id }) => selection.includes(id)).map((it) => it.verdict);
  assert.equal(verdicts.length, selection.length);
  assert.deepEqual(verdicts.toSorted(), ['inconclusive', 'pass', 'pass', 'pass']);
});
