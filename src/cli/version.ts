import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import type { ToolInfo } from '../run/record.ts';

/** The version of w2conf, from its package.json. */
export function version(): string {
  const file = findPackageJSON('..', import.meta.url);
  if (file === undefined) throw new Error('package.json of w2conf is missing');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** This program, as records and reports name it. */
export function toolInfo(): ToolInfo {
  return { name: 'w2conf', version: version(), node: process.version };
}
