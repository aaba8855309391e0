import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRecord } from '../../src/run/record-file.ts';
import { withProfile } from '../null-suts/judged.ts';
import { connectionRefused } from '../null-suts/null-sut.ts';
import { honestFor, thenSilent } from '../null-suts/once.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { type Ended, w2conf } from '../support/w2conf.ts';
import { start } from './process.ts';

const reports = ['record.ndjson', 'report.html', 'report.json', 'junit.xml', 'trace.pcapng'];

interface Report {
  readonly complete: boolean;
  readonly requirements: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly scenarios: readonly { readonly verdict: string; readonly checks: readonly unknown[] }[];
  }[];
}

function reportIn(folder: string): Report {
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
}

/** Verdicts of the requirements in a report. */
function verdicts(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(reportIn(folder).requirements.map(({ id, verdict }) => [id, verdict]));
}

function assertReports(folder: string): void {
  for (const name of reports) assert.ok(existsSync(join(folder, name)), `${name} is missing`);
}

/** A mistake of the user: one message with a remedy, and no stack. */
function assertUserError({ code, stderr }: Ended, message: RegExp): void {
  assert.equal(code, 2);
  assert.match(stderr, message);
  assert.doesNotMatch(stderr, /^ {4}at /m);
}

test('0: everything selected passed', (t) => {
  const out = temporaryFolder(t);
  const { code, stdout } = w2conf(['run', '--select', 'EPC-6.4.1-1a', '--out', out]);
  assert.equal(code, 0);
  assert.deepEqual(verdicts(out), { 'EPC-6.4.1-1a': 'pass' });
  assert.match(stdout, new RegExp(join(out, 'report.html')));
  assertReports(out);
});

test('1: a requirement failed', (t) => {
  const out = temporaryFolder(t);
  const sut = 'reference:integrity-no-instead-of-absent';
  const { code } = w2conf(['run', '--sut', sut, '--select', 'EPC-6.4.1-1a', '--out', out]);
  assert.equal(code, 1);
  assert.deepEqual(verdicts(out), { 'EPC-6.4.1-1a': 'fail' });
  assertReports(out);
});

test('2: a command line that cannot be followed', () => {
  assertUserError(w2conf(['run', '--sut', 'nobody']), /there is no SUT nobody/);
  assertUserError(w2conf(['run', '--parallel', 'two']), /--parallel/);
  assertUserError(w2conf(['run', '--profile', 'nowhere.yaml']), /there is no such profile/);
  assertUserError(w2conf(['run', '--sut', 'remote']), /needs a profile/);
});

test('2: nothing selected', (t) => {
  const nothing = '@req:EPC-6.4.1-1a and @req:EPC-6.4.1-1b';
  assertUserError(w2conf(['run', '--select', nothing, '--out', temporaryFolder(t)]), /selects no scenario/);
});

test('2: nothing that was selected applies', (t) => {
  const out = temporaryFolder(t);
  const { code } = w2conf(['run', '--select', 'WS-U-1', '--out', out]);
  assert.equal(code, 2);
  assert.deepEqual(verdicts(out), { 'WS-U-1': 'not-applicable' });
});

test('3: the SUT cannot be reached', async (t) => {
  const out = temporaryFolder(t);
  const { file } = await withProfile(t, connectionRefused);
  const args = ['run', '--sut', 'remote', '--profile', file, '--select', 'EPC-6.4.1-1a', '--out', out];
  assert.equal(w2conf(args).code, 3);
  assert.deepEqual(verdicts(out), { 'EPC-6.4.1-1a': 'error' });
  assertReports(out);
});

test('4: the SUT was given up', async (t) => {
  const out = temporaryFolder(t);
  const { file } = await withProfile(t, connectionRefused);
  const { code, stdout } = w2conf([
    'run',
    '--profile',
    file,
    '--select',
    '6.4.1',
    '--out',
    out,
    '--no-preflight',
  ]);
  assert.equal(code, 4);
  assert.equal(reportIn(out).complete, false);
  assert.match(stdout, /the SUT serves nobody/);
});

for (const parallel of ['1', '2']) {
  test(`4: interrupted, with --parallel ${parallel}`, async (t) => {
    const out = temporaryFolder(t);
    let enough = false;
    // Sent again and again, as the terminal and the launcher deliver one key press twice.
    const { file } = await withProfile(
      t,
      honestFor(Number.POSITIVE_INFINITY, thenSilent, () => {
        if (enough) run.signal('SIGINT');
      }),
      '500ms',
    );
    const run = start(['run', '--profile', file, '--select', '6.4.1', '--out', out, '--parallel', parallel]);
    run.onLine((line) => {
      enough ||= /^ *1\/\d+ /.test(line);
    });
    assert.equal((await run.ended).code, 4);

    const { footer } = readRecord(join(out, 'record.ndjson'));
    assert.equal(footer?.complete, false);
    assert.equal(footer.reason, 'interrupted by SIGINT');
    const report = reportIn(out);
    const scenarios = report.requirements.flatMap((row) => row.scenarios);
    assert.equal(report.complete, false);
    assert.ok(scenarios.some(({ verdict, checks }) => verdict !== 'not-run' && checks.length > 0));
    assert.ok(scenarios.some(({ verdict }) => verdict === 'not-run'));
    assertReports(out);
    // Nobody is left in the process group.
    assert.throws(() => process.kill(-run.pid, 0), { code: 'ESRCH' });
  });
}

test('6: a waiver is not needed any more', (t) => {
  const folder = temporaryFolder(t, {
    'waivers.yaml': '- { requirement: EPC-6.4.1-1a, reason: agreed, until: 9999-12-31 }\n',
  });
  const args = ['run', '--select', 'EPC-6.4.1-1a', '--waivers', join(folder, 'waivers.yaml')];
  assert.equal(w2conf([...args, '--out', folder]).code, 6);
  const sut = ['--sut', 'reference:integrity-no-instead-of-absent'];
  assert.equal(w2conf([...args, ...sut, '--out', folder]).code, 0);
  assert.deepEqual(verdicts(folder), { 'EPC-6.4.1-1a': 'fail' });
  assertReports(folder);
});

test('5: a requirement of level fail could not be decided', (t) => {
  const out = temporaryFolder(t);
  const sut = 'reference:tls-pending-missing';
  const { code } = w2conf(['run', '--sut', sut, '--select', 'EPC-6.4.1-1a', '--out', out]);
  assert.equal(code, 5);
  assert.deepEqual(verdicts(out), { 'EPC-6.4.1-1a': 'inconclusive' });
  assertReports(out);
});
