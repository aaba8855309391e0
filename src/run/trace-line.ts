import type { TraceEvent } from '../trace/event.ts';
import type { Redactor } from '../trace/redact.ts';
import type { TraceLine } from './record.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A trace event as the record stores it: redacted, its bytes as text where they are UTF-8. */
export function traceLine(event: TraceEvent, redactor: Redactor): TraceLine {
  const { bytes, ...rest } = event;
  const facts = redactor.value(rest);
  if (!bytes) return facts;
  const clean = redactor.bytes(bytes);
  try {
    return { ...facts, text: strictUtf8.decode(clean) };
  } catch {
    return { ...facts, base64: Buffer.from(clean).toString('base64') };
  }
}
