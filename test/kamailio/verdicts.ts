import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Ended, root } from '../support/w2conf.ts';

export const folder = join(root, 'sut', 'kamailio');

const file = join(folder, 'expected.yaml');

interface Report {
  readonly complete: boolean;
  readonly requirements: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly scenarios: readonly unknown[];
  }[];
}

type Expected = Readonly<Record<string, { readonly verdict: string; readonly why: string }>>;

/** Every requirement that is no pass with Kamailio, its verdict, and the reason. */
export const expected = parse(readFileSync(file, 'utf8')) as Expected;

/** The run with its reports in `out` found exactly what is written down, better or worse. */
export function assertExpected({ code, stdout, stderr }: Ended, out: string): void {
  assert.ok(code !== 2 && code !== 3, stdout + stderr);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
  assert.equal(report.complete, true, stdout + stderr);
  const judged = report.requirements.filter(({ scenarios }) => scenarios.length > 0);
  assert.ok(judged.length > 0);
  const found = Object.fromEntries(
    judged.filter(({ verdict }) => verdict !== 'pass').map(({ id, verdict }) => [id, verdict]),
  );
  const written = Object.fromEntries(Object.entries(expected).map(([id, { verdict }]) => [id, verdict]));
  assert.deepEqual(found, written, `look into each difference, then note it in ${file} and docs/findings.md`);
}
