import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';

const root = join(import.meta.dirname, '..', '..');

/** A copy of the project in which one place of one file reads otherwise. */
function mutant(folder: string, file: string, from: RegExp, to: string): string {
  for (const part of ['src', 'steps', 'features', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const text = readFileSync(join(folder, file), 'utf8');
  const changed = text.replace(from, to);
  assert.notEqual(changed, text, `${file} has no ${from}`);
  writeFileSync(join(folder, file), changed);
  return folder;
}

function faults(folder: string, requirement: string): { code: number | null; said: string } {
  const main = join(folder, 'src', 'cli', 'main.ts');
  const args = [main, 'faults', '--select', requirement, '--out', join(folder, 'out')];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { code: status, said: stdout };
}

describe('w2conf faults', () => {
  it('finds nothing wrong with a requirement whose check works', (t) => {
    const folder = mutant(temporaryFolder(t), 'package.json', /"version": "0/, '"version": "1');
    const { code, said } = faults(folder, 'EPC-T5221-2');
    assert.equal(code, 0, said);
  });

  it('names the requirement that is left without a fault when one is removed', (t) => {
    const file = 'src/reference/5.2.2.1-register.ts';
    const folder = mutant(temporaryFolder(t), file, /kills: \['EPC-T5221-2', /, 'kills: [');
    const { code, said } = faults(folder, 'EPC-T5221-2');
    assert.equal(code, 1);
    assert.match(said, /no fault kills EPC-T5221-2/);
  });

  it('names the fault that goes unnoticed when a check is blunted', (t) => {
    const file = 'src/check/assertions.ts';
    const folder = mutant(temporaryFolder(t), file, /ok: tags\.includes\([^\n]*/, 'ok: true,');
    const { code, said } = faults(folder, 'EPC-T5221-2');
    assert.equal(code, 1);
    assert.match(said, /fault require-path-missing does not kill EPC-T5221-2, which gets pass/);
  });
});
