/** The summary a run ends with. Plain text for 80 columns; colour comes from the styler of the caller. */
import { type Verdict, verdicts } from '../verdict/lattice.ts';
import type {
  CheckResult,
  ClauseResult,
  RequirementResult,
  Result,
  ScenarioResult,
} from '../verdict/result.ts';

export type Style = 'green' | 'yellow' | 'red' | 'magenta' | 'dim' | 'bold';

/** Colours a piece of text, or returns it as it is. */
export type Styler = (style: Style, text: string) => string;

const plain: Styler = (_, text) => text;

const WIDTH = 80;

const STYLES: Readonly<Record<Verdict, Style>> = {
  pass: 'green',
  warning: 'yellow',
  inconclusive: 'magenta',
  fail: 'red',
  error: 'red',
  'not-run': 'magenta',
  'not-applicable': 'dim',
  untested: 'dim',
  untestable: 'dim',
};

/** Verdicts a reader has to act on, in the order in which they are listed. */
const LISTED: readonly Verdict[] = ['fail', 'error', 'inconclusive', 'not-run'];

/** @param files the reports written, as the user may open them; the first is named as the one to read */
export function consoleSummary(result: Result, files: readonly string[], style: Styler = plain): string {
  const parts = [
    ...LISTED.flatMap((verdict) => listed(result, verdict, style)),
    clauseTable(result, style),
    runLines(result, style),
    files.length > 0
      ? `${files.map((file, i) => `${i === 0 ? 'Report   ' : '         '}${file}`).join('\n')}`
      : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function listed(result: Result, verdict: Verdict, style: Styler): string[] {
  return result.requirements
    .filter((row) => row.verdict === verdict && row.aggregate === undefined && !saidBelow(row, result))
    .map((row) => rowText(row, style));
}

/** That the SUT is out of reach is said once, not with every requirement. */
function saidBelow({ scenarios }: RequirementResult, { unreachable }: Result): boolean {
  if (unreachable === undefined || scenarios.length === 0) return false;
  return scenarios.every(({ reason }) => reason === `SUT unreachable: ${unreachable}`);
}

function rowText(row: RequirementResult, style: Styler): string {
  const head = `${style(STYLES[row.verdict], row.verdict)}  ${style('bold', row.id)}  ${row.title}`;
  const from = row.references.map(({ spec, clause }) => `${spec} ${clause}`).join(', ');
  const [first, ...others] = row.scenarios.filter((scenario) => scenario.verdict === row.verdict);
  return [
    head,
    style('dim', `  ${row.modality}, ${from}`),
    ...(row.waiver ? wrapped(`  waived until ${row.waiver.until}: `, row.waiver.reason) : []),
    ...(first ? scenarioText(first, style) : wrapped('  ', row.reason ?? '')),
    ...others.map((scenario) => style('dim', `  also ${place(scenario)}`)),
  ].join('\n');
}

function scenarioText(scenario: ScenarioResult, style: Styler): string[] {
  const deciding = scenario.checks.find((check) => check.verdict === scenario.verdict);
  const why = deciding ? checkText(deciding) : wrapped('  ', scenario.reason ?? '');
  return [style('dim', `  ${place(scenario)}`), ...why];
}

function place({ uri, line, configuration }: ScenarioResult): string {
  return `${uri}:${line}${configuration && ` [${configuration}]`}`;
}

function checkText({ title, expected, received, evidence }: CheckResult): string[] {
  const line = evidence?.line === undefined ? '' : `, line ${evidence.line}`;
  return [
    ...wrapped('  check     ', title),
    ...wrapped('  expected  ', expected.join(' or ')),
    ...wrapped('  received  ', received),
    ...(evidence ? [`  evidence  message ${evidence.message}${line}`] : []),
  ];
}

/** Breaks at blanks; later lines are indented like the first text. Longer words stay whole. */
function wrapped(label: string, text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of visible(text).split(' ')) {
    if (line !== '' && label.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((content, i) => (i === 0 ? label : ' '.repeat(label.length)) + content);
}

/** What a SUT sent must not steer the reader's terminal. */
function visible(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}

const COLUMNS = ['pass', 'warning', 'inconclusive', 'fail', 'error'] as const;
const HEADINGS = ['pass', 'warn', 'inconc', 'fail', 'error', 'other'] as const;

function clauseTable(result: Result, style: Styler): string {
  const clauses = result.clauses.filter(({ verdict }) => verdict !== undefined);
  if (clauses.length === 0) return '';
  const numberWidth = Math.max(6, ...clauses.map(({ clause }) => clause.length));
  const titleWidth = WIDTH - numberWidth - 2 - HEADINGS.reduce((sum, heading) => sum + heading.length + 2, 0);
  const row = (number: string, title: string, cells: readonly string[]) =>
    `${number.padEnd(numberWidth)}  ${fitted(title, titleWidth)}  ${cells.join('  ')}`.trimEnd();
  const head = row('Clause', '', HEADINGS);
  return [
    style('bold', head),
    ...clauses.map((clause) => row(clause.clause, clause.title, cells(clause, style))),
  ].join('\n');
}

function cells({ totals }: ClauseResult, style: Styler): string[] {
  const others = verdicts
    .filter((verdict) => !(COLUMNS as readonly Verdict[]).includes(verdict))
    .reduce((sum, verdict) => sum + totals[verdict], 0);
  return HEADINGS.map((heading, i) => {
    const verdict = COLUMNS[i];
    const count = verdict === undefined ? others : totals[verdict];
    const text = (count === 0 ? '·' : String(count)).padStart(heading.length);
    return count === 0 || verdict === undefined ? style('dim', text) : style(STYLES[verdict], text);
  });
}

function fitted(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

function runLines(result: Result, style: Styler): string {
  const worst = result.verdict ?? 'nothing selected';
  const sut = `${result.sut.name} (${result.sut.driver}${result.sut.deviation ? `, ${result.sut.deviation}` : ''})`;
  return [
    ...result.errors.map((error) => `${style('red', 'error')}    ${visible(error)}`),
    ...result.waiverProblems.map((problem) => `${style('red', 'waiver')}   ${visible(problem)}`),
    ...(result.unreachable === undefined
      ? []
      : [`${style('red', 'SUT unreachable')}: ${result.unreachable.split('\n').map(visible).join('\n')}`]),
    ...(result.incompleteReason === undefined
      ? []
      : [`${style('red', 'INCOMPLETE')}: ${visible(result.incompleteReason)}`]),
    `SUT      ${visible(sut)}, edition ${result.edition}, seed ${result.seed}`,
    ...totalLines(result, style),
    `Verdict  ${result.verdict ? style(STYLES[result.verdict], worst) : worst}`,
  ].join('\n');
}

function totalLines({ totals }: Result, style: Styler): string[] {
  const label = 'Totals   ';
  const lines: string[] = [];
  let width = WIDTH;
  for (const verdict of verdicts.filter((each) => totals[each] > 0)) {
    const item = `${totals[verdict]} ${verdict}`;
    const fits = width + item.length + 2 < WIDTH;
    const before = fits ? ', ' : lines.length === 0 ? label : ' '.repeat(label.length);
    width = (fits ? width : 0) + before.length + item.length;
    const last = fits ? (lines.pop() ?? '') : '';
    if (!fits && lines.length > 0) lines.push(`${lines.pop()},`);
    lines.push(`${last}${before}${style(STYLES[verdict], item)}`);
  }
  return lines.length > 0 ? lines : [`${label}no requirement`];
}
