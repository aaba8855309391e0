import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { root, runToEnd, w2conf } from '../support/w2conf.ts';

// Scripts stay off because npm mixes their output into its JSON; building is what `prepack` does.
const pack = ['pack', '--json', '--ignore-scripts'];

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

test('the npm package carries what runs, nothing else, and runs below node_modules', (t) => {
  const built = runToEnd(process.execPath, [join(root, 'scripts', 'build.ts')]);
  assert.equal(built.code, 0, built.stdout + built.stderr);

  const dry = runToEnd('npm', [...pack, '--dry-run'], { cwd: root });
  const [contents] = JSON.parse(dry.stdout) as Packed[];
  const paths = contents?.files.map(({ path }) => path) ?? [];
  for (const needed of [
    'bin/w2conf.js',
    'dist/src/cli/main.js',
    'dist/src/cli/program.js',
    'package.json',
    'LICENSE',
  ]) {
    assert.ok(paths.includes(needed), `${needed} is in the package`);
  }
  for (const data of ['.feature', '.yaml', '.xsd']) {
    assert.ok(
      paths.some((path) => path.startsWith('dist/') && path.endsWith(data)),
      `data files ${data} are in the package`,
    );
  }
  assert.deepEqual(
    paths.filter((path) => !/^(bin|dist)\/|^(package\.json|LICENSE|README\.md|CHANGELOG\.md)$/.test(path)),
    [],
  );
  assert.deepEqual(
    paths.filter((path) => /fixtures|\.ts$|\.test\./.test(path)),
    [],
  );

  const folder = temporaryFolder(t);
  const [packed] = JSON.parse(
    runToEnd('npm', [...pack, '--pack-destination', folder], { cwd: root }).stdout,
  ) as Packed[];
  const home = join(folder, 'node_modules', 'w2conf');
  mkdirSync(home, { recursive: true });
  const untar = ['-xzf', join(folder, packed?.filename ?? ''), '-C', home, '--strip-components=1'];
  assert.equal(runToEnd('tar', untar).code, 0);
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'), 'dir');

  const installed = (...args: string[]) =>
    runToEnd(process.execPath, [join(home, 'bin', 'w2conf.js'), ...args]);
  assert.deepEqual(installed('--version'), w2conf(['--version']));
  assert.deepEqual(installed('requirements', '--json'), w2conf(['requirements', '--json']));
  const out = join(folder, 'reports');
  const run = installed('run', '--select', 'EPC-6.4.1-1b', '--out', out);
  assert.equal(run.code, 0, run.stdout + run.stderr);
  for (const file of ['record.ndjson', 'report.html', 'report.json', 'junit.xml', 'trace.pcapng']) {
    assert.ok(existsSync(join(out, file)), `${file} is written`);
  }
});
