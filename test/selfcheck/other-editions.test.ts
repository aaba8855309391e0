import assert from 'node:assert/strict';
import { it } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { select } from '../../src/cli/selection.ts';
import { toolInfo } from '../../src/cli/version.ts';
import { allFaults, type DeviationName } from '../../src/reference/deviations.ts';
import { collected } from '../../src/run/collected.ts';
import { recordOf } from '../../src/run/record-file.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { selfCheckProfile } from '../../src/selfcheck/profile.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/lattice.ts';
import { root } from '../support/w2conf.ts';

const catalogue = loadCatalogue();
const scenarios = readScenarios(root);
const profile = selfCheckProfile();

/** Of a row in edition R17. */
async function verdictOf(id: string, deviation?: DeviationName): Promise<Verdict | undefined> {
  const selected = select([id], catalogue, scenarios, 'R17');
  const order = { root, tool: toolInfo(), profile, catalogue, edition: 'R17' as const, preflight: false };
  const lines = await collected({ ...order, selected, selection: [id], deviation });
  return judge([recordOf(lines, id)], catalogue).requirements.find((row) => row.id === id)?.verdict;
}

/** The rows with scenarios that the self-check is without, since its edition is without them. */
const others = catalogue.requirements
  .filter(({ id, editions }) => {
    return !editions.includes(profile.edition) && scenarios.some(({ requirement }) => requirement === id);
  })
  .map(({ id }) => id);

it('the only row with scenarios that the edition of the self-check does not have is on trickle ICE', () => {
  assert.deepEqual(others, ['EPC-5D.4-1']);
});

it('an offer of trickle ICE that is answered without candidates gives a warning in edition R17', async () => {
  const killers = Object.entries(allFaults).filter(([, { kills }]) =>
    kills.some((id) => id === 'EPC-5D.4-1'),
  );
  assert.deepEqual(
    killers.map(([name]) => name),
    ['trickle-answered-empty'],
  );
  assert.equal(await verdictOf('EPC-5D.4-1'), 'pass');
  assert.equal(await verdictOf('EPC-5D.4-1', 'trickle-answered-empty'), 'warning');
});
