/** Reads `500ms` or `2s` (whole or decimal, greater than zero) as milliseconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text.trim());
  const value = Number(match?.[1]) * (match?.[2] === 's' ? 1000 : 1);
  return value > 0 && Number.isFinite(value) ? value : undefined;
}

/** Writes milliseconds as a profile would. */
export function durationText(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
