import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Pickle } from '@cucumber/messages';

/** One test purpose as it stands in a feature file; a row of a Scenario Outline is one of its own. */
export interface ScenarioInfo {
  /** Id of the requirement it verifies: its `@req:` tag. */
  readonly requirement: string;
  readonly name: string;
  /** Path of the feature file below the project's root, with forward slashes. */
  readonly uri: string;
  readonly line: number;
  readonly tags: readonly string[];
}

/** A feature file that the harness cannot use: ours to mend, never the SUT's failure. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError';
}

/**
 * Reads every feature file below `root/features`.
 * @throws FeatureError naming file and line for a syntax error, a scenario without steps, or one that does not
 * name exactly one requirement
 */
export function readScenarios(root: string): ScenarioInfo[] {
  return featureFiles(join(root, 'features')).flatMap((file) => {
    const uri = relative(root, file).split(sep).join('/');
    return pickles(file, uri).map((pickle) => scenarioInfo(pickle, uri));
  });
}

function featureFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.feature'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function pickles(file: string, uri: string): readonly Pickle[] {
  const newId = IdGenerator.incrementing();
  const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher());
  try {
    return compile(parser.parse(readFileSync(file, 'utf8')), uri, newId);
  } catch (reason) {
    throw new FeatureError(`${uri}: ${reason instanceof Error ? reason.message : String(reason)}`);
  }
}

function scenarioInfo(pickle: Pickle, uri: string): ScenarioInfo {
  const line = pickle.location?.line ?? 0;
  const tags = pickle.tags.map((tag) => tag.name);
  const requirements = tags.filter((tag) => tag.startsWith('@req:'));
  const [requirement] = requirements;
  if (!requirement || requirements.length > 1) {
    throw new FeatureError(
      `${uri}:${line}: "${pickle.name}" must carry exactly one @req:ID tag, not ${requirements.length}`,
    );
  }
  if (pickle.steps.length === 0) {
    throw new FeatureError(
      `${uri}:${line}: "${pickle.name}" has no step (a mistyped keyword becomes description)`,
    );
  }
  return { requirement: requirement.slice('@req:'.length), name: pickle.name, uri, line, tags };
}
