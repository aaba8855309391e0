import type { ContainerRuntimeClient } from 'testcontainers';
import { complaint, unlessLost } from './engine.ts';
import type { Instance } from './launcher.ts';

type Container = ReturnType<ContainerRuntimeClient['container']['getById']>;

/** Bound of the wait for the last lines of a container that has ended, should the engine never end them; in milliseconds. */
const LAST_LINES_MS = 5000;

/** A container that was started. */
export class ContainerInstance implements Instance {
  readonly ended: Promise<string>;
  readonly #container: Container;
  #stopping: Promise<void> | undefined;

  /** @param silent resolves when all that it wrote was read */
  constructor(container: Container, silent: Promise<unknown>) {
    this.#container = container;
    this.ended = end(container, silent);
  }

  stop(withinMs: number): Promise<void> {
    this.#stopping ??= this.#stop(withinMs);
    return this.#stopping;
  }

  async #stop(withinMs: number): Promise<void> {
    // The engine counts in whole seconds, sends SIGTERM to the first process, and kills all when the time is over.
    await unlessGone(this.#container.stop({ t: Math.ceil(withinMs / 1000) }));
    await unlessGone(this.#container.remove({ force: true, v: true }));
  }
}

async function end(container: Container, silent: Promise<unknown>): Promise<string> {
  try {
    const { StatusCode: code } = (await container.wait()) as { readonly StatusCode: number };
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, LAST_LINES_MS).unref();
    await Promise.race([silent, promise]);
    return `it ended with exit code ${code}`;
  } catch (reason) {
    return `the container engine lost it: ${complaint(reason)}`;
  }
}

/** 304: it was stopped already; 404: there is no such container; 409: somebody else is removing it. */
async function unlessGone(work: Promise<unknown>): Promise<void> {
  try {
    await unlessLost(work);
  } catch (reason) {
    const { statusCode } = reason as { readonly statusCode?: number };
    if (statusCode === undefined || ![304, 404, 409].includes(statusCode)) throw reason;
  }
}
