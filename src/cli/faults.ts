import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../catalogue/load.ts';
import type { FaultEntry, VariantEntry } from '../reference/deviation.ts';
import {
  allFaults,
  allVariants,
  type DeviationName,
  type FaultName,
  type VariantName,
} from '../reference/deviations.ts';
import { readScenarios } from '../run/scenarios.ts';
import { assess, type Matrix } from '../selfcheck/matrix.ts';
import { selfCheckProfile } from '../selfcheck/profile.ts';
import type { Finding, Trial } from '../selfcheck/trial.ts';
import { conductTrials } from '../selfcheck/trials.ts';
import { exit } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import type { FaultsOptions } from './options.ts';
import { makeOutFolder } from './out-folder.ts';
import { printLine, styled } from './output.ts';
import { projectRoot } from './project-root.ts';
import { select } from './selection.ts';
import { toolInfo } from './version.ts';

/**
 * `w2conf faults`: proves that every check can fail and can let go, by running the scenarios against the reference
 * with each of its faults and each of its legal variants.
 */
export async function faultsCommand(options: FaultsOptions): Promise<number> {
  makeOutFolder(options.out);
  const catalogue = loadCatalogue();
  const { edition } = selfCheckProfile();
  const ids = select(options.select, catalogue, readScenarios(projectRoot), edition)
    .filter(({ scenarios }) => scenarios.length > 0)
    .map(({ requirement }) => requirement.id);
  const touching = (named: readonly string[]) => named.some((id) => ids.includes(id));
  const faults = (Object.entries(allFaults) as [FaultName, FaultEntry][]).filter(
    ([, { kills, warns = [] }]) => touching([...kills, ...warns]),
  );
  const variants = (Object.entries(allVariants) as [VariantName, VariantEntry][]).filter(
    ([, { exercises }]) => options.full || touching(exercises),
  );
  const judged = (named: readonly string[]) => (options.full ? ids : ids.filter((id) => named.includes(id)));
  const trials: Trial[] = [
    { requirements: ids },
    ...faults.map(([deviation, { kills, preamble = [], warns = [] }]) => ({
      deviation,
      // With a fault that lets nobody register, what it does not kill could only be run in vain.
      requirements: preamble.includes('*')
        ? ids.filter((id) => kills.includes(id))
        : judged([...kills, ...preamble, ...(kills.length === 0 ? warns : [])]),
    })),
    ...variants.map(([deviation, { exercises }]) => ({ deviation, requirements: judged(exercises) })),
  ];
  const findings = await conductAll(trials);
  if (!findings) return exit.incomplete;
  const finding = (name?: DeviationName): Finding => findings.get(name) ?? { verdicts: {} };
  const matrix = assess(
    {
      plain: finding(),
      faults: new Map(
        faults.map(([name, entry]) => [name, { entry: within(entry, ids), finding: finding(name) }]),
      ),
      variants: new Map(variants.map(([name, entry]) => [name, { entry, finding: finding(name) }])),
    },
    catalogue,
    edition,
  );
  writeMatrix(matrix, options.out);
  return matrix.problems.length > 0 ? exit.failed : exit.passed;
}

/** A fault may kill requirements that were not selected; those are not this run's business. */
function within<E extends { readonly kills: readonly string[] }>(entry: E, ids: readonly string[]): E {
  return { ...entry, kills: entry.kills.filter((id) => ids.includes(id)) };
}

async function conductAll(
  trials: readonly Trial[],
): Promise<Map<DeviationName | undefined, Finding> | undefined> {
  const findings = new Map<DeviationName | undefined, Finding>();
  const stop = new AbortController();
  const interruption = onInterrupt(async () => stop.abort());
  try {
    await conductTrials(
      trials,
      { root: projectRoot, tool: toolInfo() },
      (trial, finding) => {
        findings.set(trial.deviation, finding);
        const count = `${String(findings.size).padStart(String(trials.length).length)}/${trials.length}`;
        process.stderr.write(`${count} ${trial.deviation ?? 'the plain reference'}\n`);
      },
      stop.signal,
    );
  } catch (reason) {
    if (!stop.signal.aborted) throw reason;
  } finally {
    interruption.stop();
  }
  return stop.signal.aborted ? undefined : findings;
}

function writeMatrix({ problems, ...matrix }: Matrix, folder: string): void {
  const file = join(folder, 'faults.json');
  writeFileSync(file, `${JSON.stringify(matrix, null, 2)}\n`);
  for (const problem of problems) printLine(`${styled('red', 'problem')} ${problem}`);
  const { faults, variants, requirements } = matrix;
  printLine(
    `${faults.length} faults, ${variants.length} legal variants, ${requirements.length} requirements: ` +
      (problems.length === 0 ? 'every check can fail and can let go' : `${problems.length} problems`),
  );
  printLine(file);
}
