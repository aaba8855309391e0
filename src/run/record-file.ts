/** Reads and writes run records. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Footer, type Header, isOwnLine, RECORD_FORMAT, type RecordLine } from './record.ts';

/** A record as read: the header apart, everything in between in its order. */
export interface RunRecord {
  /** Where it came from, as the user named it. */
  readonly file: string;
  readonly header: Header;
  readonly lines: readonly RecordLine[];
  /** Absent: the run did not finish. */
  readonly footer?: Footer;
}

/** The file is no run record, or one of another format. The message names file, line and remedy. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

/** Appends lines; every line is on disk when `write` returns, so a killed run leaves all it had. */
export class RecordWriter {
  #fd: number | undefined;

  /** Replaces what is at `path`. */
  constructor(path: string) {
    this.#fd = openSync(path, 'w');
  }

  /** Does nothing once closed: an event that arrives while a run is being stopped is not worth a crash. */
  write(line: RecordLine): void {
    if (this.#fd === undefined) return;
    writeSync(this.#fd, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

/** @throws RecordError also when the file cannot be read */
export function readRecord(path: string): RunRecord {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new RecordError(`${path}: cannot be read: ${why}. Name a record.ndjson that a run has written.`);
  }
  return parseRecord(text, path);
}

/**
 * Parses the text of a record. A last line cut off by a crash is left out; anything else that is no
 * record line is an error.
 * @param file named in errors
 * @throws RecordError
 */
export function parseRecord(text: string, file: string): RunRecord {
  const texts = text.split('\n');
  const lines: RecordLine[] = [];
  for (const [index, line] of texts.entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (parsed === undefined) {
      // Only the last line can have been cut off, and then no line feed follows it.
      if (index === texts.length - 1 && lines.length > 0) break;
      throw notARecord(file, index + 1, 'is no line of a run record');
    }
    if (lines.length === 0) checkHeader(parsed, file, index + 1);
    lines.push(parsed);
  }
  return recordOf(lines, file);
}

/**
 * The record that these lines are.
 * @param file named in errors
 * @throws RecordError when the first is no header
 */
export function recordOf(all: readonly RecordLine[], file: string): RunRecord {
  const [first, ...lines] = all;
  const header = first !== undefined && isOwnLine(first) ? first.w2conf.header : undefined;
  if (header === undefined) throw notARecord(file, 1, 'is missing: the file is empty');
  const footer = lines.filter(isOwnLine).findLast(({ w2conf }) => w2conf.footer !== undefined)?.w2conf.footer;
  return { file, header, lines, ...(footer && { footer }) };
}

function parseLine(text: string): RecordLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as RecordLine)
      : undefined;
  } catch {
    return undefined;
  }
}

function checkHeader(line: RecordLine, file: string, number: number): void {
  const header: unknown = isOwnLine(line) ? line.w2conf?.header : undefined;
  if (typeof header !== 'object' || header === null) throw notARecord(file, number, 'is no record header');
  const format: unknown = Reflect.get(header, 'format');
  if (format !== RECORD_FORMAT) {
    throw new RecordError(
      `${file}:${number}: this record has format ${JSON.stringify(format)}, this tool reads format ` +
        `${RECORD_FORMAT}. Judge it with the version of the tool that wrote it.`,
    );
  }
  const missing = ['tool', 'catalogue', 'sut', 'configurations', 'planned', 'notApplicable'].filter(
    (key) => !Object.hasOwn(header, key),
  );
  if (missing.length > 0) throw notARecord(file, number, `is a header without ${missing.join(', ')}`);
}

function notARecord(file: string, line: number, what: string): RecordError {
  return new RecordError(
    `${file}:${line}: line ${line} ${what}. Name a record.ndjson that a run has written.`,
  );
}
