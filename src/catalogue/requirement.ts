import { z } from 'zod';
import { type ConditionName, type Pics, type PicsName, picsNames } from '../profile/pics.ts';
import { type Edition, editions } from '../profile/profile.ts';
import { type Condition, evaluate, keysOf } from './condition.ts';

export const entities = ['eP-CSCF', 'WIC', 'both', 'WWSF', 'S-CSCF'] as const;
/** Who is obliged; `both` means WIC and eP-CSCF. */
export type Entity = (typeof entities)[number];

export const modalities = ['shall', 'shall-not', 'should', 'should-not', 'may', 'info'] as const;
export type Modality = (typeof modalities)[number];

export const levels = ['fail', 'warning', 'info'] as const;
/** What a failed check gives; `info` never touches the exit code. */
export type Level = (typeof levels)[number];

export const evidences = ['confirmed', 'derived', 'memory'] as const;
/** How well the row is grounded: read in the source, a consequence of what was read, or not read again. */
export type Evidence = (typeof evidences)[number];

export interface Reference {
  /** `24.371`, `33.203`, `RFC 7118`, a draft's name. */
  readonly spec: string;
  /** The clause number, and after a blank the item within it: `6.4.1 1) a)`. */
  readonly clause: string;
}

/** Where the source documents and the published text differ, and what is done about it. */
export interface Discrepancy {
  readonly source: string;
  readonly published: string;
  readonly handling: string;
}

/** What the catalogue itself says about judging a row; `judged` rows need scenarios. */
export type Standing =
  | { readonly kind: 'judged' }
  | { readonly kind: 'untested'; readonly why: string; readonly since: string }
  | { readonly kind: 'untestable'; readonly why: string }
  /** Computed from other rows: the patterns as written, and the ids they stand for. */
  | { readonly kind: 'aggregate'; readonly of: readonly string[]; readonly ids: readonly string[] };

/** One testable obligation. */
export interface Requirement {
  readonly id: string;
  /** Clause of TS 24.371, numbered as in source document 003. */
  readonly clause: string;
  readonly title: string;
  readonly entity: Entity;
  readonly modality: Modality;
  readonly level: Readonly<Record<Edition, Level>>;
  readonly evidence: Evidence;
  /** As written in the catalogue; absent: always applies. */
  readonly condition?: string;
  readonly when?: Condition;
  /** PICS on which the outcome depends although the row applies for all their values. */
  readonly varies: readonly PicsName[];
  readonly paraphrase: string;
  readonly stimulus?: string;
  /** Every outcome that is a pass. */
  readonly accepts: readonly string[];
  /** Outcomes that are no pass, but at most a warning. */
  readonly warns: readonly string[];
  readonly references: readonly Reference[];
  /** Ids under which the obligation was known before. */
  readonly formerly: readonly string[];
  /** The editions in which the obligation exists. */
  readonly editions: readonly Edition[];
  readonly discrepancy?: Discrepancy;
  readonly standing: Standing;
}

/** Whether the requirement applies to a SUT with these PICS. */
export function applies(requirement: Requirement, pics: Pics): boolean {
  return !requirement.when || evaluate(requirement.when, pics);
}

/** Whether the obligation exists in an edition. */
export function existsIn(requirement: Requirement, edition: Edition): boolean {
  return requirement.editions.includes(edition);
}

/** The PICS on which applicability or outcome depends: its scenarios run once per combination of their values. */
export function dependsOn(requirement: Requirement): readonly ConditionName[] {
  return [...new Set([...(requirement.when ? keysOf(requirement.when) : []), ...requirement.varies])];
}

const text = z.string().trim().min(1);
/** An outcome; a status code may stand as a number. */
const outcome = z.union([text, z.int().transform(String)]);
const level = z.enum(levels);
const id = z.string().regex(/^[A-Z][A-Z0-9]*(-[0-9A-Za-z.]+)+$/, 'is no requirement id, like EPC-6.4.1-1a');
const idPattern = z
  .string()
  .regex(/^[A-Z][A-Z0-9]*(-[0-9A-Za-z.]+)*-?\*?$/, 'is no requirement id or pattern');

/** A clause number: components of capitals and digits, joined by dots. */
export const clauseNumber = z.string().regex(/^[0-9A-Z]+(\.[0-9A-Z]+)*$/, 'is no clause number, like 6.4.1');

const reference = z.strictObject({
  spec: z
    .string()
    .regex(/^(\d\d\.\d{3}|RFC \d{3,5}|draft-[a-z0-9-]+)$/, 'is no specification, like 24.229 or RFC 7118'),
  clause: z.string().regex(/^[0-9A-Z]+(\.[0-9A-Z]+)*( \S.*)?$/, 'is no clause, like 5.2.2.1 or 6.4.1 1) a)'),
});

/** One row as written in `rows/<clause>.yaml`. */
export const rowSchema = z.strictObject({
  id,
  title: text.max(80),
  entity: z.enum(entities),
  modality: z.enum(modalities),
  level: z.union([level, z.strictObject({ D: level, R12: level, R17: level })]),
  evidence: z.enum(evidences),
  condition: text.optional(),
  varies: z.array(z.enum(picsNames as [PicsName, ...PicsName[]])).optional(),
  paraphrase: text,
  stimulus: text.optional(),
  accepts: z.array(outcome).optional(),
  warns: z.array(outcome).optional(),
  references: z.array(reference).min(1),
  formerly: z.array(z.string().regex(/^(N\d+|[A-Z].*-.+)$/)).optional(),
  editions: z.array(z.enum(editions)).min(1).optional(),
  discrepancy: z.strictObject({ source: text, published: text, handling: text }).optional(),
  untested: z.strictObject({ why: text, since: z.iso.date() }).optional(),
  untestable: z.strictObject({ why: text }).optional(),
  aggregate: z.array(idPattern).min(1).optional(),
});
export type Row = z.infer<typeof rowSchema>;

/** One file of rows. */
export const rowsSchema = z.strictObject({ clause: clauseNumber, rows: z.array(rowSchema).min(1) });
