import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { allFaults } from '../../src/reference/deviations.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { selfCheckProfile } from '../../src/selfcheck/profile.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { root, w2conf } from '../support/w2conf.ts';

const id = 'EPC-5D.4-1';

it('the only row with scenarios that the edition of the self-check does not have is on trickle ICE', () => {
  const { edition } = selfCheckProfile();
  const judged = new Set(readScenarios(root).map(({ requirement }) => requirement));
  const others = loadCatalogue().requirements.filter((row) => !row.editions.includes(edition));
  assert.deepEqual(
    others.map((row) => row.id).filter((each) => judged.has(each)),
    [id],
  );
});

it('an offer of trickle ICE that is answered without candidates gives a warning in edition R17', (t) => {
  const killers = Object.entries(allFaults).filter(([, { kills }]) => kills.some((each) => each === id));
  assert.deepEqual(
    killers.map(([name]) => name),
    ['trickle-answered-empty'],
  );
  const verdict = (sut: string): unknown => {
    const out = temporaryFolder(t);
    const run = w2conf(['run', '--sut', sut, '--edition', 'R17', '--select', id, '--out', out]);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
      requirements: { id: string; verdict: string }[];
    };
    return report.requirements.find((row) => row.id === id)?.verdict ?? run.stderr;
  };
  assert.equal(verdict('reference'), 'pass');
  assert.equal(verdict('reference:trickle-answered-empty'), 'warning');
});
