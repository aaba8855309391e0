import { MediaSection, type Section, type SessionDescription } from '../../sdp/description.ts';
import { SdpParseError } from '../../sdp/error.ts';
import type { SdpLine } from '../../sdp/line.ts';

/** Something in a session description, in words for the report, with the line that shows it. */
export interface Finding {
  readonly what: string;
  /** Absent when it is something missing that has no place of its own. */
  readonly line?: SdpLine | undefined;
}

/** A section as the report names it: `m-line 2 (video)`, or `session level`. */
export function sectionName(section: Section): string {
  return section instanceof MediaSection ? `m-line ${section.index + 1} (${section.media})` : 'session level';
}

/** `m-line 2 (video): a=setup:actpass`. */
export function found(section: Section, line: SdpLine): Finding {
  return { what: `${sectionName(section)}: ${line.type}=${line.value}`, line };
}

/** What is missing from a media line, or wrong with it: `m-line 2 (video): no fingerprint`. */
export function lacking(section: MediaSection, what: string, line: SdpLine = section.line): Finding {
  return { what: `${sectionName(section)}: ${what}`, line };
}

/** What is wrong with something that the SUT wrote; that it breaks its grammar is wrong as well. */
export function judged<S extends MediaSection | SessionDescription, T>(
  subject: S,
  read: (subject: S) => T,
  judge: (value: T) => readonly Finding[],
): readonly Finding[] {
  let value: T;
  try {
    value = read(subject);
  } catch (reason) {
    if (!(reason instanceof SdpParseError)) throw reason;
    const media = subject instanceof MediaSection ? [subject] : subject.media;
    const section = media.find(({ lines }) => lines.some(({ number }) => number === reason.line));
    const line = [...subject.session.lines, ...media.flatMap(({ lines }) => lines)].find(
      ({ number }) => number === reason.line,
    );
    return [section ? lacking(section, reason.message, line) : { what: reason.message, line }];
  }
  return judge(value);
}
