/** Everything that proves the tool itself: `npm test`. Arguments name the steps to run; none means all. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const module = (...path: string[]) => join(root, 'node_modules', ...path);

const steps: Readonly<Record<string, readonly string[]>> = {
  lint: [module('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'],
  types: [module('typescript', 'bin', 'tsc'), '--noEmit', '-p', root],
  // No test takes minutes; one that never ends is a failure rather than a standstill.
  tests: [
    '--test',
    '--test-concurrency=2',
    '--test-timeout=600000',
    '--test-reporter=spec',
    'test/**/*.test.ts',
  ],
  faults: [
    join(root, 'src', 'cli', 'main.ts'),
    'faults',
    '--out',
    mkdtempSync(join(tmpdir(), 'w2conf-faults-')),
  ],
  unused: [module('knip', 'bin', 'knip.js'), '--no-progress'],
};

let running: ChildProcess | undefined;
let stopped: NodeJS.Signals | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopped = signal;
    running?.kill(signal);
  });
}

/** Runs one step on the Node that runs this file; true when it succeeded. */
async function succeeds(args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  running = child;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  child.on('error', () => resolve(false));
  child.on('exit', (code) => resolve(code === 0));
  return promise;
}

const chosen = process.argv.slice(2);
const unknown = chosen.find((name) => steps[name] === undefined);
if (unknown !== undefined) {
  console.error(`error: there is no step ${unknown}\nremedy: choose from ${Object.keys(steps).join(', ')}`);
  process.exit(2);
}

const outcomes: string[] = [];
let failed = false;
for (const [name, args] of Object.entries(steps)) {
  if (stopped || (chosen.length > 0 && !chosen.includes(name))) continue;
  console.log(`\n── ${name}`);
  const began = performance.now();
  const passed = await succeeds(args);
  failed ||= !passed;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  outcomes.push(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(6)} ${seconds.padStart(6)} s`);
}
console.log(`\n${outcomes.join('\n')}`);
if (stopped) console.log(`stopped by ${stopped}`);
process.exitCode = failed || stopped ? 1 : 0;
