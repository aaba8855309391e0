import { excerpt, SdpParseError } from './error.ts';
import type { SdpLine } from './line.ts';

/** The fields of an `m=` line (RFC 8866 5.14). */
export interface MediaLine {
  readonly media: string;
  readonly port: number;
  readonly proto: string;
  readonly formats: readonly string[];
  readonly line: SdpLine;
}

const grammar = /^([^ ]+) ([0-9]{1,5})(?:\/([0-9]{1,5}))? ([^ ]+) ([^ ]+(?: [^ ]+)*)$/;

/** @throws SdpParseError */
export function mediaLineOf(line: SdpLine): MediaLine {
  const fields = grammar.exec(line.value);
  if (!fields) {
    throw new SdpParseError(
      `m= has not the form "media port proto formats": ${excerpt(line.value)}`,
      line.number,
    );
  }
  const [, media = '', port = '', count, proto = '', formats = ''] = fields;
  if (Number(port) > 65_535) throw new SdpParseError(`the port of m= is ${port}`, line.number);
  if (count !== undefined && Number(count) === 0) {
    throw new SdpParseError('m= has the port count 0', line.number);
  }
  return { media, port: Number(port), proto, formats: formats.split(' '), line };
}
