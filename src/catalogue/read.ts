import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { locate } from '../profile/locate.ts';

/** A mistake in the catalogue's own files; the message names file and line. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
}

/** What a file says, and where it says it. */
export interface Read<T> {
  readonly value: T;
  /** Throws a CatalogueError that names the file and the line of this path. */
  readonly refuse: (path: readonly PropertyKey[], message: string) => never;
}

/**
 * Reads a YAML text by a schema.
 * @throws CatalogueError for bad YAML, an unknown key or a value the schema refuses
 */
export function read<S extends z.ZodType>(file: string, content: string, schema: S): Read<z.infer<S>> {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const refuse = (path: readonly PropertyKey[], message: string, onKey = false): never => {
    throw new CatalogueError(`${file}:${locate(document, lines, path, onKey).line}: ${message}`);
  };
  const [error] = document.errors;
  if (error) throw new CatalogueError(`${file}:${error.linePos?.[0].line ?? 1}: ${error.message}`);
  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, refuse };
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return refuse([...issue.path, key], `unknown key ${key}`, true);
  }
  return refuse(issue?.path ?? [], `${issue?.path.map(String).join('.')}: ${issue?.message}`);
}
