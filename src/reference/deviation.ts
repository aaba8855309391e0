/** The named ways in which the reference eP-CSCF can differ from itself, declared next to the code they touch. */

export interface FaultEntry {
  /** Ids of the requirements that cannot be met with this fault. */
  readonly kills: readonly string[];
  /** Ids of requirements whose preamble it damages, so that they stay undecided; `*` when no WIC can register. */
  readonly preamble?: readonly string[];
  /** Ids of requirements of level fail that get a warning with it. */
  readonly warns?: readonly string[];
  /** What the eP-CSCF does wrong, in one line. */
  readonly about: string;
  /** PICS values without which the fault has no effect. */
  readonly needs?: Readonly<Record<string, string | boolean>>;
}

export interface VariantEntry {
  /** Ids of the requirements whose checks meet something they have not met in the plain reference. */
  readonly exercises: readonly string[];
  /** Ids that get a warning with it, as the catalogue says: an erratum of the source documents, say. */
  readonly warns?: readonly string[];
  /** What the eP-CSCF does differently, and that it is legal, in one line. */
  readonly about: string;
  /** PICS values without which the variant has no effect. */
  readonly needs?: Readonly<Record<string, string | boolean>>;
}

export type FaultTable = Readonly<Record<string, FaultEntry>>;
export type VariantTable = Readonly<Record<string, VariantEntry>>;
