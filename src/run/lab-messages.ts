import type { TraceEvent } from '../trace/event.ts';
import type { CheckLine, FactLine, OutcomeLine, ScenarioKey } from './record.ts';

/** A standing absence: a message that must not come, neither during the scenario nor after its end. */
export interface Absence {
  readonly scenario: ScenarioKey;
  /** Request methods that must not arrive at Mw with this scenario's identities. */
  readonly methods: readonly string[];
  readonly title: string;
  readonly expected: readonly string[];
}

/** What a lab tells the coordinator; the coordinator writes it into the record. */
export type LabMessage =
  | { readonly type: 'trace'; readonly event: TraceEvent }
  | { readonly type: 'check'; readonly check: CheckLine }
  | { readonly type: 'fact'; readonly fact: FactLine }
  | { readonly type: 'absence'; readonly absence: Absence }
  /** Something that must not be written down, told before it is used. Answered by `known`. */
  | { readonly type: 'secret'; readonly scenario: ScenarioKey; readonly value: string }
  /** Asks whether the scenario is worth its start. Answered by `start`. */
  | { readonly type: 'starting'; readonly scenario: ScenarioKey }
  /** The scenario has ended: everything before this message belongs to it. Answered by `noted`. */
  | { readonly type: 'ended'; readonly outcome: OutcomeLine };

/** What the coordinator tells the labs. */
export type CoordinatorMessage =
  | { readonly type: 'noted' | 'known'; readonly scenario: ScenarioKey }
  /** With the reason when the scenario is not to run. */
  | { readonly type: 'start'; readonly scenario: ScenarioKey; readonly refusal?: string };

/** Name of the channel between the labs of a run and its coordinator. */
export function labChannel(run: string): string {
  return `w2conf-lab-${run}`;
}

/** Name of the channel on which the coordinator answers. */
export function coordinatorChannel(run: string): string {
  return `w2conf-coordinator-${run}`;
}
