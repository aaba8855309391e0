import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgedVerdicts, totalsOf, verdicts, worse, worstOf } from '../../src/verdict/lattice.ts';

describe('the lattice', () => {
  it('only worsens', () => {
    for (const [i, a] of judgedVerdicts.entries()) {
      for (const [j, b] of judgedVerdicts.entries()) {
        assert.equal(worse(a, b), judgedVerdicts[Math.max(i, j)]);
        assert.equal(worstOf([a, b]), worse(a, b));
      }
    }
  });

  it('does not let what was not judged better or worsen what was, except for what did not run', () => {
    for (const judged of judgedVerdicts) {
      assert.equal(worstOf([judged, 'untested', 'untestable', 'not-applicable']), judged);
    }
    assert.equal(worstOf(['pass', 'not-run']), 'not-run');
    assert.equal(worstOf(['inconclusive', 'not-run']), 'not-run');
    assert.equal(worstOf(['fail', 'not-run']), 'fail');
  });

  it('gives no verdict on nothing', () => {
    assert.equal(worstOf([]), undefined);
    assert.deepEqual(
      Object.values(totalsOf([])),
      verdicts.map(() => 0),
    );
  });
});
