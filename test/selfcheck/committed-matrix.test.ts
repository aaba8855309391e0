import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { judgedHash } from '../../scripts/judged-hash.ts';
import type { Matrix } from '../../src/selfcheck/matrix.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'matrix');

describe('the committed matrix of every fault against every scenario', () => {
  it('is not older than what it judged', () => {
    const remedy = 'make it again: node bin/w2conf.js --script scripts/matrix.ts';
    assert.equal(readFileSync(join(folder, 'judged.sha256'), 'utf8').trim(), judgedHash(root), remedy);
  });

  it('has no collateral damage, and a killer for every requirement', () => {
    const matrix = JSON.parse(readFileSync(join(folder, 'faults.json'), 'utf8')) as Omit<Matrix, 'problems'>;
    assert.deepEqual(
      matrix.faults.filter(({ collateral }) => collateral.length > 0),
      [],
    );
    assert.deepEqual(
      matrix.requirements.filter(({ killers }) => killers.length === 0),
      [],
    );
  });
});
