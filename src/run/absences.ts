import { topVia } from '../sip/headers/index.ts';
import { SipRequest } from '../sip/message.ts';
import { parseMessage } from '../sip/parse.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { Absence } from './lab-messages.ts';
import type { CheckLine, ScenarioKey } from './record.ts';

/** Watches what reaches the core for messages that a scenario has declared impossible and that come after its end. */
export class Absences {
  readonly #declared = new Map<ScenarioKey, Absence[]>();
  readonly #ended = new Set<ScenarioKey>();
  /** Every transaction that reached the core: its retransmissions are nothing new (RFC 3261 17.2.3). */
  readonly #transactions = new Set<string>();

  declare(absence: Absence): void {
    const { scenario } = absence;
    this.#declared.set(scenario, [...(this.#declared.get(scenario) ?? []), absence]);
  }

  ended(scenario: ScenarioKey): void {
    this.#ended.add(scenario);
  }

  /** The checks that this event violates. */
  violatedBy(event: TraceEvent): readonly CheckLine[] {
    const { scenario, id, at } = event;
    const request = requestToCore(event);
    if (!request || this.#isRetransmission(request)) return [];
    if (scenario === undefined || !this.#ended.has(scenario)) return [];
    const { method } = request;
    return (this.#declared.get(scenario) ?? [])
      .filter(({ methods }) => methods.includes(method))
      .map(({ title, expected }) => ({
        scenario,
        at,
        outcome: 'violated',
        title,
        expected,
        received: `${method} after the scenario had ended`,
        evidence: { message: id, line: 1 },
      }));
  }

  #isRetransmission(request: SipRequest): boolean {
    const key = transactionOf(request);
    if (key === undefined) return false;
    const known = this.#transactions.has(key);
    this.#transactions.add(key);
    return known;
  }
}

function requestToCore({ kind, ref, to, bytes }: TraceEvent): SipRequest | undefined {
  if (kind !== 'sip' || ref !== 'Mw' || to !== 'core' || !bytes) return undefined;
  return unlessUnreadable(() => {
    const message = parseMessage(bytes);
    return message instanceof SipRequest ? message : undefined;
  });
}

function transactionOf(request: SipRequest): string | undefined {
  return unlessUnreadable(() => {
    const { branch, host, port } = topVia(request);
    return branch && `${request.method} ${host} ${port ?? ''} ${branch}`;
  });
}

/** Whatever the SUT sends, the run goes on: what cannot be read is no request that anybody declared impossible. */
function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
