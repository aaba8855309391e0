import { applies, dependsOn, type Requirement } from '../catalogue/requirement.ts';
import type { Configuration } from '../profile/configurations.ts';
import { type NotApplicable, type ScenarioKey, scenarioKey } from './record.ts';
import type { ScenarioInfo } from './scenarios.ts';

/** A scenario in one configuration of the SUT: the unit that gets a verdict. */
export interface Planned {
  readonly key: ScenarioKey;
  readonly scenario: ScenarioInfo;
  readonly configuration: Configuration;
}

/** A requirement with the scenarios that verify it. */
export interface Selected {
  readonly requirement: Requirement;
  readonly scenarios: readonly ScenarioInfo[];
}

/**
 * Every scenario once per distinct setting of the PICS on which its requirement depends: a configuration that
 * differs only in others could show nothing new.
 */
export function plan(selected: readonly Selected[], configurations: readonly Configuration[]): Planned[] {
  const settings = new Set<string>();
  return configurations.flatMap((configuration) =>
    selected.flatMap(({ requirement, scenarios }) => {
      if (!applies(requirement, configuration.pics)) return [];
      const values = dependsOn(requirement).map((key) => `${key}=${configuration.pics[key]}`);
      const setting = [requirement.id, ...values].join();
      if (settings.has(setting)) return [];
      settings.add(setting);
      return scenarios.map((scenario) => ({
        key: scenarioKey(configuration.name, scenario.uri, scenario.line),
        scenario,
        configuration,
      }));
    }),
  );
}

/** The configurations in which a selected requirement does not apply, with the condition that does not hold. */
export function notApplicable(
  selected: readonly Selected[],
  configurations: readonly Configuration[],
): NotApplicable[] {
  return configurations.flatMap((configuration) =>
    selected
      .filter(
        ({ requirement, scenarios }) => scenarios.length > 0 && !applies(requirement, configuration.pics),
      )
      .map(({ requirement }) => ({
        requirement: requirement.id,
        configuration: configuration.name,
        condition: requirement.condition ?? '',
      })),
  );
}
