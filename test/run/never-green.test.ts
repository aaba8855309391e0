import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { referenceProfile } from '../../src/profile/defaults.ts';
import { parseRecord } from '../../src/run/record-file.ts';
import { FeatureError, readScenarios, type ScenarioInfo } from '../../src/run/scenarios.ts';
import { exitCode } from '../../src/verdict/exit-code.ts';
import { judge } from '../../src/verdict/judge.ts';
import { conducted } from '../support/conducted.ts';
import { root } from '../support/w2conf.ts';

const id = 'EPC-6.4.1-1a';
const uri = 'features/this.feature';
const catalogue = loadCatalogue();
const requirement = catalogue.find(id);
const profile = referenceProfile();

const incomplete = 4;
const harnessError = 3;
const nothing = 2;

/** Steps beside the real ones: what nobody may leave behind. */
const leftovers = `
import { Given } from '@cucumber/cucumber';
Given('something is left for later', () => 'pending');
Given('two mean the same', () => {});
Given(/two mean the same/, () => {});
Given('something is skipped', () => 'skipped');
`;

/** A project with the real steps and one feature of its own. */
let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'w2conf-'));
  for (const name of ['src', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  cpSync(join(root, 'steps'), join(folder, 'steps'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'steps', 'leftovers.ts'), leftovers);
  mkdirSync(join(folder, 'features'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Makes these the steps of the only scenario, which is on line 3. */
function write(...steps: readonly string[]): void {
  const lines = ['Feature: F', `@req:${id}`, 'Scenario: S', ...steps.map((step) => `  ${step}`)];
  writeFileSync(join(folder, uri), `${lines.join('\n')}\n`);
}

const planned: ScenarioInfo = { requirement: id, name: 'S', uri, line: 3, tags: [`@req:${id}`] };

/** What a run of these scenarios comes to. */
async function outcome(
  scenarios: readonly ScenarioInfo[],
): Promise<{ exit: number; verdict?: string; reason?: string | undefined }> {
  if (!requirement) throw new Error(`the catalogue has no ${id}`);
  const text = await conducted({
    root: folder,
    profile,
    selected: scenarios.length > 0 ? [{ requirement, scenarios }] : [],
    selection: [id],
    preflight: false,
  });
  const result = judge([parseRecord(text, 'record.ndjson')], catalogue);
  const [row] = result.requirements;
  return { exit: exitCode(result), ...(row && { verdict: row.verdict, reason: row.reason }) };
}

describe('a run is never green', () => {
  it('but with steps that do something it is', async () => {
    write(
      'When WIC A registers',
      'Then the first REGISTER of WIC A at Mw carries no "integrity-protected" in Authorization',
    );
    assert.deepEqual(await outcome(readScenarios(folder)), { exit: 0, verdict: 'pass', reason: undefined });
  });

  it('when a step is undefined', async () => {
    write('When WIC A registers', 'Then the weather is fine');
    const reason = 'a step is undefined';
    assert.deepEqual(await outcome(readScenarios(folder)), { exit: harnessError, verdict: 'error', reason });
  });

  it('when a step is pending', async () => {
    write('Given something is left for later', 'When WIC A registers');
    const reason = 'a step is pending';
    assert.deepEqual(await outcome(readScenarios(folder)), { exit: harnessError, verdict: 'error', reason });
  });

  it('when a step is ambiguous', async () => {
    write('Given two mean the same', 'When WIC A registers');
    const reason = 'a step is ambiguous';
    assert.deepEqual(await outcome(readScenarios(folder)), { exit: harnessError, verdict: 'error', reason });
  });

  it('when a step is skipped', async () => {
    write('Given something is skipped', 'When WIC A registers');
    const reason = 'it was skipped';
    assert.deepEqual(await outcome(readScenarios(folder)), { exit: incomplete, verdict: 'not-run', reason });
  });

  it('when nothing is asserted', async () => {
    write('When WIC A registers');
    const reason = 'the scenario asserts nothing';
    assert.deepEqual(await outcome(readScenarios(folder)), { exit: harnessError, verdict: 'error', reason });
  });

  it('when a mistyped keyword leaves a scenario without steps', async () => {
    write('Wen WIC A registers');
    assert.throws(
      () => readScenarios(folder),
      (error) => error instanceof FeatureError && error.message.includes(`${uri}:3: "S" has no step`),
    );
    const { exit, verdict } = await outcome([planned]);
    assert.notEqual(exit, 0);
    assert.notEqual(verdict, 'pass');
  });

  it('when a planned scenario is not there', async () => {
    write('When WIC A registers');
    const reason = 'it was planned but did not run';
    assert.deepEqual(await outcome([{ ...planned, line: 99 }]), {
      exit: incomplete,
      verdict: 'not-run',
      reason,
    });
  });

  it('when nothing was selected', async () => {
    write('When WIC A registers');
    assert.equal((await outcome([])).exit, nothing);
  });

  it('when the feature cannot be parsed', () => {
    writeFileSync(join(folder, uri), 'Feature: F\nScenario: S\n  Given a\n  Scenarios\n');
    assert.throws(() => readScenarios(folder), FeatureError);
  });
});
