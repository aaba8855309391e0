/** What the command line hands to each command, after parsing and validation. */
import type { Edition } from '../profile/profile.ts';

/** `w2conf run` */
export interface RunOptions {
  /** `reference`, `reference:FAULT`, `remote`, `process`, `process:PROGRAM`, `container`, `image:NAME`, `kamailio`; what `--sut` says, else the profile's driver, else `reference`. */
  readonly sut: string;
  /** Path of the profile, as typed. Absent: the built-in defaults. */
  readonly profile?: string;
  /** Union of selections; empty means everything. */
  readonly select: readonly string[];
  /** Folder for the record and the reports. */
  readonly out: string;
  /** Number of workers; 1 runs serially. */
  readonly parallel: number;
  /** Seed of the scenario order and of every generated identity. Absent: a fresh one. */
  readonly seed?: number;
  /** Overrides the profile's edition. */
  readonly edition?: Edition;
  /** Path of the list of waivers. Absent: none. */
  readonly waivers?: string;
  /** Look whether the SUT answers at all before the first scenario. */
  readonly preflight: boolean;
}

/** `w2conf requirements` */
export interface RequirementsOptions {
  readonly select: readonly string[];
  readonly json: boolean;
}

/** `w2conf explain` */
export interface ExplainOptions {
  readonly id: string;
}

/** `w2conf reference` */
export interface ReferenceOptions {
  /** HOST:PORT */
  readonly w2: string;
  /** PROTO:HOST:PORT */
  readonly mw: string;
  /** PROTO:HOST:PORT */
  readonly core: string;
  /** PEM file; always together with `key`. */
  readonly cert?: string;
  readonly key?: string;
  /** Never together with `variant`. */
  readonly fault?: string;
  readonly variant?: string;
  readonly profile?: string;
}

/** `w2conf faults` */
export interface FaultsOptions {
  readonly select: readonly string[];
  /** The whole matrix of faults and scenarios instead of each fault's own scenarios. */
  readonly full: boolean;
  readonly out: string;
}

/** `w2conf judge` */
export interface JudgeOptions {
  /** At least one path. */
  readonly records: readonly string[];
  /** Path of the list of waivers. Absent: none. */
  readonly waivers?: string;
  readonly out: string;
}

/** `w2conf init` */
export interface InitOptions {
  /** Where to write; absent: standard output. */
  readonly file?: string;
}

/** `w2conf check` */
export interface CheckOptions {
  readonly profile: string;
}
