import { z } from 'zod';
import { clauseNumber } from './requirement.ts';

/** The source documents, and what each of them is about. */
export const documents = ['000', '001', '002', '003', '004'] as const;
export type SourceDocument = (typeof documents)[number];

/** A clause heading of TS 24.371 as the source documents give it. */
export interface Clause {
  /** Numbered as in document 003, or as in the document that alone has it. */
  readonly number: string;
  readonly title: string;
  /** Every document that has the heading under this number. */
  readonly documents: readonly SourceDocument[];
  /** The numbers under which other documents have it. */
  readonly formerly: readonly FormerNumber[];
  /** Why the clause has no rows; absent when it has some. */
  readonly empty?: string;
}

export interface FormerNumber {
  readonly document: SourceDocument;
  readonly number: string;
  readonly title: string;
}

const title = z.string().trim().min(1);
const document = z.enum(documents);

/** `clauses.yaml`. */
export const clausesSchema = z.strictObject({
  /** Raised by hand whenever rows change their meaning. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  clauses: z.array(
    z.strictObject({
      number: clauseNumber,
      title,
      documents: z.array(document),
      formerly: z.array(z.strictObject({ document, number: z.string().min(1), title })).optional(),
      empty: z.string().trim().min(1).optional(),
    }),
  ),
});

/** The components of a clause number: `6A.3` has two, and neither `6` nor `6A.30` begins it. */
export function within(clause: string, ancestor: string): boolean {
  return clause === ancestor || clause.startsWith(`${ancestor}.`);
}

/** The number of a reference's clause without the item in it: `6.4.1` of `6.4.1 1) a)`. */
export function numberOf(clause: string): string {
  return clause.split(' ', 1)[0] ?? clause;
}
