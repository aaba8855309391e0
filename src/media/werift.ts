export type Werift = typeof import('werift');

let loaded: Promise<Werift> | undefined;

/** Loaded when asked for: it takes a quarter of a second, which a run without media does not have to spend. */
export function loadWerift(): Promise<Werift> {
  loaded ??= import('werift');
  return loaded;
}
