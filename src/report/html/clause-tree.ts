/** The clauses of TS 24.371 with their verdicts, as a way through the page. */
import type { ClauseResult, Result } from '../../verdict/result.ts';
import { type Html, html } from './template.ts';
import { anchor, SIGNS } from './words.ts';

export function clauseTree({ clauses }: Result): Html {
  const filled = clauses.filter(({ verdict }) => verdict !== undefined);
  const shown = clauses.filter(({ clause }) => filled.some((other) => within(other.clause, clause)));
  return html`<nav class="tree" aria-label="Clauses"><h2>Clauses</h2><ol>${shown.map(item)}</ol></nav>`;
}

function within(clause: string, ancestor: string): boolean {
  return clause === ancestor || clause.startsWith(`${ancestor}.`);
}

function item({ clause, title, verdict, totals }: ClauseResult): Html {
  const depth = Math.min(clause.split('.').length, 4);
  const label = html`<span class="number">${clause}</span><span class="name">${title}</span>`;
  if (verdict === undefined) return html`<li class="d${depth}"><span class="heading">${label}</span></li>`;
  const count = html`<span class="count ${verdict}" title="${totals[verdict]} ${verdict}">${SIGNS[verdict]} ${totals[verdict]}</span>`;
  return html`<li class="d${depth}"><a href="#${anchor('clause', clause)}">${label}${count}</a></li>`;
}
