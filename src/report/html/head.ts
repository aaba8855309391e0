/** What a reader sees first: the SUT, the verdict, whether the run is whole, and what needs an answer. */
import { type Verdict, verdicts } from '../../verdict/lattice.ts';
import type { RequirementResult, Result } from '../../verdict/result.ts';
import { pill } from './requirement.ts';
import { type Html, html } from './template.ts';
import { anchor, duration, EDITIONS, moment, SIGNS } from './words.ts';

export function pageHead(result: Result): Html {
  const { sut, edition } = result;
  const took = result.finished === undefined ? 'did not finish' : duration(result.finished - result.started);
  return html`<header class="top">
<p class="product"><b>w2conf</b> TS 24.371 conformance report</p>
<div class="headline">
<div>
<h1>${sut.name}</h1>
<p class="run">eP-CSCF under test, ${sut.deviation === undefined ? sut.driver : `${sut.driver} with ${sut.deviation}`} · edition ${edition} (${EDITIONS[edition]}) · ${moment(result.started)} · ${took}</p>
</div>
${overall(result.verdict)}
</div>
${banners(result)}
${totals(result)}
${attention(result)}
${controls(result)}
</header>`;
}

const SAID: Readonly<Record<Verdict, string>> = {
  pass: 'Everything that was judged passes.',
  warning: 'No requirement failed; some deserve a look.',
  inconclusive: 'Some requirements could not be decided.',
  fail: 'At least one requirement is violated.',
  error: 'The test system itself went wrong.',
  'not-run': 'Not everything that was selected ran.',
  'not-applicable': 'Nothing selected applies to this system.',
  untested: 'Nothing selected has a test.',
  untestable: 'Nothing selected can be observed.',
};

function overall(verdict: Verdict | undefined): Html {
  if (verdict === undefined)
    return html`<p class="overall untested"><b>nothing</b><span>No requirement was selected.</span></p>`;
  return html`<p class="overall ${verdict}"><b><span aria-hidden="true">${SIGNS[verdict]}</span> ${verdict}</b><span>${SAID[verdict]}</span></p>`;
}

function banners(result: Result): Html[] {
  const { incompleteReason, unreachable, errors, waiverProblems } = result;
  return [
    ...(unreachable === undefined
      ? []
      : [html`<p class="banner"><b>The SUT could not be reached.</b> ${unreachable}</p>`]),
    ...(incompleteReason === undefined
      ? []
      : [
          html`<p class="banner"><b>This run is incomplete.</b> ${incompleteReason}. No conclusion may be drawn from what is missing.</p>`,
        ]),
    ...errors.map((error) => html`<p class="banner"><b>Error of the test system.</b> ${error}</p>`),
    ...waiverProblems.map((problem) => html`<p class="banner"><b>Look at the waivers.</b> ${problem}</p>`),
  ];
}

function totals({ totals: counts }: Result): Html {
  const present = verdicts.filter((verdict) => counts[verdict] > 0);
  const segments = present.map((verdict) => {
    const rest = Array.from({ length: counts[verdict] - 1 }, () => html`<i class="${verdict}"></i>`);
    return html`<i class="first ${verdict}"></i>${rest}`;
  });
  return html`<div class="totals">
<div class="bar" aria-hidden="true">${segments}</div>
<ul>${present.map((verdict) => html`<li class="${verdict}"><label><input type="checkbox" class="filter" value="${verdict}" checked><span class="sign" aria-hidden="true">${SIGNS[verdict]}</span> <b>${counts[verdict]}</b> ${verdict}</label></li>`)}</ul>
</div>`;
}

const NEEDS_ANSWER: readonly Verdict[] = ['fail', 'error', 'inconclusive', 'not-run', 'warning'];
/** The worst are there at once, the others a click away. */
const LISTED_AT_ONCE = 12;

function attention({ requirements }: Result): Html | undefined {
  const rows = NEEDS_ANSWER.flatMap((verdict) =>
    requirements.filter((row) => row.verdict === verdict && row.aggregate === undefined),
  );
  if (rows.length === 0) return undefined;
  const more = rows.slice(LISTED_AT_ONCE);
  return html`<section class="attention" aria-label="What needs an answer"><h2>Needs an answer</h2>
<ul>${rows.slice(0, LISTED_AT_ONCE).map(attentionItem)}</ul>
${more.length > 0 && html`<details><summary class="fold">${more.length} more</summary><ul>${more.map(attentionItem)}</ul></details>`}
</section>`;
}

/** Longer reasons stand whole with the requirement. */
const LONGEST_REASON = 220;

function attentionItem(row: RequirementResult): Html {
  const reason = `${row.waiver ? `waived until ${row.waiver.until}: ${row.waiver.reason}. ` : ''}${row.reason ?? ''}`;
  const short = reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason;
  return html`<li>${pill(row.verdict)}<div><a href="#${anchor(row.id)}"><code>${row.id}</code> ${row.title}</a><p>${short}</p></div></li>`;
}

function controls({ requirements }: Result): Html {
  return html`<div class="controls" role="search">
<input type="search" class="search" id="search" placeholder="Search ${requirements.length} requirements: id, clause, words, header field …" aria-label="Search the requirements">
<button type="button" id="open">Open all</button><button type="button" id="close">Close all</button>
<output id="count" aria-live="polite"></output>
</div>`;
}
