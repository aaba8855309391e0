import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The repository. */
export const root = join(import.meta.dirname, '..', '..');
export const launcher = join(root, 'bin', 'w2conf.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export function runToEnd(program: string, args: readonly string[], options: SpawnSyncOptions = {}): Ended {
  const { status, stdout, stderr, error } = spawnSync(program, args, { ...options, encoding: 'utf8' });
  if (error) throw error;
  return { code: status, stdout: String(stdout), stderr: String(stderr) };
}

/** Runs `w2conf` on the Node that runs the tests. */
export function w2conf(args: readonly string[], options: SpawnSyncOptions = {}): Ended {
  return runToEnd(process.execPath, [launcher, ...args], options);
}
