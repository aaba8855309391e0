import type { Catalogue } from '../catalogue/load.ts';
import type { Requirement } from '../catalogue/requirement.ts';
import { parseSelector, type Selector, SelectorError, takes } from '../catalogue/select.ts';
import type { Edition } from '../profile/profile.ts';
import type { Selected } from '../run/plan.ts';
import type { ScenarioInfo } from '../run/scenarios.ts';
import { UserError } from './exit.ts';

/**
 * The requirements of an edition that the selectors take, each with the scenarios to run.
 * @throws UserError for a selector that names nothing, or when nothing is left to run
 */
export function select(
  selectors: readonly string[],
  catalogue: Catalogue,
  scenarios: readonly ScenarioInfo[],
  edition: Edition,
): Selected[] {
  const parsed = parseAll(selectors, catalogue);
  const byRequirement = Map.groupBy(
    scenarios,
    ({ requirement }) => catalogue.find(requirement)?.id ?? requirement,
  );
  const selected = catalogue.requirements
    .filter(({ editions }) => editions.includes(edition))
    .flatMap((requirement) => {
      const all = byRequirement.get(requirement.id) ?? [];
      const taken = all.filter(({ tags }) => takes(parsed, requirement, tags));
      return taken.length > 0 || takes(parsed, requirement) ? [{ requirement, scenarios: taken }] : [];
    });
  if (selected.every((one) => one.scenarios.length === 0)) {
    throw new UserError(
      `${selectors.join(', ') || 'the catalogue'} selects no scenario to run`,
      'see what there is with `w2conf requirements`',
    );
  }
  return selected;
}

/** The requirements that the selectors take, of every edition, with or without scenarios. @throws UserError */
export function taken(
  selectors: readonly string[],
  catalogue: Catalogue,
  scenarios: readonly ScenarioInfo[],
): Requirement[] {
  const parsed = parseAll(selectors, catalogue);
  return catalogue.requirements.filter((requirement) => {
    const its = scenarios.filter((scenario) => scenario.requirement === requirement.id);
    return takes(parsed, requirement) || its.some(({ tags }) => takes(parsed, requirement, tags));
  });
}

function parseAll(selectors: readonly string[], catalogue: Catalogue): Selector[] {
  return selectors.map((text) => parse(catalogue, text));
}

function parse(catalogue: Catalogue, text: string): Selector {
  try {
    return parseSelector(catalogue, text);
  } catch (reason) {
    if (!(reason instanceof SelectorError)) throw reason;
    throw new UserError(reason.message, 'see what there is with `w2conf requirements`');
  }
}
