import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { root, runToEnd } from '../support/w2conf.ts';

const rooms = [
  'sip',
  'sdp',
  'trace',
  'net',
  'endpoint',
  'media',
  'peers',
  'reference',
  'profile',
  'catalogue',
  'check',
  'sut',
  'run',
  'verdict',
  'report',
  'cli',
];

/** What stands in planted files: the file, what it imports, whether the lint may let it. */
const planted: { readonly file: string; readonly from: string; readonly allowed: boolean }[] = [];
const plant = (file: string, from: string, allowed: boolean) => planted.push({ file, from, allowed });

for (const [index, room] of rooms.entries()) {
  for (const upper of [...rooms.slice(index + 1), '../steps/then']) {
    plant(`src/${room}/up-${upper.replaceAll(/\W/g, '')}.ts`, `../${upper}/x.ts`, false);
  }
  plant(`src/${room}/deep/up.ts`, '../../../steps/x.ts', false);
  plant(`src/${room}/own.ts`, './other.ts', true);
  if (room !== 'check') plant(`src/${room}/chai.ts`, 'chai', false);
}
for (const above of ['peers', 'catalogue', 'check', 'run', 'profile']) {
  plant(`src/reference/${above}.ts`, `../${above}/x.ts`, false);
}
for (const below of ['sip', 'sdp', 'net', 'endpoint', 'media'])
  plant(`src/reference/${below}.ts`, `../${below}/x.ts`, true);
plant('src/sdp/sip.ts', '../sip/x.ts', false);
plant('src/media/sip.ts', '../sip/x.ts', false);
for (const room of ['verdict', 'report']) {
  for (const impure of ['node:net', 'node:http', 'ws', '@cucumber/cucumber', '../run/coordinator.ts']) {
    plant(`src/${room}/impure-${impure.replaceAll(/\W/g, '')}.ts`, impure, false);
  }
  plant(`src/${room}/record.ts`, '../run/record.ts', true);
}
plant('src/verdict/messages.ts', '@cucumber/messages', true);
plant('src/report/messages.ts', '@cucumber/messages', false);
for (const judging of ['chai', '../../src/check/assertions.ts', '../../src/check/check.ts']) {
  const name = judging.replaceAll(/\W/g, '');
  plant(`steps/given/${name}.ts`, judging, false);
  plant(`steps/then/${name}.ts`, judging, true);
}
plant('src/check/chai.ts', 'chai', true);
plant('steps/given/peers.ts', '../../src/peers/x.ts', true);

test('an import that points up, or out of a pure room, is refused', (t) => {
  const folder = temporaryFolder(
    t,
    Object.fromEntries(
      planted.map(({ file, from }) => [
        file,
        `import { thing } from '${from}';\nexport const used = thing;\n`,
      ]),
    ),
  );
  copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { stdout } = runToEnd(
    process.execPath,
    [biome, 'lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none'],
    { cwd: folder },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { path: string } }[];
  };
  const refused = new Set(diagnostics.map(({ location }) => location.path.replaceAll('\\', '/')));
  assert.deepEqual(
    planted.filter(({ file }) => refused.has(file)).map(({ file }) => file),
    planted.filter(({ allowed }) => !allowed).map(({ file }) => file),
  );
});
