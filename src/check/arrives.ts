import { check } from './check.ts';
import { type Cap, checkContext, type Evidence } from './recorder.ts';

/** How an awaited event is named in the report, and what stands as evidence when it never came. */
export interface Awaited {
  readonly title: string;
  readonly expected: readonly string[];
  /** The stimulus: cited when nothing arrives. */
  readonly after?: Evidence | undefined;
}

/** Anything observed that has a place in the trace. */
export interface Observed {
  readonly id: string;
}

/**
 * Awaits an event that the requirement demands. Its absence within the bound of the wait is a violation; its
 * arrival after the PIXIT `response` time is recorded as a warning, since slow is not yet wrong.
 * @throws CheckFailed when the wait ends without the event
 */
export async function arrives<T extends Observed>(wait: Promise<T>, awaited: Awaited): Promise<T>;
/** The same with a cap: a missing event is recorded and `undefined` returned. */
export async function arrives<T extends Observed>(
  wait: Promise<T>,
  awaited: Awaited,
  cap: Cap,
): Promise<T | undefined>;
export async function arrives<T extends Observed>(
  wait: Promise<T>,
  awaited: Awaited,
  cap?: Cap,
): Promise<T | undefined> {
  const context = checkContext();
  const began = context.now();
  let event: T;
  try {
    event = await wait;
  } catch (reason) {
    if (!(reason instanceof Error) || reason.name !== 'PeerDidNot') throw reason;
    check({
      title: awaited.title,
      ok: false,
      expected: awaited.expected,
      received: `nothing within the bound (${reason.message})`,
      ...(awaited.after && { evidence: awaited.after }),
      cap,
    });
    return undefined;
  }
  const waited = context.now() - began;
  check({
    title: awaited.title,
    ok: true,
    expected: awaited.expected,
    received: 'it arrived',
    evidence: { message: event.id },
  });
  if (waited > context.responseMs) {
    check({
      title: `${awaited.title}: in time`,
      ok: false,
      cap: 'warning',
      expected: [`within ${context.responseMs} ms (PIXIT response)`],
      received: `after ${Math.round(waited)} ms`,
      evidence: { message: event.id },
    });
  }
  return event;
}
