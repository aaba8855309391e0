import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type ContainerRuntimeClient, getContainerRuntimeClient, ImageName } from 'testcontainers';
import type { ContainerSettings } from '../profile/start-settings.ts';
import { type SutEvents, SutLeft, SutUnreachable } from './sut.ts';

/** How many of its last lines a build that fails is quoted with. */
const LAST_WORDS = 12;
/** After which time a pull or a build is worth a word to the user, in milliseconds. */
const SLOW_MS = 2000;

/** The container engine of this machine, Docker or one that speaks like it. @throws SutUnreachable when none answers */
export async function findEngine(): Promise<ContainerRuntimeClient> {
  try {
    return await getContainerRuntimeClient();
  } catch {
    throw new SutUnreachable(
      'no container engine answers on this machine; install and start one (Debian: apt-get install docker.io), or use ' +
        'the process form: --sut process with its profile',
    );
  }
}

/**
 * The name of the image to start: pulled when the engine does not have it, or built.
 * @throws SutUnreachable when it cannot be had
 */
export async function imageFor(
  engine: ContainerRuntimeClient,
  { image, build }: ContainerSettings,
  { slow = () => {} }: Pick<SutEvents, 'slow'>,
  signal?: AbortSignal,
): Promise<string> {
  const what =
    build === undefined ? `image ${image} is being pulled` : `an image is being built from ${build}`;
  const timer = setTimeout(() => slow(`${what}; the next time it is there`), SLOW_MS);
  try {
    return await (build === undefined ? pullImage(engine, image, signal) : buildImage(engine, build, signal));
  } finally {
    clearTimeout(timer);
  }
}

async function pullImage(
  engine: ContainerRuntimeClient,
  image: string | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (image === undefined) throw new Error('a profile with driver: container has an image, or builds one');
  try {
    await unlessAborted(engine.image.pull(ImageName.fromString(image)), signal);
  } catch (reason) {
    throw new SutUnreachable(`there is no image ${image}, and it cannot be pulled: ${complaint(reason)}`);
  }
  return image;
}

/** What the engine has to say, without the HTTP around it. */
export function complaint(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  const said = (reason as { readonly json?: { readonly message?: unknown } }).json?.message;
  const text = typeof said === 'string' ? said : reason.message.replace(/^\(HTTP code \d+\) [^-]* - /, '');
  return text.trim().replaceAll('\n', ' ');
}

/**
 * What is asked of the engine at the end of a SUT, unless nobody answers: then there is nothing to be done.
 * @throws SutLeft
 */
export async function unlessLost<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (reason) {
    if ((reason as { readonly statusCode?: number }).statusCode !== undefined) throw reason;
    throw new SutLeft(
      `the container engine does not answer any more (${complaint(reason)}), so the SUT may be left; when it runs ` +
        'again, see docker ps --all --filter label=w2conf.sut',
    );
  }
}

/** The builder of testcontainers keeps to itself why a build failed, so the engine is asked directly. */
async function buildImage(
  engine: ContainerRuntimeClient,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const name = `w2conf-${slug(basename(folder))}-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
  const said: string[] = [];
  try {
    const context = { context: folder, src: filesBelow(folder) };
    const { dockerode } = engine.container;
    const stream = await dockerode.buildImage(context, {
      t: name,
      forcerm: true,
      ...(signal && { abortSignal: signal }),
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    dockerode.modem.followProgress(
      stream,
      (error) => (error ? reject(error) : resolve()),
      ({ stream: text, error }: { readonly stream?: string; readonly error?: string }) => {
        said.push(...(text ?? '').split('\n').map((line) => line.trimEnd()));
        if (error !== undefined) reject(new Error(error));
      },
    );
    await promise;
  } catch (reason) {
    const lines = said.filter((line) => line !== '').slice(-LAST_WORDS);
    const quoted = lines.map((line) => `\n    ${line}`).join('');
    throw new SutUnreachable(
      `the image cannot be built from ${folder}: ${complaint(reason)}${quoted && `; its last lines:${quoted}`}`,
    );
  }
  return name;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'sut'
  );
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('given up'));
  signal?.addEventListener('abort', abort);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
