/** Makes `dist`: what runs where Node strips no types, below node_modules. Same layout as the repository. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);

// The compiler takes care of TypeScript only; catalogue, schemas, page assets and features are data.
const isData = (path: string) => statSync(path).isDirectory() || !path.endsWith('.ts');
for (const folder of ['src', 'features', 'sut']) {
  const from = join(root, folder);
  if (existsSync(from)) cpSync(from, join(dist, folder), { recursive: true, filter: isData });
}
