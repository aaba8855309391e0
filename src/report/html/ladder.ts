/** The ladder as HTML: every rung opens to its message, without any script. */
import { createHash } from 'node:crypto';
import type { Address, TraceEvent } from '../../trace/event.ts';
import type { ScenarioResult } from '../../verdict/result.ts';
import { type Ladder, ladder, type Mark, type Rung } from '../ladder.ts';
import { messageBlock } from './message.ts';
import { type Html, html } from './template.ts';
import { anchor, SIGNS } from './words.ts';

/** The style sheet has positions for this many lifelines; further ones share the last. */
const MOST_LIFELINES = 8;

/** Where a message of a scenario stands in the page; short, because it stands there for every message. */
export function messageAnchor(scenario: ScenarioResult, message: string): string {
  const name = createHash('sha256').update(`${scenario.record} ${scenario.key}`).digest('hex').slice(0, 10);
  return anchor(`m${name}`, message);
}

/** How much of a ladder is shown: every message, every arrow, or only what was checked. */
export type Depth = 'whole' | 'arrows' | 'checked';

/** What a ladder that is not whole says about the rest. */
const OMITTED: Readonly<Record<Depth, string>> = {
  whole: '',
  arrows:
    'Only the messages that were checked are shown; the others are in the run record and in the capture.',
  checked: 'Only what was checked is shown; all else is in the run record and in the capture.',
};

/** The ladder of a scenario, as deep as the page has room for; it says what it leaves out. */
export function ladderView(scenario: ScenarioResult, events: readonly TraceEvent[], depth: Depth): Html {
  if (events.length === 0) return html`<p class="quiet">Nothing crossed W2 or Mw in this scenario.</p>`;
  const shown = ladder(events, scenario.checks);
  const rungs = depth === 'checked' ? shown.rungs.filter(({ marks }) => marks.length > 0) : shown.rungs;
  const count = Math.min(shown.lifelines.length, MOST_LIFELINES);
  return html`<div class="ladder n${count}">
<div class="roles"><span class="at">ms</span><div class="lanes">${shown.lifelines.map((role) => html`<span>${role}</span>`)}${points(shown)}</div></div>
${rungs.map((rung) => rungView(scenario, shown, rung, depth === 'whole'))}
</div>${OMITTED[depth] && html`<p class="quiet">${OMITTED[depth]}</p>`}`;
}

/** The reference points, each named between the lifelines that it joins. */
function points({ rungs }: Ladder): Html[] {
  const between = new Map<number, Set<string>>();
  for (const { from, to, event } of rungs) {
    if (Math.abs(from - to) !== 1) continue;
    const left = Math.min(from, to);
    between.set(left, (between.get(left) ?? new Set()).add(event.ref));
  }
  return [...between].map(
    ([left, refs]) => html`<span class="point f${left}">${[...refs].join(', ')}</span>`,
  );
}

function rungView(scenario: ScenarioResult, { lifelines }: Ladder, rung: Rung, whole: boolean): Html {
  const { event, marks } = rung;
  const worst = marks[0];
  const decides = worst !== undefined && worst.verdict !== 'pass';
  const id = messageAnchor(scenario, event.id);
  const classes = [
    'rung',
    rung.kind,
    `f${Math.min(rung.from, MOST_LIFELINES - 1)}`,
    `t${Math.min(rung.to, MOST_LIFELINES - 1)}`,
    rung.to < rung.from ? 'back' : 'forth',
    ...(decides ? ['decides', worst.verdict] : []),
  ].join(' ');
  const arrow = html`<span class="at">+${rung.after.toFixed(1)}</span><span class="lanes"><span class="arrow"><b>${rung.label}</b> <i>${rung.detail}</i></span></span>${badge(worst)}<span class="hidden">, from ${lifelines[rung.from]} to ${lifelines[rung.to]} at ${event.ref}</span>`;
  const expandable = (whole || marks.length > 0) && (event.bytes !== undefined || event.note !== undefined);
  if (!expandable) return html`<div class="${classes}" id="${id}">${arrow}</div>\n`;
  return html`<details class="${classes}" id="${id}"${decides && html` open`}><summary>${arrow}</summary>${facts(event)}${event.bytes && messageBlock(event, linesOf(marks))}</details>\n`;
}

function badge(worst: Mark | undefined): Html {
  if (worst === undefined) return html`<span class="mark"></span>`;
  const said = worst.verdict === 'pass' ? 'checked' : 'decides';
  return html`<span class="mark ${worst.verdict}">${SIGNS[worst.verdict]} ${said}</span>`;
}

function facts({ id, ref, transport, source, destination, connection, note }: TraceEvent): Html {
  const path = source && destination ? `${addressText(source)} → ${addressText(destination)}` : '';
  const parts = [id, ref, transport.toUpperCase(), path, connection, note ?? ''].filter(
    (part) => part !== '',
  );
  return html`<p class="facts">${parts.join(' · ')}</p>`;
}

function addressText({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The class of each line that decided something; of several the worst. */
function linesOf(marks: readonly Mark[]): ReadonlyMap<number, string> {
  const lines = new Map<number, string>();
  for (const { line, verdict } of marks) {
    if (line !== undefined && !lines.has(line)) lines.set(line, verdict);
  }
  return lines;
}
