import type { Profile } from '../profile/profile.ts';
import { isIpv6Url } from '../profile/reach.ts';
import type { StartSettings } from '../profile/start-settings.ts';
import type { Briefing } from './briefing.ts';
import type { Instance, Launcher } from './launcher.ts';
import { type Look, optionsAnswered, webSocketOpens } from './readiness.ts';
import { type Sut, type SutEvents, SutUnreachable } from './sut.ts';

/** How many of its last lines a SUT that does not start is quoted with. */
const LAST_WORDS = 12;
/** Pause between two looks whether it serves, in milliseconds. */
const RETRY_MS = 50;

/** A SUT to start. */
export interface StartOrder {
  readonly profile: Profile;
  readonly settings: StartSettings;
  readonly briefing: Briefing;
  readonly launcher: Launcher;
  readonly events: SutEvents;
  /** Gives the start up. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a SUT and waits until it serves. When it dies it is started again, at the same addresses.
 * @throws SutUnreachable with its last log lines when it does not start; nothing of it is left then
 */
export async function startedSut(order: StartOrder): Promise<Sut> {
  const sut = new StartedSut(order);
  const { signal } = order;
  const giveUp = () => void sut.stop();
  signal?.addEventListener('abort', giveUp);
  try {
    await sut.start();
    if (signal?.aborted) throw new SutUnreachable(`${order.launcher.what}: its start was given up`);
  } catch (reason) {
    await sut.stop();
    throw reason;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  return sut;
}

class StartedSut implements Sut {
  readonly w2: Sut['w2'];
  readonly mw: Sut['mw'];
  readonly #order: StartOrder;
  readonly #serves: Look;
  readonly #lastWords: string[] = [];
  #instance: Promise<Instance> | undefined;
  #stopped = false;
  #stopping: Promise<void> | undefined;

  constructor(order: StartOrder) {
    const { profile, settings, briefing } = order;
    this.#order = order;
    const { host, port } = briefing.w2;
    const url = new URL(profile.w2.url);
    url.host = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    this.w2 = {
      url: url.href,
      ca: briefing.ca,
      servername: profile.w2.servername,
      ...(isIpv6Url(url.href) && { ipv6Url: url.href }),
    };
    this.mw = briefing.mw;
    this.#serves =
      settings.ready === 'options'
        ? optionsAnswered(this.mw, profile.mw.listen.host)
        : webSocketOpens(this.w2, profile.w2.origin);
  }

  /** Starts it and waits until it serves or is stopped. @throws SutUnreachable */
  async start(): Promise<void> {
    const { launcher, settings } = this.#order;
    this.#instance = launcher.launch((text) => this.#heard(text));
    const instance = await this.#instance;
    const deadline = performance.now() + settings.startWithin;
    let died: string | undefined;
    void instance.ended.then((how) => {
      died = how;
    });
    while (!(await this.#serves())) {
      if (this.#stopped) return;
      if (died !== undefined) throw this.#unreachable(died);
      if (performance.now() > deadline) throw this.#unreachable(this.#silence());
      await Promise.race([pause(RETRY_MS), instance.ended]);
    }
    void instance.ended.then((how) => this.#died(instance, how));
  }

  async settled(): Promise<void> {
    const instance = await this.#launched();
    // An open port says nothing here either: of a dying process it is the last to close.
    if (await this.#serves()) return;
    // Its sockets are closed before its end is known; if it goes on without them, that is not for us to wait for.
    await Promise.race([instance?.ended, pause(1000)]);
  }

  stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const instance = await this.#launched();
    await instance?.stop(this.#order.settings.stopWithin);
    await this.#order.launcher.close();
  }

  async #launched(): Promise<Instance | undefined> {
    try {
      return await this.#instance;
    } catch {
      return undefined;
    }
  }

  #heard(text: string): void {
    this.#lastWords.push(text);
    if (this.#lastWords.length > LAST_WORDS) this.#lastWords.shift();
    this.#order.events.log(text);
  }

  /** It ended by itself: whoever uses it is told, and it is started again. */
  async #died(instance: Instance, how: string): Promise<void> {
    if (this.#stopped) return;
    const again = this.#again(instance);
    this.#order.events.died(how, again);
    await again.catch(() => {});
  }

  async #again(instance: Instance): Promise<void> {
    await instance.stop(this.#order.settings.stopWithin);
    if (!this.#stopped) await this.start();
  }

  #silence(): string {
    const { ready, startWithin } = this.#order.settings;
    const { transport, host, port } = this.mw;
    return ready === 'options'
      ? `no 200 to OPTIONS came from ${transport}:${host}:${port} within ${startWithin} ms`
      : `no WebSocket opened at ${this.w2.url} within ${startWithin} ms`;
  }

  #unreachable(why: string): SutUnreachable {
    const said = this.#lastWords.map((line) => `\n    ${line}`).join('');
    return new SutUnreachable(
      `${this.#order.launcher.what}: ${why}${said === '' ? ', and it wrote nothing' : `; its last lines:${said}`}`,
    );
  }
}

async function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms);
  await promise;
}
