/** One requirement: what it demands, how it was judged, and what decided. */
import type { Catalogue } from '../../catalogue/load.ts';
import type { Requirement } from '../../catalogue/requirement.ts';
import type { LogLine } from '../../run/record.ts';
import type { Traces } from '../../run/record-traces.ts';
import { isJudged } from '../../verdict/lattice.ts';
import type { CheckResult, RequirementResult, ScenarioResult } from '../../verdict/result.ts';
import { type Depth, ladderView, messageAnchor } from './ladder.ts';
import { messageLine } from './message.ts';
import { type Html, html } from './template.ts';
import { anchor, duration, plural, SIGNS } from './words.ts';

export interface Shown {
  readonly traces: Traces;
  readonly catalogue: Catalogue;
  /** How deep the ladder of each scenario is shown; absent: only what was checked. */
  readonly depths: ReadonlyMap<ScenarioResult, Depth>;
  /** Ids of the requirements of the page. */
  readonly ids: ReadonlySet<string>;
}

export function pill(verdict: RequirementResult['verdict']): Html {
  return html`<span class="pill ${verdict}"><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</span>`;
}

export function requirementView(row: RequirementResult, shown: Shown): Html {
  const references = row.references.map(
    ({ spec, clause }) =>
      html`<li>${/^\d/.test(spec) ? `TS ${spec}` : spec} <span>clause ${clause}</span></li>`,
  );
  const entry = shown.catalogue.find(row.id);
  return html`<details class="row" id="${anchor(row.id)}" data-verdict="${row.verdict}">
<summary>${pill(row.verdict)}<code class="id">${row.id}</code><span class="title">${row.title}</span><span class="tags"><span>${row.modality}</span><span>level ${row.level}</span>${row.waiver && html`<span>waived until ${row.waiver.until}</span>`}</span></summary>
<div class="body">
<p class="paraphrase">${row.paraphrase}</p>
<dl class="about">
<dt>References</dt><dd><ul class="references">${references}</ul></dd>
<dt>Obliged</dt><dd>${row.entity === 'both' ? 'WIC and eP-CSCF' : row.entity}</dd>
${row.waiver && html`<dt>Waived</dt><dd>until ${row.waiver.until}: ${row.waiver.reason}${row.waiver.link !== undefined && html` <span>${row.waiver.link}</span>`}</dd>`}
${row.reason !== undefined && row.scenarios.length === 0 && html`<dt>Reason</dt><dd class="reason">${row.reason}</dd>`}
${row.aggregate && html`<dt>Sum of</dt><dd class="sum">${row.aggregate.map((id) => summed(id, shown))}</dd>`}
</dl>
${entry && backgroundView(entry)}
${row.scenarios.map((scenario) => scenarioView(scenario, shown))}
</div>
</details>
`;
}

/** What the catalogue says beyond the obligation itself: how it is provoked, and how its outcome is read. */
function backgroundView(entry: Requirement): Html | undefined {
  const { stimulus, accepts, warns, condition, discrepancy, formerly } = entry;
  const list = (texts: readonly string[]) =>
    texts.length > 0 && html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
  const facts: readonly (readonly [string, Html | string | false | undefined])[] = [
    ['Condition', condition],
    ['Stimulus', stimulus],
    ['Passes', list(accepts)],
    ['Warns', list(warns)],
    ['Evidence', entry.evidence],
    ['Editions', entry.editions.join(', ')],
    ['Source text', discrepancy?.source],
    ['Published text', discrepancy?.published],
    ['Handling', discrepancy?.handling],
    ['Formerly', formerly.length > 0 && formerly.join(', ')],
  ];
  const present = facts.filter(([, value]) => value !== undefined && value !== false);
  return html`<details class="background"><summary class="fold">How it is judged</summary>
<dl class="about">${present.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></details>
`;
}

function summed(id: string, { ids }: Shown): Html {
  return ids.has(id) ? html`<a href="#${anchor(id)}">${id}</a> ` : html`<span>${id}</span> `;
}

function scenarioView(scenario: ScenarioResult, shown: Shown): Html {
  const events = shown.traces.of(scenario);
  const needsAnswer = isJudged(scenario.verdict) && scenario.verdict !== 'pass';
  const repeated = scenario.checks.some(({ verdict }) => verdict === scenario.verdict);
  return html`<section class="scenario">
<header>${pill(scenario.verdict)}<h4>${scenario.name}</h4>${scenario.configuration !== '' && html`<span class="tag">${scenario.configuration}</span>`}<span class="place">${scenario.uri}:${scenario.line} · ${duration(scenario.durationMs)}</span></header>
${scenario.reason !== undefined && !repeated && html`<p class="why ${scenario.verdict}">${scenario.reason}</p>`}
${scenario.checks.length > 0 && html`<ol class="checks">${scenario.checks.map((check) => checkView(scenario, check, shown))}</ol>`}
<details class="trace"${needsAnswer && html` open`}><summary class="fold">Trace, ${plural(events.length, 'event')}</summary>
${ladderView(scenario, events, shown.depths.get(scenario) ?? 'checked')}
</details>
${needsAnswer && logView(shown.traces.log(scenario))}
</section>
`;
}

/** A log can be endless; its end is nearest to what happened. The whole stands in the run record. */
const LAST_LINES = 60;

function logView(lines: readonly LogLine[]): Html | undefined {
  if (lines.length === 0) return undefined;
  const last = lines.slice(-LAST_LINES);
  const which =
    last.length < lines.length
      ? `the last ${last.length} of ${lines.length} lines`
      : plural(lines.length, 'line');
  return html`<details class="trace"><summary class="fold">Log of the SUT, ${which}</summary>
<pre class="log">${last.map(({ text }) => html`${text}\n`)}</pre></details>`;
}

function checkView(scenario: ScenarioResult, check: CheckResult, shown: Shown): Html {
  const expected = check.expected.map((text, i) => html`${i > 0 && html` <em>or</em> `}<q>${text}</q>`);
  return html`<li class="check ${check.verdict}"><p><span class="sign" title="${check.verdict}">${SIGNS[check.verdict]}<span class="hidden"> ${check.verdict}</span></span>${check.title}</p>
<dl><dt>Expected</dt><dd>${expected}</dd><dt>Received</dt><dd><q>${check.received}</q></dd>
${check.evidence && evidenceView(scenario, check.evidence, shown)}</dl></li>
`;
}

function evidenceView(
  scenario: ScenarioResult,
  evidence: NonNullable<CheckResult['evidence']>,
  shown: Shown,
): Html {
  const { message, line } = evidence;
  const event = shown.traces.of(scenario).find(({ id }) => id === message);
  const where = line === undefined ? `message ${message}` : `message ${message}, line ${line}`;
  if (event === undefined) return html`<dt>Decided by</dt><dd>${where}</dd>`;
  const text = line === undefined ? undefined : messageLine(event, line);
  return html`<dt>Decided by</dt><dd><a href="#${messageAnchor(scenario, message)}">${where}</a>${text !== undefined && html`<code class="decider">${text}</code>`}</dd>`;
}
