/** Under which circumstances the run was made: what someone needs who wants to make it again. */
import type { Json } from '../../run/record.ts';
import type { Result } from '../../verdict/result.ts';
import { type Html, html } from './template.ts';
import { moment } from './words.ts';

export function runFacts(result: Result): Html {
  const configurations = result.configurations.map(({ name }) => name).filter((name) => name !== '');
  const facts: readonly (readonly [string, string])[] = [
    ['Tool', `${result.tool.name} ${result.tool.version} on Node ${result.tool.node.replace(/^v/, '')}`],
    ['Catalogue', `${result.catalogue.version}, SHA-256 ${result.catalogue.hash}`],
    ['Selection', result.selection.length === 0 ? 'everything' : result.selection.join(', ')],
    ['Configurations', configurations.length === 0 ? 'one' : configurations.join('; ')],
    ['Seed', String(result.seed)],
    ['Started', moment(result.started)],
    ['Finished', result.finished === undefined ? 'the record does not say' : moment(result.finished)],
  ];
  const profile = flattened(result.profile, '').map(
    ([key, value]) => html`<dt><code>${key}</code></dt><dd>${value}</dd>`,
  );
  return html`<section class="plain" data-quiet><details><summary class="fold">About this run: tool, catalogue, seed and profile</summary>
<dl class="facts-list">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h3>Profile</h3>
<dl class="facts-list profile">${profile}</dl>
</details></section>`;
}

/** `w2.url`, `pics.sipDigest`: every leaf of the profile under its dotted path. */
function flattened(value: Json, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return [[path, value.join(', ')]];
  return Object.entries(value).flatMap(([key, child]) =>
    flattened(child, path === '' ? key : `${path}.${key}`),
  );
}
