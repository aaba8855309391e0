import { type Coverage, coverage } from '../catalogue/coverage.ts';
import { type Catalogue, loadCatalogue } from '../catalogue/load.ts';
import { allFaults, allVariants } from '../reference/deviations.ts';
import { readScenarios } from '../run/scenarios.ts';
import { exit } from './exit.ts';
import type { RequirementsOptions } from './options.ts';
import { printLine, styled } from './output.ts';
import { projectRoot } from './project-root.ts';
import { taken } from './selection.ts';

/** `w2conf requirements`: the catalogue with what judges each row. */
export async function requirementsCommand(options: RequirementsOptions): Promise<number> {
  const catalogue = loadCatalogue();
  const rows = coverageOf(catalogue);
  const ids = new Set(taken(options.select, catalogue, readScenarios(projectRoot)).map(({ id }) => id));
  const selected = rows.filter(({ id }) => ids.has(id));
  if (options.json) printLine(JSON.stringify(selected, null, 2));
  else printTable(catalogue, selected);
  return exit.passed;
}

/** Every row with its scenarios, faults and variants. */
export function coverageOf(catalogue: Catalogue): readonly Coverage[] {
  return coverage(catalogue, {
    scenarios: readScenarios(projectRoot),
    faults: Object.entries(allFaults).map(([name, { kills }]) => ({ name, kills })),
    variants: Object.entries(allVariants).map(([name, { exercises }]) => ({ name, exercises })),
  });
}

function printTable(catalogue: Catalogue, rows: readonly Coverage[]): void {
  const width = Math.max(...rows.map(({ id }) => id.length));
  let clause = '';
  for (const row of rows) {
    if (row.clause !== clause) {
      clause = row.clause;
      const heading = catalogue.clauses.find(({ number }) => number === clause);
      printLine(
        `${clause === rows[0]?.clause ? '' : '\n'}${styled('bold', `${clause} ${heading?.title ?? ''}`)}`,
      );
    }
    const title = catalogue.find(row.id)?.title ?? '';
    printLine(`  ${row.id.padEnd(width)}  ${row.state.padEnd(10)}  ${row.level.padEnd(7)}  ${title}`);
  }
  const count = (state: Coverage['state']) => rows.filter((row) => row.state === state).length;
  printLine(
    `\n${rows.length} requirements: ${count('tested')} tested, ${count('aggregate')} computed from others, ` +
      `${count('untested')} untested, ${count('untestable')} untestable`,
  );
}
