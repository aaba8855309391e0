/** Several records as one run, as its shards or parts selected apart leave them. */
import type { Configuration, Header, NotApplicable } from '../run/record.ts';
import type { RunRecord } from '../run/record-file.ts';

export interface MergedRun {
  /** The first record's, for what is the same in all of them. */
  readonly header: Header;
  readonly started: number;
  /** Absent when a record does not say when it finished. */
  readonly finished?: number;
  /** Why the run is not complete; absent when every record is. */
  readonly incompleteReason?: string;
  readonly unreachable?: string;
  /** Empty: everything was selected. */
  readonly selection: readonly string[];
  readonly selected: ReadonlySet<string>;
  readonly configurations: readonly Configuration[];
  readonly notApplicable: readonly NotApplicable[];
}

/** The records are of different SUTs or editions, so no verdict could be given on anything. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/** @throws MergeError */
export function merge(records: readonly RunRecord[]): MergedRun {
  const [first, ...others] = records;
  if (first === undefined)
    throw new MergeError('there is no record to judge; name at least one record.ndjson');
  for (const other of others) refuseOther(first, other);
  const headers = records.map(({ header }) => header);
  const ends = records.map(({ footer }) => footer?.finished);
  const everything = headers.some(({ selection }) => selection.length === 0);
  const incomplete = records.flatMap(({ file, footer }) => {
    if (footer?.complete) return [];
    const why = footer
      ? (footer.reason ?? 'the run was interrupted')
      : 'the record has no footer: the run did not finish';
    return [records.length > 1 ? `${file}: ${why}` : why];
  });
  const unreachable = records.find(({ footer }) => footer?.unreachable !== undefined)?.footer?.unreachable;
  return {
    header: first.header,
    started: Math.min(...headers.map(({ started }) => started)),
    ...(ends.every((end) => end !== undefined) && { finished: Math.max(...ends) }),
    ...(incomplete.length > 0 && { incompleteReason: incomplete.join('; ') }),
    ...(unreachable !== undefined && { unreachable }),
    selection: everything ? [] : [...new Set(headers.flatMap(({ selection }) => selection))],
    selected: new Set(headers.flatMap(({ selected }) => selected)),
    configurations: [
      ...new Map(headers.flatMap(({ configurations }) => configurations).map((c) => [c.name, c])).values(),
    ],
    notApplicable: headers.flatMap(({ notApplicable }) => notApplicable),
  };
}

function refuseOther(first: RunRecord, other: RunRecord): void {
  const differs = (what: string, a: string, b: string) => {
    if (a === b) return;
    throw new MergeError(
      `${other.file}: its ${what} is ${b}, that of ${first.file} is ${a}. Judge them one by one.`,
    );
  };
  differs('SUT', first.header.sut.name, other.header.sut.name);
  differs('edition', first.header.edition, other.header.edition);
}
