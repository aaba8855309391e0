import type { Coverage } from '../catalogue/coverage.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import type { Requirement } from '../catalogue/requirement.ts';
import { nearest } from '../profile/nearest.ts';
import { editions } from '../profile/profile.ts';
import { exit, UserError } from './exit.ts';
import type { ExplainOptions } from './options.ts';
import { printLine, styled } from './output.ts';
import { coverageOf } from './requirements.ts';

/**
 * `w2conf explain`: one requirement whole.
 * @throws UserError for an id the catalogue does not have
 */
export async function explainCommand({ id }: ExplainOptions): Promise<number> {
  const catalogue = loadCatalogue();
  const requirement = catalogue.find(id);
  if (!requirement) {
    const near = nearest(
      id,
      catalogue.requirements.map((row) => row.id),
    );
    throw new UserError(
      `there is no requirement ${id}${near === undefined ? '' : `; did you mean ${near}?`}`,
      'list them with `w2conf requirements`',
    );
  }
  const row = coverageOf(catalogue).find((one) => one.id === requirement.id);
  printLine(styled('bold', `${requirement.id}  ${requirement.title}`));
  printLine();
  printLine(wrap(requirement.paraphrase));
  printLine();
  for (const [name, value] of facts(requirement, row))
    printLine(`${styled('dim', name.padEnd(12))} ${value}`);
  return exit.passed;
}

function facts(requirement: Requirement, row: Coverage | undefined): [string, string][] {
  const { level, discrepancy } = requirement;
  const levels = editions.map((edition) => `${edition} ${level[edition]}`).join(', ');
  const list = (name: string, values: readonly string[]): [string, string][] =>
    values.map((value, n) => [n === 0 ? name : '', value]);
  return [
    ['clause', requirement.clause],
    ['obliges', `${requirement.entity}, ${requirement.modality}`],
    ['level', `${levels} (evidence: ${requirement.evidence})`],
    ['applies', requirement.condition ? `when ${requirement.condition}` : 'always'],
    ...list(
      'rests on',
      requirement.references.map(({ spec, clause }) => `${spec} ${clause}`),
    ),
    ...list('formerly', requirement.formerly),
    ...list('stimulus', requirement.stimulus === undefined ? [] : [requirement.stimulus.trim()]),
    ...list('accepts', requirement.accepts),
    ...list('warns', requirement.warns),
    ...(discrepancy
      ? ([
          ['source', discrepancy.source],
          ['published', discrepancy.published],
          ['handling', discrepancy.handling],
        ] as [string, string][])
      : []),
    ['state', [row?.state, row?.reason].filter(Boolean).join(': ')],
    ...list(
      'scenario',
      (row?.scenarios ?? []).map(({ name, uri, line }) => `${uri}:${line}  ${name}`),
    ),
    ...list('fault', row?.faults ?? []),
    ...list('variant', row?.variants ?? []),
  ];
}

/** Breaks at blanks to fit a narrow terminal. */
function wrap(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/(.{1,78})( |$)/g, '$1\n')
    .trimEnd();
}
