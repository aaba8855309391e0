import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { requires } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { root, w2conf } from '../support/w2conf.ts';

interface Report {
  readonly complete: boolean;
  readonly requirements: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly scenarios: readonly unknown[];
  }[];
}

type Expected = Readonly<Record<string, { readonly verdict: string; readonly why: string }>>;

const file = join(root, 'sut', 'kamailio', 'expected.yaml');

test('Kamailio gets exactly the verdicts that are written down', (t) => {
  if (requires(t, 'kamailio') === undefined) return;
  const expected = parse(readFileSync(file, 'utf8')) as Expected;
  const out = temporaryFolder(t);
  const { code, stdout, stderr } = w2conf(['run', '--sut', 'kamailio', '--out', out]);
  assert.ok(code !== 2 && code !== 3, stdout + stderr);

  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
  const judged = report.requirements.filter(({ scenarios }) => scenarios.length > 0);
  assert.ok(judged.length > 0);
  const found = Object.fromEntries(
    judged.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict }) => [id, verdict]),
  );
  const written = Object.fromEntries(Object.entries(expected).map(([id, { verdict }]) => [id, verdict]));
  assert.deepEqual(found, written, `look into each difference, then note it in ${file} and docs/findings.md`);
});

test('every verdict that is written down says why', () => {
  for (const [id, { why }] of Object.entries(parse(readFileSync(file, 'utf8')) as Expected)) {
    assert.match(why, /\S/, id);
  }
});
