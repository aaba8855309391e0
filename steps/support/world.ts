import {
  After,
  AfterStep,
  Before,
  BeforeStep,
  setDefaultTimeout,
  setWorldConstructor,
  World,
} from '@cucumber/cucumber';
import { type CheckEntry, enterScenario } from '../../src/check/recorder.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Seen } from '../../src/peers/seen.ts';
import type { RoundOptions } from '../../src/peers/wic/registration.ts';
import { attemptCall, type CallAttempt } from '../../src/run/call-attempt.ts';
import { Lab } from '../../src/run/lab.ts';
import { LabLink } from '../../src/run/lab-link.ts';
import type { LabParameters } from '../../src/run/lab-parameters.ts';
import { type OutcomeLine, scenarioKey } from '../../src/run/record.ts';
import { to } from '../../src/sip/headers/index.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import { sameUri } from '../../src/sip/uri.ts';
import { Notes } from './notes.ts';

/** A step may wait several times for 64·T1; each wait has a bound of its own, and this one only ends a bug. */
setDefaultTimeout(300_000);

let link: LabLink | undefined;
let linkedTo: string | undefined;

/** Every thread has one link for each run. */
function linkOf(run: string): LabLink {
  if (link && linkedTo === run) return link;
  link?.close();
  linkedTo = run;
  link = new LabLink(run);
  return link;
}

/** What the steps of a scenario share. */
export class Scenario extends World {
  #lab: Lab | undefined;
  #callees = 0;
  /** What earlier steps sent and saw, by the name later steps know it by. */
  readonly notes = new Notes();
  /** True while a `Then` step runs. */
  mayCheck = false;
  /** What a step threw, the first one. */
  failure: unknown;

  get lab(): Lab {
    if (!this.#lab) throw new Error('the lab is not open');
    return this.#lab;
  }

  get labParameters(): LabParameters {
    return JSON.parse((this.parameters as { lab: string }).lab) as LabParameters;
  }

  /** @returns false when the scenario is not to run because the SUT is gone */
  async open(uri: string, line: number): Promise<boolean> {
    const parameters = this.labParameters;
    const key = scenarioKey(parameters.configuration, uri, line);
    const to = linkOf(parameters.run);
    if ((await to.starting(key)) !== undefined) return false;
    enterScenario({
      record: (entry: CheckEntry) => to.check(key, epoch(), entry),
      isChecking: () => this.mayCheck,
      responseMs: parameters.pixit.response,
      now: () => performance.now(),
    });
    this.#lab = await Lab.open(parameters, key, to);
    return true;
  }

  /** Registers the named WIC, over the connection it has or a new one. @throws PeerDidNot */
  async register(name: string, options?: RoundOptions): Promise<void> {
    const wic = this.lab.has(name) ? this.lab.wic(name) : await this.lab.connect(name);
    this.notes.addRegistration(name, await this.lab.register(wic, options));
  }

  /** Calls somebody whom no other step calls, if the named WIC's connection is still open; any reaction is legal. */
  async call(name: string, impu?: string): Promise<CallAttempt> {
    const call = await attemptCall(this.lab, name, `callee-${++this.#callees}`, impu);
    this.notes.addCall(name, call);
    return call;
  }

  /** A public user identity of the named WIC; -1 is the last. */
  impu(name: string, which: number): string {
    const impu = this.lab.wic(name).identity.impus.at(which);
    if (impu === undefined) throw new Error(`WIC ${name} has no public user identity number ${which + 1}`);
    return impu;
  }

  /**
   * A REGISTER of the named WIC as it arrived at Mw; -1 is the last.
   * @throws PeerDidNot when so many did not arrive
   */
  registerAtMw(name: string, which: number): Seen<SipRequest> {
    const { impus } = this.lab.wic(name).identity;
    const seen = this.lab.core.registers((request) => impus.some((impu) => sameUri(to(request).uri, impu)));
    const register = seen.at(which);
    if (!register)
      throw new PeerDidNot(
        `send REGISTER number ${which + 1} of WIC ${name} to Mw`,
        `${seen.length} arrived`,
      );
    return register;
  }

  /** Ends the scenario: sees whether the SUT still serves, says how it ended, closes the lab. */
  async end(error: unknown, handshakeOnly: boolean): Promise<void> {
    const lab = this.#lab;
    if (!lab) return;
    const to = linkOf(lab.parameters.run);
    const { scenario } = lab;
    if (handshakeOnly) to.fact({ scenario, name: 'handshake-only', at: epoch() });
    if (lab.registrationSeen) to.fact({ scenario, name: 'registration-seen', at: epoch() });
    let ending: unknown = error ?? unreadableAtMw(lab);
    if (!ending && !handshakeOnly) ending = await lab.sanity().catch((reason: unknown) => reason);
    enterScenario(undefined);
    await lab.close();
    await to.ended(outcome(scenario, ending));
  }
}

/** A message that the core could not read may have been the very one that a scenario looked for in vain. */
function unreadableAtMw({ core }: Lab): PeerDidNot | undefined {
  const [odd] = core.unreadable;
  return odd && new PeerDidNot('send only what can be read at Mw', `${odd.id}: ${odd.why}`);
}

setWorldConstructor(Scenario);

Before({ name: 'open the lab' }, async function (this: Scenario, { pickle }) {
  return (await this.open(pickle.uri, pickle.location?.line ?? 0)) ? undefined : 'skipped';
});

BeforeStep(function (this: Scenario, { pickleStep }) {
  this.mayCheck = pickleStep.type === 'Outcome';
});

/** Cucumber tells a hook at the end only what the last step threw, and that is nothing when it was skipped. */
AfterStep(function (this: Scenario, { error }) {
  this.failure ??= error;
});

After({ name: 'close the lab' }, async function (this: Scenario, { pickle, error }) {
  this.mayCheck = false;
  await this.end(
    this.failure ?? error,
    pickle.tags.some(({ name }) => name === '@handshake'),
  );
});

function outcome(scenario: string, error: unknown): OutcomeLine {
  if (!error) return { scenario, class: 'none' };
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error ? error.name : '';
  return { scenario, class: name === 'CheckFailed' || name === 'PeerDidNot' ? name : 'error', message };
}

function epoch(): number {
  return performance.timeOrigin + performance.now();
}
