/**
 * The run record: one NDJSON file in which every line is a Cucumber message or a line of ours under the
 * key `w2conf`. Header first, footer last; a record without footer belongs to a run that did not finish.
 */
import type { Envelope } from '@cucumber/messages';
import type { Edition } from '../profile/profile.ts';
import type { TraceEvent } from '../trace/event.ts';

/** Raised whenever a line changes its meaning; a reader refuses records of another format. */
export const RECORD_FORMAT = 1;

/** Names one scenario in one configuration: `<configuration>|<uri>:<line>`. */
export type ScenarioKey = string;

export function scenarioKey(configuration: string, uri: string, line: number): ScenarioKey {
  return `${configuration}|${uri}:${line}`;
}

export interface ToolInfo {
  readonly name: string;
  readonly version: string;
  /** Version of Node the run used. */
  readonly node: string;
}

export interface CatalogueInfo {
  readonly version: string;
  readonly hash: string;
}

export interface SutInfo {
  readonly name: string;
  readonly driver: string;
  /** The fault or variant the reference was started with. */
  readonly deviation?: string;
}

/** One assignment of the PICS that may vary within a run. `name` is empty when nothing varies. */
export interface Configuration {
  readonly name: string;
  readonly pics: Readonly<Record<string, string | boolean>>;
}

export interface PlannedScenario {
  readonly scenario: ScenarioKey;
  readonly requirement: string;
  readonly name: string;
  readonly uri: string;
  readonly line: number;
  readonly configuration: string;
}

/** A selected row whose condition does not hold in one configuration. */
export interface NotApplicable {
  readonly requirement: string;
  readonly configuration: string;
  /** The PICS expression that does not hold, as the catalogue states it. */
  readonly condition: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Header {
  readonly format: typeof RECORD_FORMAT;
  readonly tool: ToolInfo;
  readonly catalogue: CatalogueInfo;
  readonly sut: SutInfo;
  /** The profile in force, redacted. */
  readonly profile: Readonly<Record<string, Json>>;
  readonly edition: Edition;
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** The selectors as given; empty: everything. */
  readonly selection: readonly string[];
  /** Ids of the rows the selectors took, with and without scenarios. Ignored when `selection` is empty. */
  readonly selected: readonly string[];
  readonly configurations: readonly Configuration[];
  /** What will run, once per configuration in which it applies. */
  readonly planned: readonly PlannedScenario[];
  readonly notApplicable: readonly NotApplicable[];
}

/** A trace event as stored: `bytes` as `text` when they are UTF-8, else as `base64`. */
export type TraceLine = Omit<TraceEvent, 'bytes'> & { readonly text?: string; readonly base64?: string };

export interface Evidence {
  /** Id of the trace event that decided the check. */
  readonly message: string;
  /** 1-based line within that message; absent when the message as a whole decided. */
  readonly line?: number;
}

export interface CheckLine {
  readonly scenario: ScenarioKey;
  readonly at: number;
  readonly outcome: 'pass' | 'violated';
  /**
   * The worst a violation may become. `warning`: late but within 64·T1, or tolerated. `inconclusive`: a
   * control failed, so the violation says nothing about the row.
   */
  readonly cap?: 'warning' | 'inconclusive';
  readonly title: string;
  /** Every accepted outcome. */
  readonly expected: readonly string[];
  readonly received: string;
  /** Absent only when no message exists, as when nothing arrived. */
  readonly evidence?: Evidence;
}

/**
 * What a pass needs besides its checks: `registration-seen` (a REGISTER of the scenario's WIC reached the
 * core and was granted), or `handshake-only` (the check is of the handshake itself).
 */
export interface FactLine {
  readonly scenario: ScenarioKey;
  readonly name: 'registration-seen' | 'handshake-only';
  readonly at: number;
}

/** The class of what ended the scenario; `none` when nothing was thrown. */
export interface OutcomeLine {
  readonly scenario: ScenarioKey;
  readonly class: 'CheckFailed' | 'PeerDidNot' | 'error' | 'none';
  readonly message?: string;
}

export interface NotRunLine {
  readonly scenario: ScenarioKey;
  readonly reason: string;
}

export interface LogLine {
  readonly at: number;
  /** Who said it: `sut`, `harness`. */
  readonly source: string;
  readonly text: string;
  /** Those that ran when it was written; between two scenarios the one that had just ended. */
  readonly scenarios: readonly ScenarioKey[];
}

export interface Footer {
  readonly finished: number;
  /** False when the run was interrupted, or the SUT given up. */
  readonly complete: boolean;
  readonly reason?: string;
  /** Set when the SUT could not be reached at all, so that no planned scenario was worth starting. */
  readonly unreachable?: string;
}

/** Exactly one member is present. */
export interface OwnLine {
  readonly header?: Header;
  /** Everything up to the next such line ran in this configuration. */
  readonly configuration?: Configuration;
  readonly trace?: TraceLine;
  readonly check?: CheckLine;
  readonly fact?: FactLine;
  readonly outcome?: OutcomeLine;
  readonly notRun?: NotRunLine;
  readonly log?: LogLine;
  readonly footer?: Footer;
}

export type RecordLine = Envelope | { readonly w2conf: OwnLine };

export function isOwnLine(line: RecordLine): line is { readonly w2conf: OwnLine } {
  return 'w2conf' in line;
}
