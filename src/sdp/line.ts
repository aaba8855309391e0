/** One line of a session description (RFC 8866 5), as it was received. */
export interface SdpLine {
  /** The one letter before the equals sign: `m`, `a`, … */
  readonly type: string;
  /** Everything behind the equals sign. */
  readonly value: string;
  /** 1-based, in the body. */
  readonly number: number;
}

/** An `a=` line taken apart (RFC 8866 5.13). */
export interface SdpAttribute {
  /** Case-sensitive. */
  readonly name: string;
  /** What stands behind the first colon; undefined for a property attribute such as `a=rtcp-mux`. */
  readonly value: string | undefined;
  readonly line: SdpLine;
}

/** Where an attribute stood that may stand at either level. */
export type Level = 'session' | 'media';

/** Reads an `a=` line. */
export function attributeOf(line: SdpLine): SdpAttribute {
  const colon = line.value.indexOf(':');
  if (colon < 0) return { name: line.value, value: undefined, line };
  return { name: line.value.slice(0, colon), value: line.value.slice(colon + 1), line };
}
