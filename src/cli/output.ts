import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Styles a text for a stream: plain unless it is a terminal; NO_COLOR and FORCE_COLOR decide otherwise. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(style, text, { stream });
}

/** One line for the user's eyes or for a pipe. */
export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** What went wrong, on standard error, with what to do about it. */
export function printError(message: string, remedy?: string): void {
  const label = styled(['red', 'bold'], 'error:', process.stderr);
  process.stderr.write(`${label} ${message}\n${remedy === undefined ? '' : `remedy: ${remedy}\n`}`);
}
