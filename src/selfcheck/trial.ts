import { type Catalogue, loadCatalogue } from '../catalogue/load.ts';
import type { FaultTable } from '../reference/deviation.ts';
import { allFaults, type DeviationName } from '../reference/deviations.ts';
import { collected } from '../run/collected.ts';
import type { Selected } from '../run/plan.ts';
import type { ToolInfo } from '../run/record.ts';
import { recordOf } from '../run/record-file.ts';
import { readScenarios } from '../run/scenarios.ts';
import { judge } from '../verdict/judge.ts';
import type { Verdict } from '../verdict/lattice.ts';
import { selfCheckProfile } from './profile.ts';

/** One run of the reference with at most one deviation. */
export interface Trial {
  readonly deviation?: DeviationName;
  /** Ids of the requirements to judge; absent: all that have scenarios. */
  readonly requirements?: readonly string[];
}

/** What a trial found. */
export interface Finding {
  /** Verdict of every requirement that was judged, by id. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Why no WIC could register at all, when that is so. */
  readonly unreachable?: string;
}

/** A process conducts many trials, and all of them read the same. */
let everything: ReturnType<typeof whatIsTested> | undefined;

function whatIsTested(root: string): { readonly catalogue: Catalogue; readonly tested: readonly Selected[] } {
  const catalogue = loadCatalogue();
  const byRequirement = Map.groupBy(readScenarios(root), ({ requirement }) => requirement);
  const tested = catalogue.requirements
    .map((requirement) => ({ requirement, scenarios: byRequirement.get(requirement.id) ?? [] }))
    .filter(({ scenarios }) => scenarios.length > 0);
  return { catalogue, tested };
}

/** Runs the scenarios of the requirements against the reference and judges them. */
export async function conductTrial(trial: Trial, root: string, tool: ToolInfo): Promise<Finding> {
  const profile = selfCheckProfile();
  everything ??= whatIsTested(root);
  const { catalogue, tested } = everything;
  const selected = tested.filter(({ requirement: { id } }) => trial.requirements?.includes(id) ?? true);
  const lines = await collected({
    root,
    tool,
    profile,
    catalogue,
    edition: profile.edition,
    selected,
    selection: selected.map(({ requirement }) => requirement.id),
    deviation: trial.deviation,
    preflight: !servesNobody(trial.deviation),
    untraced: true,
  });
  const result = judge([recordOf(lines, `trial of ${trial.deviation ?? 'the reference'}`)], catalogue);
  if (result.errors.length > 0) throw new Error(result.errors.join('; '));
  return {
    verdicts: Object.fromEntries(
      result.requirements
        .filter(({ scenarios }) => scenarios.length > 0)
        .map(({ id, verdict }) => [id, verdict]),
    ),
    ...(result.unreachable !== undefined && { unreachable: result.unreachable }),
  };
}

/** With such a fault no WIC can register: the preflight would end the run before the check that is to fail. */
function servesNobody(deviation: DeviationName | undefined): boolean {
  const faults: FaultTable = allFaults;
  return deviation !== undefined && (faults[deviation]?.preamble?.includes('*') ?? false);
}
