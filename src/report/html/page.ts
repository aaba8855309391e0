/**
 * The HTML report: one file that needs no network and no JavaScript. Its content security policy admits
 * its own style sheet and script by hash and nothing else, so nothing a system under test has sent can run
 * or fetch, even if it came to stand in the page as markup.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Catalogue } from '../../catalogue/load.ts';
import type { Traces } from '../../run/record-traces.ts';
import type { Verdict } from '../../verdict/lattice.ts';
import type { ClauseResult, RequirementResult, Result } from '../../verdict/result.ts';
import { depths, MOST_BYTES } from './budget.ts';
import { clauseTree } from './clause-tree.ts';
import { pageHead } from './head.ts';
import { pill, requirementView, type Shown } from './requirement.ts';
import { runFacts } from './run-facts.ts';
import { Html, html } from './template.ts';
import { anchor, plural } from './words.ts';

const STYLE = ['base', 'head', 'requirements', 'ladder', 'run', 'media']
  .map((part) => readFileSync(new URL(`./style/${part}.css`, import.meta.url), 'utf8'))
  .join('');
const SCRIPT = readFileSync(new URL('./browser.js', import.meta.url), 'utf8');

/** What was not checked is left out of the ladders where the page would grow beyond 2 MB. */
export function htmlReport(result: Result, traces: Traces, catalogue: Catalogue): string {
  const ids = new Set(result.requirements.map(({ id }) => id));
  const bare = page(result, { traces, catalogue, ids, depths: new Map() });
  const room = MOST_BYTES - Buffer.byteLength(bare);
  return page(result, { traces, catalogue, ids, depths: depths(result, traces, room) });
}

function page(result: Result, shown: Shown): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${result.verdict ?? 'nothing selected'} · ${result.sut.name} · TS 24.371 conformance</title>
<style>${Html.own(STYLE)}</style>
</head>
<body>
${pageHead(result)}
<div class="columns">
${clauseTree(result)}
<main>
${result.clauses.map((clause) => clauseView(clause, result, shown))}
<p id="nothing" hidden>No requirement matches.</p>
${headingsWithoutRows(result)}
${runFacts(result)}
</main>
</div>
<script>${Html.own(SCRIPT)}</script>
</body>
</html>
`.toString();
}

function policy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

/** Rows that no run can judge are folded away, so that those that were judged can be seen. */
const FOLDED: readonly Verdict[] = ['untested', 'untestable', 'not-applicable'];

function clauseView(clause: ClauseResult, { clauses, requirements }: Result, shown: Shown): Html | undefined {
  const rows = requirements.filter((row) => row.clause === clause.clause);
  if (rows.length === 0 || clause.verdict === undefined) return undefined;
  const isFolded = ({ verdict }: RequirementResult) => FOLDED.includes(verdict);
  const folded = rows.filter(isFolded);
  const view = (row: RequirementResult) => requirementView(row, shown);
  return html`<section class="clause" id="${anchor('clause', clause.clause)}">
<h2>${parent(clause, clauses)}<span class="number">${clause.clause}</span> ${clause.title} ${pill(clause.verdict)}</h2>
<div class="rows">${rows.filter((row) => !isFolded(row)).map(view)}</div>
${
  folded.length > 0 &&
  html`<details class="folded"><summary class="fold">${plural(folded.length, 'requirement')} not judged: ${counted(folded)}</summary>
<div class="rows">${folded.map(view)}</div></details>`
}
</section>
`;
}

/** Many headings say little without the one above them: "WIC originating call" is there for each entity. */
function parent({ clause }: ClauseResult, clauses: readonly ClauseResult[]): Html | undefined {
  const above = clauses.find(
    (other) => other.clause === clause.slice(0, Math.max(0, clause.lastIndexOf('.'))),
  );
  return above && html`<span class="above">${above.clause} ${above.title}</span>`;
}

function counted(rows: readonly RequirementResult[]): string {
  return FOLDED.map((verdict) => [rows.filter((row) => row.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`)
    .join(', ');
}

function headingsWithoutRows({ clauses }: Result): Html | undefined {
  const empty = clauses.filter(({ verdict, reason }) => verdict === undefined && reason !== undefined);
  if (empty.length === 0) return undefined;
  return html`<section class="plain" data-quiet><details><summary class="fold">${plural(empty.length, 'clause')} without requirements, and why</summary>
<dl class="empty">${empty.map(({ clause, title, reason }) => html`<dt>${clause} ${title}</dt><dd>${reason}</dd>`)}</dl>
</details></section>
`;
}
