/** Loaded only when a container is to be started: the library below it is large. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type ContainerRuntimeClient, GenericContainer, Wait } from 'testcontainers';
import type { Profile } from '../profile/profile.ts';
import type { ContainerSettings } from '../profile/start-settings.ts';
import { Belongings } from './belongings.ts';
import { type Bridge, makeBridge } from './bridge.ts';
import { type Briefing, brief, endsAt, freeEnds } from './briefing.ts';
import { ContainerInstance } from './container-instance.ts';
import { complaint, findEngine, imageFor } from './engine.ts';
import type { Instance, Launcher } from './launcher.ts';
import { startedSut } from './started.ts';
import { type StartContext, type Sut, SutUnreachable } from './sut.ts';

/** The folder in the container that holds what we make for it. */
const RUN = '/w2conf';

/**
 * Starts a SUT as a container of this machine's engine.
 * @throws SutUnreachable with its last log lines when it does not start, and when there is no engine or no image
 */
export async function containerSut(profile: Profile, context: StartContext): Promise<Sut> {
  const settings = profile.sut.container;
  if (!settings) throw new Error('a profile with driver: container has the image to start');
  const { pics, core, waf, events, signal } = context;
  const engine = await findEngine();
  const image = await imageFor(engine, settings, events, signal);
  const belongings = new Belongings(engine);
  try {
    const bridge = settings.network === 'bridge' ? await makeBridge(engine, belongings) : undefined;
    const ends = bridge ? endsAt(bridge.address, profile) : await freeEnds(profile);
    const briefing = await brief(profile, pics, { ...ends, core, waf, run: RUN });
    const launcher = new ContainerLauncher({ engine, image, settings, briefing, bridge, belongings });
    return await startedSut({ profile, settings, briefing, launcher, events, signal });
  } catch (reason) {
    await belongings.remove();
    throw reason;
  }
}

interface Parts {
  readonly engine: ContainerRuntimeClient;
  readonly image: string;
  readonly settings: ContainerSettings;
  readonly briefing: Briefing;
  /** Absent: the network of this machine. */
  readonly bridge: Bridge | undefined;
  readonly belongings: Belongings;
}

class ContainerLauncher implements Launcher {
  readonly what: string;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.what = `image ${parts.image}`;
    this.#parts = parts;
  }

  async launch(log: (text: string) => void): Promise<Instance> {
    const { engine, image, settings, briefing, bridge, belongings } = this.#parts;
    const { fill } = briefing;
    const container = new SutContainer(image)
      .withLabels({ ...belongings.labels })
      .withEnvironment(filled(settings.environment, fill))
      .withCopyContentToContainer(contents({ ...briefing.files, ...filled(settings.files, fill) }))
      // Readiness is looked for here, not there; and of two things that remove containers one is too many.
      .withWaitStrategy(Wait.forAll([]))
      .withAutoCleanup(false);
    if (bridge) container.joins(bridge);
    else container.withNetworkMode('host');
    let silent: Promise<unknown> = Promise.resolve();
    container.withLogConsumer((stream) => {
      const lines = createInterface({ input: stream }).on('line', log);
      silent = once(lines, 'close');
    });
    try {
      const started = await container.start();
      return new ContainerInstance(engine.container.getById(started.getId()), silent);
    } catch (reason) {
      throw new SutUnreachable(`${this.what}: it cannot be started: ${complaint(reason)}`);
    }
  }

  close(): Promise<void> {
    return this.#parts.belongings.remove();
  }
}

/** A container with a chosen address, which the library has no method for. */
class SutContainer extends GenericContainer {
  joins({ name, address }: Bridge): void {
    this.withNetworkMode(name);
    this.createOpts.NetworkingConfig = {
      EndpointsConfig: { [name]: { IPAMConfig: { IPv4Address: address } } },
    };
  }
}

function filled(templates: Readonly<Record<string, string>>, fill: Briefing['fill']): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, fill(template)]));
}

/** Readable for everybody, since the SUT need not run as root; the keys are worth nothing after the run. */
function contents(files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([target, content]) => ({ target, content, mode: 0o644 }));
}
