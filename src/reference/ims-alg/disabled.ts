import type { Line, Planned } from './line.ts';
import { connectionLine, mediaLine } from './lines.ts';

/** A line with port zero: refused, or not used (RFC 3264 6, 8.2). */
export function disabledLine(
  line: { readonly media: string; readonly proto: string; readonly formats: readonly string[] },
  host: string,
  mid: string | undefined,
): string[] {
  return [
    mediaLine(line.media, 0, line.proto, line.formats),
    connectionLine(host),
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
  ];
}

/** A line that carries no media from now on. */
export function withoutMedia(line: Line): Line {
  return { ...line, agw: undefined, remote: undefined };
}

/** The AGW's address on a side, for what needs an address but no port; no address when it serves no line. */
export function hostOf(planned: readonly Planned[], termination: 'access' | 'core'): string {
  return planned.find(({ line }) => line.agw)?.line.agw?.[termination].host ?? '0.0.0.0';
}

/** Those of the lines that stand on a side, in their order there. */
export function standingOn(planned: readonly Planned[], side: 'wic' | 'core'): Planned[] {
  const at = ({ line }: Planned): number => line.index[side] ?? -1;
  return planned.filter((each) => at(each) >= 0).sort((a, b) => at(a) - at(b));
}
