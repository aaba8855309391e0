import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { loadConfiguration, loadSupport } from '@cucumber/cucumber/api';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator } from '@cucumber/messages';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'features');

/** What Cucumber keeps of a step definition beyond its public types. */
interface Support {
  readonly stepDefinitions: readonly { matchesStepName(text: string): boolean; uri: string; line: number }[];
}

function stepTexts(): Set<string> {
  const newId = IdGenerator.incrementing();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.feature'),
  );
  return new Set(
    files.flatMap((name) => {
      const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher());
      const document = parser.parse(readFileSync(join(folder, name), 'utf8'));
      return compile(document, name, newId).flatMap(({ steps }) => steps.map(({ text }) => text));
    }),
  );
}

describe('the step vocabulary', async () => {
  const environment = { cwd: root, stdout: new PassThrough().resume(), stderr: new PassThrough().resume() };
  const { runConfiguration } = await loadConfiguration(
    { file: false, provided: { import: ['steps/**/*.ts'] } },
    environment,
  );
  const { stepDefinitions } = (await loadSupport(runConfiguration, environment)) as unknown as Support;
  const texts = [...stepTexts()];

  it('matches every step of every feature exactly once', () => {
    const wrong = texts.filter(
      (text) => stepDefinitions.filter((step) => step.matchesStepName(text)).length !== 1,
    );
    assert.deepEqual(wrong, []);
  });

  it('has no step that no feature uses', () => {
    const unused = stepDefinitions.filter((step) => !texts.some((text) => step.matchesStepName(text)));
    assert.deepEqual(
      unused.map(({ uri, line }) => `${uri}:${line}`),
      [],
    );
  });
});

describe('steps/given and steps/when', () => {
  it('define no Then, and steps/then nothing else', () => {
    for (const kind of ['given', 'when', 'then']) {
      const allowed = `${kind[0]?.toUpperCase()}${kind.slice(1)}`;
      for (const file of readdirSync(join(root, 'steps', kind))) {
        const text = readFileSync(join(root, 'steps', kind, file), 'utf8');
        const used = [...text.matchAll(/^(Given|When|Then)\(/gm)].map(([, word]) => word);
        assert.deepEqual([...new Set(used)], [allowed], `steps/${kind}/${file}`);
      }
    }
  });
});
