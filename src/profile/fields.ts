/** Building blocks of the profile schema whose errors say what was expected and how to write it. */
import { z } from 'zod';

/** The remedy that a custom issue carries beside its message. */
export interface IssueParams {
  readonly remedy: string;
}

/** Shows a value of the profile in a message. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return `${typeof value} ${String(value)}`;
}

interface Reading<T> {
  /** Returns undefined for a text that is no such value. */
  readonly read: (text: string) => T | undefined;
  readonly expected: string;
  readonly example: string;
  /** Keeps the value out of error messages. */
  readonly secret?: boolean;
}

/** A field written as text and read into a value. */
export function field<T>({ read, expected, example, secret }: Reading<T>) {
  return z.unknown().transform((value, context): T => {
    const result = typeof value === 'string' ? read(value) : undefined;
    if (result !== undefined) return result;
    const isScalar = typeof value === 'number' || typeof value === 'boolean';
    const unquoted = isScalar && read(String(value)) !== undefined;
    const remedy = unquoted ? `quote it, for example "${example}"` : `write for example ${example}`;
    context.addIssue({
      code: 'custom',
      message: secret ? `expected ${expected}` : `expected ${expected}, found ${shown(value)}`,
      params: { remedy } satisfies IssueParams,
    });
    return z.NEVER;
  });
}

/** A text that is not empty and matches. */
export function text(expected: string, example: string, pattern = /\S/, secret = false) {
  return field({ read: (value) => (pattern.test(value) ? value : undefined), expected, example, secret });
}

/** A group of keys. Its message for an unknown key is the comma list of the known ones. */
export function group<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(',') : undefined),
  });
}

/** A group whose keys all have defaults: it may be absent, or empty because all its lines are commented out. */
export function section<S extends z.ZodRawShape>(shape: S) {
  return z.preprocess((value) => value ?? {}, group(shape));
}
