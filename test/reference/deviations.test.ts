import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { FaultEntry, VariantEntry } from '../../src/reference/deviation.ts';
import { allFaults, allVariants, type VariantName } from '../../src/reference/deviations.ts';
import { startLab } from './support.ts';

const faults: [string, FaultEntry][] = Object.entries(allFaults);
const variants: [string, VariantEntry][] = Object.entries(allVariants);
const folder = join(import.meta.dirname, '../../src/reference');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(folder, file), 'utf8'));

test('every fault and variant is asked for next to the entry that declares it, and no name is given twice', () => {
  const names = [...faults, ...variants].map(([name]) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) {
    assert.ok(
      sources.some((text) => text.includes(`.is('${name}')`)),
      `${name} is asked for nowhere`,
    );
    assert.equal(sources.filter((text) => new RegExp(`^  '?${name}'?: \\{`, 'm').test(text)).length, 1, name);
  }
});

test('faults and variants name requirements of the catalogue', () => {
  const known = new Set(loadCatalogue().requirements.map(({ id }) => id));
  const named = [
    ...faults.flatMap(([name, { kills, preamble = [] }]) =>
      [...kills, ...preamble].map((id) => ({ name, id })),
    ),
    ...variants.flatMap(([name, { exercises }]) => exercises.map((id) => ({ name, id }))),
  ];
  for (const { name, id } of named) assert.ok(id === '*' || known.has(id), `${name} names ${id}`);
});

for (const name of Object.keys(allVariants) as VariantName[]) {
  test(`variant ${name}: a WIC registers and sends a message`, async () => {
    const origins = { allowed: ['https://wwsf.example'] };
    const lab = await startLab({ deviation: name, ...(name === 'origin-refused-later' && { origins }) });
    try {
      if (name === 'origin-refused-later') return;
      const { wic, atCore } = await lab.registered('gina');
      assert.match(atCore.value('Authorization') ?? '', /integrity-protected="?tls-pending/);
      const sent = wic.initial('MESSAGE', 'sip:carol@home1.net');
      const { message, link } = await lab.core.request('MESSAGE');
      lab.core.answer(message, link, 200);
      assert.equal((await wic.final(sent)).status, 200);
      const gone = wic.send(wic.register('abc', 0));
      const last = await lab.core.request('REGISTER');
      lab.core.answer(last.message, last.link, 200);
      assert.equal((await wic.final(gone)).status, 200);
    } finally {
      await lab.stop();
    }
  });
}
