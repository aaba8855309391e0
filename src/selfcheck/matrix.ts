import type { Catalogue } from '../catalogue/load.ts';
import type { Level, Requirement } from '../catalogue/requirement.ts';
import type { Edition } from '../profile/profile.ts';
import type { FaultEntry, VariantEntry } from '../reference/deviation.ts';
import type { Verdict } from '../verdict/lattice.ts';
import type { Finding } from './trial.ts';

/** A fault against what it did: a row of `faults.json`. */
export interface FaultRow {
  readonly name: string;
  /** Ids it is declared to kill. */
  readonly declared: readonly string[];
  /** Ids whose verdict became their level. */
  readonly killed: readonly string[];
  /** Ids that changed for the worse although nothing declares it. */
  readonly collateral: readonly string[];
  /** Ids left undecided because their preamble was damaged. */
  readonly preamble: readonly string[];
}

export interface VariantRow {
  readonly name: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** The two matrices, and what is wrong with them, one sentence each. */
export interface Matrix {
  readonly faults: readonly FaultRow[];
  readonly variants: readonly VariantRow[];
  readonly requirements: readonly { readonly id: string; readonly killers: readonly string[] }[];
  readonly problems: readonly string[];
}

export interface Trials {
  readonly faults: ReadonlyMap<string, { readonly entry: FaultEntry; readonly finding: Finding }>;
  readonly variants: ReadonlyMap<string, { readonly entry: VariantEntry; readonly finding: Finding }>;
  readonly plain: Finding;
}

/** Compares what every fault and variant was declared to do with what it did. */
export function assess(trials: Trials, catalogue: Catalogue, edition: Edition): Matrix {
  const faults = [...trials.faults].map(([name, { entry, finding }]) =>
    faultRow(name, entry, finding, catalogue, edition),
  );
  const variants = [...trials.variants].map(([name, { finding }]) => ({ name, verdicts: finding.verdicts }));
  const requirements = Object.keys(trials.plain.verdicts).map((id) => ({
    id,
    killers: faults.filter(({ killed }) => killed.includes(id)).map(({ name }) => name),
  }));
  const exercised = new Set([...trials.variants.values()].flatMap(({ entry }) => entry.exercises));
  return {
    faults,
    variants,
    requirements,
    problems: [
      ...plainProblems(trials.plain),
      ...[...trials.faults].flatMap(([name, { entry, finding }], n) =>
        faultProblems(name, entry, faults[n] as FaultRow, finding),
      ),
      ...[...trials.variants].flatMap(([name, { entry, finding }]) => variantProblems(name, entry, finding)),
      ...requirements
        .filter(({ killers }) => killers.length === 0)
        .map(({ id }) => `no fault kills ${id}: its check was never seen to fail`),
      ...requirements
        .filter(({ id }) => !exercised.has(id))
        .map(({ id }) => `no legal variant exercises ${id}: its check was never seen to let go`),
    ],
  };
}

function faultRow(
  name: string,
  entry: FaultEntry,
  { verdicts }: Finding,
  catalogue: Catalogue,
  edition: Edition,
): FaultRow {
  const ids = Object.keys(verdicts);
  const killed = ids.filter((id) => isKill(verdicts[id], catalogue.find(id), edition));
  const preamble = ids.filter((id) => verdicts[id] === 'inconclusive');
  const expected = new Set([...entry.kills, ...(entry.preamble ?? []), ...(entry.warns ?? [])]);
  const tolerated = (id: string) => expected.has(id) || (expected.has('*') && preamble.includes(id));
  const worse = ids.filter((id) => verdicts[id] !== 'pass' && verdicts[id] !== 'not-applicable');
  return { name, declared: entry.kills, killed, preamble, collateral: worse.filter((id) => !tolerated(id)) };
}

/** A fault kills a requirement when its verdict becomes its level; `info` shows as a warning. */
function isKill(
  verdict: Verdict | undefined,
  requirement: Requirement | undefined,
  edition: Edition,
): boolean {
  const level: Level | undefined = requirement?.level[edition];
  return level !== undefined && verdict === (level === 'fail' ? 'fail' : 'warning');
}

function plainProblems({ verdicts, unreachable }: Finding): string[] {
  if (unreachable !== undefined) return [`the plain reference serves nobody: ${unreachable}`];
  return Object.entries(verdicts)
    .filter(([, verdict]) => verdict !== 'pass')
    .map(([id, verdict]) => `the plain reference gets ${verdict} for ${id}`);
}

function faultProblems(name: string, entry: FaultEntry, row: FaultRow, { verdicts }: Finding): string[] {
  return [
    ...entry.kills
      .filter((id) => !row.killed.includes(id))
      .map((id) => `fault ${name} does not kill ${id}, which gets ${verdicts[id] ?? 'no verdict'}`),
    ...(entry.kills.length > 0 ? [] : (entry.warns ?? []))
      .filter((id) => verdicts[id] !== 'warning')
      .map((id) => `fault ${name} does not warn ${id}, which gets ${verdicts[id] ?? 'no verdict'}`),
    ...row.collateral.map((id) => `fault ${name} turns ${id} to ${verdicts[id]}, which it does not declare`),
  ];
}

function variantProblems(name: string, entry: VariantEntry, { verdicts, unreachable }: Finding): string[] {
  if (unreachable !== undefined) return [`variant ${name} serves nobody: ${unreachable}`];
  return Object.entries(verdicts)
    .filter(([id, verdict]) => verdict !== 'pass' && !(verdict === 'warning' && entry.warns?.includes(id)))
    .map(([id, verdict]) => `variant ${name} gets ${verdict} for ${id} although it is legal`);
}
