import type { Configuration } from '../profile/configurations.ts';
import type { ScenarioInfo } from './scenarios.ts';

/** A scenario in one configuration of the SUT: the unit that gets a verdict. */
export interface Planned {
  /** Unique in the run: `<configuration>|<uri>:<line>`. */
  readonly key: string;
  readonly scenario: ScenarioInfo;
  readonly configuration: Configuration;
}

/** What the plan needs to know of a requirement. */
export interface Applicability {
  /** PICS keys on which the requirement's condition or outcome depends. */
  readonly keys: readonly string[];
  /** Whether the requirement applies under these PICS. */
  applies(pics: Configuration['pics']): boolean;
}

/**
 * Every scenario once per distinct setting of the PICS keys its requirement depends on: a configuration that
 * differs only in other keys could show nothing new.
 */
export function plan(
  scenarios: readonly ScenarioInfo[],
  configurations: readonly Configuration[],
  applicability: (requirement: string) => Applicability,
): Planned[] {
  const seen = new Set<string>();
  return configurations.flatMap((configuration) =>
    scenarios.flatMap((scenario) => {
      const { keys, applies } = applicability(scenario.requirement);
      if (!applies(configuration.pics)) return [];
      const setting = keys.map((key) => `${key}=${String(Reflect.get(configuration.pics, key))}`).join();
      const once = `${scenario.uri}:${scenario.line}|${setting}`;
      if (seen.has(once)) return [];
      seen.add(once);
      return [{ key: scenarioKey(configuration.name, scenario), scenario, configuration }];
    }),
  );
}

/** The key under which a scenario's lines stand in the record. */
export function scenarioKey(
  configuration: string,
  at: { readonly uri: string; readonly line: number },
): string {
  return `${configuration}|${at.uri}:${at.line}`;
}
