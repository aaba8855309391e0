import type { Edition } from '../profile/profile.ts';
import type { Catalogue } from './load.ts';
import type { Entity, Level, Modality, Reference, Requirement } from './requirement.ts';

/** A scenario and the requirement it judges. */
export interface JudgingScenario {
  readonly requirement: string;
  readonly name: string;
  readonly uri: string;
  readonly line: number;
}

/** What bears on the requirements: scenarios, and the deviations of the reference. */
export interface Means {
  readonly scenarios: readonly JudgingScenario[];
  readonly faults: readonly { readonly name: string; readonly kills: readonly string[] }[];
  readonly variants: readonly { readonly name: string; readonly exercises: readonly string[] }[];
}

/** One requirement with what judges it: a line of `requirements --json`. */
export interface Coverage {
  readonly id: string;
  readonly clause: string;
  readonly entity: Entity;
  readonly modality: Modality;
  readonly level: Level;
  /** The PICS expression under which it applies; null: always. */
  readonly condition: string | null;
  readonly state: 'tested' | 'untested' | 'untestable' | 'aggregate';
  /** Why it is not tested, or from which rows it is computed. */
  readonly reason?: string;
  readonly references: readonly Reference[];
  readonly scenarios: readonly { readonly name: string; readonly uri: string; readonly line: number }[];
  /** Names of the faults that must kill it. */
  readonly faults: readonly string[];
  /** Names of the variants that exercise it. */
  readonly variants: readonly string[];
}

/** Every requirement with its coverage, in the order of the catalogue. */
export function coverage(catalogue: Catalogue, means: Means, edition: Edition = 'D'): readonly Coverage[] {
  return catalogue.requirements.map((requirement) => {
    const { id, clause, entity, modality, level, condition, references } = requirement;
    const scenarios = means.scenarios
      .filter((scenario) => scenario.requirement === id)
      .map(({ name, uri, line }) => ({ name, uri, line }));
    return {
      id,
      clause,
      entity,
      modality,
      level: level[edition],
      condition: condition ?? null,
      ...stateOf(requirement, scenarios.length > 0),
      references,
      scenarios,
      faults: means.faults.filter(({ kills }) => kills.includes(id)).map(({ name }) => name),
      variants: means.variants.filter(({ exercises }) => exercises.includes(id)).map(({ name }) => name),
    };
  });
}

function stateOf({ standing }: Requirement, judged: boolean): Pick<Coverage, 'state' | 'reason'> {
  if (judged) return { state: 'tested' };
  switch (standing.kind) {
    case 'judged':
      return { state: 'untested', reason: 'no scenario judges it' };
    case 'untested':
      return { state: 'untested', reason: `${standing.why} (since ${standing.since})` };
    case 'untestable':
      return { state: 'untestable', reason: standing.why };
    case 'aggregate':
      return { state: 'aggregate', reason: `computed from ${standing.of.join(', ')}` };
  }
}

/** Where catalogue, scenarios and deviations contradict each other, one sentence each; empty when nowhere. */
export function contradictions(catalogue: Catalogue, means: Means): readonly string[] {
  const standing = (id: string) => catalogue.requirements.find((row) => row.id === id)?.standing.kind;
  const judged = new Set(means.scenarios.map(({ requirement }) => requirement));
  return [
    ...means.scenarios.flatMap(({ requirement, uri, line }) => {
      const kind = standing(requirement);
      if (!kind) return [`${uri}:${line} judges ${requirement}, which is not in the catalogue`];
      return kind === 'judged'
        ? []
        : [`${uri}:${line} judges ${requirement}, which the catalogue calls ${kind}`];
    }),
    ...catalogue.requirements
      .filter((row) => row.standing.kind === 'judged' && !judged.has(row.id))
      .map(({ id }) => `${id} has neither a scenario nor a reason why not`),
    ...means.faults.flatMap(({ name, kills }) =>
      kills
        .filter((id) => !judged.has(id))
        .map((id) => `fault ${name} kills ${id}, which no scenario judges`),
    ),
    ...means.variants.flatMap(({ name, exercises }) =>
      exercises
        .filter((id) => !judged.has(id))
        .map((id) => `variant ${name} exercises ${id}, which no scenario judges`),
    ),
  ];
}
