import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { assess } from '../../src/selfcheck/matrix.ts';
import type { Verdict } from '../../src/verdict/lattice.ts';

const catalogue = loadCatalogue();

/** Two requirements of level fail. */
const first = 'EPC-T5221-1';
const second = 'EPC-T5221-2';

function matrix(fault: Record<string, Verdict>, variant: Record<string, Verdict>, kills = [first]) {
  return assess(
    {
      plain: { verdicts: { [first]: 'pass', [second]: 'pass' } },
      faults: new Map([
        ['one', { entry: { kills, about: 'breaks the first' }, finding: { verdicts: fault } }],
        [
          'two',
          {
            entry: { kills: [second], about: 'breaks the second' },
            finding: { verdicts: { [second]: 'fail' } },
          },
        ],
      ]),
      variants: new Map([
        [
          'legal',
          { entry: { exercises: [first, second], about: 'differs' }, finding: { verdicts: variant } },
        ],
      ]),
    },
    catalogue,
    'D',
  );
}

describe('the matrix of faults and variants', () => {
  it('has nothing to say when every fault kills what it declares and every variant passes', () => {
    const { problems, faults, requirements } = matrix(
      { [first]: 'fail', [second]: 'pass' },
      { [first]: 'pass' },
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(faults[0], {
      name: 'one',
      declared: [first],
      killed: [first],
      collateral: [],
      preamble: [],
    });
    assert.deepEqual(requirements, [
      { id: first, killers: ['one'] },
      { id: second, killers: ['two'] },
    ]);
  });

  it('names a fault that no longer kills, and the requirement it leaves unproven', () => {
    const { problems } = matrix({ [first]: 'pass' }, {});
    assert.deepEqual(problems, [
      `fault one does not kill ${first}, which gets pass`,
      `no fault kills ${first}: its check was never seen to fail`,
    ]);
  });

  it('counts a warning as no kill of a requirement of level fail', () => {
    assert.match(
      matrix({ [first]: 'warning' }, {}).problems.join(),
      /does not kill EPC-T5221-1, which gets warning/,
    );
  });

  it('names collateral damage, and tells it from a damaged preamble', () => {
    const { problems, faults } = matrix({ [first]: 'fail', [second]: 'inconclusive' }, {});
    assert.deepEqual(problems, [`fault one turns ${second} to inconclusive, which it does not declare`]);
    assert.deepEqual(faults[0]?.preamble, [second]);
    assert.deepEqual(faults[0]?.collateral, [second]);
  });

  it('names a legal variant that is failed', () => {
    const { problems } = matrix({ [first]: 'fail' }, { [second]: 'fail' });
    assert.deepEqual(problems, [`variant legal gets fail for ${second} although it is legal`]);
  });
});
