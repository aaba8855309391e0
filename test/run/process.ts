import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Ended, launcher, root } from '../support/w2conf.ts';

/** A `w2conf` that runs beside the test, in a process group of its own. */
export interface Running {
  readonly pid: number;
  /** Each line on standard error as it comes, beside `ended`. */
  onLine(listener: (line: string) => void): void;
  /** The first line on standard output. */
  readonly ready: Promise<string>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** Starts `w2conf` on the Node that runs the tests, while this process goes on. */
export function start(args: readonly string[]): Running {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: child.stderr });
  return {
    pid: child.pid ?? 0,
    onLine: (listener) => void lines.on('line', listener),
    ready: firstLine(child.stdout),
    signal: (name) => void child.kill(name),
    ended: ended(child),
  };
}

async function ended(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

function firstLine(stream: Readable): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const end = text.indexOf('\n');
    if (end >= 0) resolve(text.slice(0, end));
  });
  stream.on('end', () => resolve(text));
  return promise;
}
