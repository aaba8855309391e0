import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Instance } from './launcher.ts';

export interface GroupOptions {
  readonly command: readonly [string, ...string[]];
  /** Working directory. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Each line that the program or one of its children writes. */
  log(text: string): void;
}

/** How often to look whether a process group still has members, in milliseconds. */
const POLL_MS = 20;

/**
 * A program in a process group of its own, so that its children can be ended with it: servers fork, and their
 * children hold the ports when the parent dies alone.
 */
export class ProcessGroup implements Instance {
  /** Resolves when the program ended, saying how; its children may live on until `stop`. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;

  constructor({ command: [program, ...args], folder, environment, log }: GroupOptions) {
    this.#child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, ...environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', log);
    }
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#child.once('error', (error) => resolve(`it cannot be started: ${error.message}`));
    this.#child.once('exit', (code, signal) =>
      resolve(signal === null ? `it ended with exit code ${code}` : `it ended by ${signal}`),
    );
    this.ended = promise;
    process.once('exit', this.#kill);
  }

  /** SIGTERM to every process of the group, and SIGKILL to what is left after `withinMs`. */
  async stop(withinMs: number): Promise<void> {
    this.#signal('SIGTERM');
    const deadline = performance.now() + withinMs;
    while (this.#lives() && performance.now() < deadline) await pause();
    this.#kill();
    while (this.#lives()) await pause();
    process.off('exit', this.#kill);
  }

  // An arrow, because it is a listener as well: whoever ends this process by process.exit() leaves no SUT behind.
  readonly #kill = (): void => {
    this.#signal('SIGKILL');
  };

  #lives(): boolean {
    return this.#signal(0);
  }

  /** @returns whether anybody was there to get it */
  #signal(signal: NodeJS.Signals | 0): boolean {
    const { pid } = this.#child;
    if (pid === undefined) return false;
    try {
      return process.kill(-pid, signal);
    } catch {
      return false;
    }
  }
}

async function pause(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, POLL_MS);
  await promise;
}
