/** What judging gives: everything a report shows, and nothing that a report would have to work out. */
import type { Entity, Level, Modality, Reference } from '../catalogue/requirement.ts';
import type { Edition } from '../profile/profile.ts';
import type {
  CatalogueInfo,
  Configuration,
  Evidence,
  Json,
  ScenarioKey,
  SutInfo,
  ToolInfo,
} from '../run/record.ts';
import type { Judged, Totals, Verdict } from './lattice.ts';

export interface CheckResult {
  readonly title: string;
  readonly verdict: Judged;
  /** Every accepted outcome. */
  readonly expected: readonly string[];
  readonly received: string;
  readonly evidence?: Evidence;
}

/** One scenario in one configuration. */
export interface ScenarioResult {
  readonly key: ScenarioKey;
  /** Index of the record it was judged from. */
  readonly record: number;
  readonly name: string;
  readonly uri: string;
  readonly line: number;
  /** Empty when nothing varies. */
  readonly configuration: string;
  readonly verdict: Verdict;
  /** Why it is not a pass. */
  readonly reason?: string;
  readonly durationMs: number;
  readonly checks: readonly CheckResult[];
}

export interface RequirementResult {
  readonly id: string;
  readonly clause: string;
  readonly title: string;
  readonly entity: Entity;
  readonly modality: Modality;
  /** In the edition of the run. */
  readonly level: Level;
  readonly paraphrase: string;
  readonly references: readonly Reference[];
  readonly verdict: Verdict;
  /** Why it is not a pass. */
  readonly reason?: string;
  /** It failed, and that is agreed upon until the end of that day (UTC). */
  readonly waiver?: { readonly reason: string; readonly link?: string | undefined; readonly until: string };
  /** Ids of the rows it was computed from; such a row has no scenarios. */
  readonly aggregate?: readonly string[];
  readonly scenarios: readonly ScenarioResult[];
}

export interface ClauseResult {
  readonly clause: string;
  readonly title: string;
  /** Absent when the clause has no rows. */
  readonly verdict?: Verdict;
  /** Why it has no rows. */
  readonly reason?: string;
  readonly totals: Totals;
}

export interface Result {
  readonly tool: ToolInfo;
  readonly catalogue: CatalogueInfo;
  readonly sut: SutInfo;
  readonly profile: Readonly<Record<string, Json>>;
  readonly edition: Edition;
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** Absent when no record says when it finished. */
  readonly finished?: number;
  /** False when a run was interrupted or a planned scenario did not run. */
  readonly complete: boolean;
  readonly incompleteReason?: string;
  /** Why the SUT could not be reached at all. */
  readonly unreachable?: string;
  readonly selection: readonly string[];
  readonly configurations: readonly Configuration[];
  /** Faults of the harness that belong to no scenario. */
  readonly errors: readonly string[];
  /** Waivers that have ended or are no longer needed, one sentence each. */
  readonly waiverProblems: readonly string[];
  /** The worst of the rows; undefined when no row was selected. */
  readonly verdict?: Verdict;
  /** Rows by verdict. */
  readonly totals: Totals;
  readonly clauses: readonly ClauseResult[];
  readonly requirements: readonly RequirementResult[];
}
