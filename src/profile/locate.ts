import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Where in a YAML document a key or list element stands: its value, else its key, else the nearest thing around it
 * that exists.
 *
 * @param onKey the position of the key itself instead of its value's
 */
export function locate(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  onKey = false,
): Position {
  let node: Node | null | undefined = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, segment] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
      if (!pair) break;
      const key = pair.key as Node;
      node = pair.value as Node | null;
      const useKey = (onKey && depth === path.length - 1) || (isScalar(node) && node.source === '');
      offset = (useKey ? key.range?.[0] : (node?.range?.[0] ?? key.range?.[0])) ?? offset;
    } else if (isSeq(node)) {
      node = node.items[Number(segment)] as Node | undefined;
      if (!node) break;
      offset = node.range?.[0] ?? offset;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
