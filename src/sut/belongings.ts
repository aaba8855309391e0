import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { ContainerRuntimeClient } from 'testcontainers';
import { findEngine, unlessLost } from './engine.ts';

const LABEL = 'w2conf.sut';

/** How long the removal may hold up the end of this process, in milliseconds. */
const LAST_MS = 10_000;

/**
 * What one SUT has in the engine: everything that carries its label. It is removed whole, so that not even a
 * container whose start failed half-way stays behind.
 */
export class Belongings {
  /** For each container and network of the SUT. */
  readonly labels: Readonly<Record<string, string>>;
  /** A name for them. */
  readonly name: string;
  readonly #engine: ContainerRuntimeClient;
  readonly #value = randomBytes(6).toString('hex');

  constructor(engine: ContainerRuntimeClient) {
    this.#engine = engine;
    this.labels = { [LABEL]: this.#value };
    this.name = `w2conf-${this.#value}`;
    process.once('exit', this.#atExit);
  }

  /** @throws SutLeft */
  async remove(): Promise<void> {
    await unlessLost(removeLabelled(this.#engine, this.#value));
    process.off('exit', this.#atExit);
  }

  // Whoever ends this process by process.exit() leaves no SUT behind. Then nothing asynchronous is done any more, so
  // another process does it.
  readonly #atExit = (): void => {
    const script = `import { removeAll } from '${import.meta.url}'; await removeAll(process.argv[1]);`;
    spawnSync(process.execPath, ['--input-type=module', '--eval', script, this.#value], {
      stdio: 'ignore',
      timeout: LAST_MS,
    });
  };
}

/**
 * Removes what carries this value of the label, from the process that a SUT's end leaves it to.
 * @public
 */
export async function removeAll(value: string): Promise<void> {
  await removeLabelled(await findEngine(), value);
}

async function removeLabelled({ container }: ContainerRuntimeClient, value: string): Promise<void> {
  const { dockerode } = container;
  const filters = { label: [`${LABEL}=${value}`] };
  const containers = await dockerode.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true })));
  const networks = await dockerode.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => dockerode.getNetwork(Id).remove()));
}
