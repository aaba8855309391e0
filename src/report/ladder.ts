/** The ladder of one scenario as a value: lifelines, arrows, and what stands on them. */
import type { TraceEvent } from '../trace/event.ts';
import type { Judged } from '../verdict/lattice.ts';
import type { CheckResult } from '../verdict/result.ts';

export type RungKind = 'request' | 'provisional' | 'success' | 'refusal' | 'transport' | 'garbage';

/** What a message decided. */
export interface Mark {
  readonly verdict: Judged;
  /** 1-based; absent when the message as a whole decided. */
  readonly line?: number;
}

export interface Rung {
  readonly event: TraceEvent;
  /** Indexes of lifelines. */
  readonly from: number;
  readonly to: number;
  readonly kind: RungKind;
  /** The method or status in short. */
  readonly label: string;
  /** What else the start line says: the request URI, or the method answered. */
  readonly detail: string;
  /** Milliseconds since the first event of the ladder. */
  readonly after: number;
  /** Worst first. */
  readonly marks: readonly Mark[];
}

export interface Ladder {
  /** Roles from the access side to the core: WICs, web servers, eP-CSCF, core. */
  readonly lifelines: readonly string[];
  readonly rungs: readonly Rung[];
}

export function ladder(events: readonly TraceEvent[], checks: readonly CheckResult[]): Ladder {
  const lifelines = [...new Set(events.flatMap(({ from, to }) => [from, to]))].sort(
    (a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en'),
  );
  const start = events[0]?.at ?? 0;
  return {
    lifelines,
    rungs: events.map((event) => ({
      event,
      from: lifelines.indexOf(event.from),
      to: lifelines.indexOf(event.to),
      after: event.at - start,
      marks: marksOf(event, checks),
      ...described(event),
    })),
  };
}

function rank(role: string): number {
  const order = [/^WIC/, /^(WWSF|WAF)/, /^eP-CSCF$/, /^core$/];
  const found = order.findIndex((pattern) => pattern.test(role));
  return found === -1 ? order.length : found;
}

const WORST_FIRST: readonly Judged[] = ['error', 'fail', 'inconclusive', 'warning', 'pass'];

function marksOf({ id }: TraceEvent, checks: readonly CheckResult[]): Mark[] {
  return checks
    .filter(({ evidence }) => evidence?.message === id)
    .map(({ verdict, evidence }) => ({
      verdict,
      ...(evidence?.line !== undefined && { line: evidence.line }),
    }))
    .sort((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict));
}

function described(event: TraceEvent): Pick<Rung, 'kind' | 'label' | 'detail'> {
  const text = Buffer.from(event.bytes?.subarray(0, 4096) ?? []).toString('utf8');
  const start = text.split(/\r?\n/, 1)[0] ?? '';
  if (event.kind === 'garbage') return { kind: 'garbage', label: 'not SIP', detail: event.note ?? '' };
  if (event.kind !== 'sip' && event.kind !== 'handshake') {
    return { kind: 'transport', label: event.kind, detail: event.note ?? '' };
  }
  const status = /^[A-Z]+\/\d\.\d (\d{3}) ?(.*)$/.exec(start);
  if (status) {
    const method = /^CSeq[ \t]*:[ \t]*\d+[ \t]+(\S+)/im.exec(text)?.[1];
    return {
      kind: statusKind(Number(status[1])),
      label: `${status[1]} ${status[2]}`.trim(),
      detail: method ?? '',
    };
  }
  const [method = '', uri = ''] = start.split(' ');
  return { kind: 'request', label: method || event.kind, detail: uri };
}

function statusKind(status: number): RungKind {
  if (status < 200) return 'provisional';
  return status < 300 ? 'success' : 'refusal';
}
