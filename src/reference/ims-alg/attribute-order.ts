import type { VariantTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type { Outgoing } from './line.ts';

export const variants = {
  'attributes-reordered': {
    exercises: [
      'EPC-7.4.1-a',
      'EPC-7.4.1-a4',
      'EPC-7.4.1-c',
      'EPC-7.4.1-c2',
      'EPC-7.4.1-d9',
      'EPC-7.4.1-e1',
      'EPC-7.4.1-e3',
      'EPC-7.4.1-f1',
      'EPC-7.4.1-f2',
      'EPC-7.4.1-f5',
      'EPC-7.4.1-g',
      'EPC-7.4.1-h',
      'EPC-7.4.2-b',
      'EPC-7.4.2-d',
      'EPC-7.4.2-d2',
      'EPC-7.4.2-d3',
      'EPC-7.4.2-e',
      'EPC-7.4.2-f',
      'EPC-7.4.2-f2',
      'EPC-7.4.2-f3',
      'SDP-3264-2',
      'SDP-5245-3',
      'SDP-5245-5',
      'SDP-5763-3',
      'SDP-5764-3',
    ],
    about: 'writes the attributes of each section in the opposite order',
  },
} as const satisfies VariantTable;

/** A description with its attributes in the order in which this eP-CSCF writes them; RFC 8866 leaves that open. */
export function inOwnOrder({ session, media }: Outgoing, deviation: Deviation): Outgoing {
  if (!deviation.is('attributes-reordered')) return { session, media };
  return { session: reordered(session), media: media.map(reordered) };
}

function reordered(lines: readonly string[]): string[] {
  const isAttribute = (line: string): boolean => line.startsWith('a=');
  return [...lines.filter((line) => !isAttribute(line)), ...lines.filter(isAttribute).reverse()];
}
