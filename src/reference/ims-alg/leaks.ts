import { MediaSection, type Section } from '../../sdp/description.ts';
import type { FaultTable } from '../deviation.ts';
import type { Terms } from './terms.ts';

export const faults = {
  'rtcp-address-leaked': {
    kills: [
      'EPC-7.4.1-c',
      'EPC-7.4.1-e4',
      'EPC-7.4.1-e5',
      'EPC-7.4.1-h',
      'EPC-7.4.2-b',
      'EPC-7.4.2-f',
      'EPC-7.4.2-f3',
    ],
    about: "passes the WIC's rtcp attribute, with its address and port, on to the core",
  },
  'candidates-leaked': {
    kills: [
      'EPC-7.4.1-a4',
      'EPC-7.4.1-c',
      'EPC-7.4.1-e4',
      'EPC-7.4.1-e5',
      'EPC-7.4.2-b',
      'EPC-7.4.2-f',
      'EPC-7.4.2-f3',
    ],
    about: "passes the WIC's candidates on to the core",
  },
  'session-fingerprint-leaked': {
    kills: ['EPC-7.4.1-e1', 'EPC-7.4.1-e3'],
    about: 'takes fingerprints of the WIC out of the media, but leaves those at session level',
  },
} as const satisfies FaultTable;

/** What a fault lets through of the attributes that must not go on to the core. */
export function leakedToCore(section: Section, { deviation }: Terms): string[] {
  const inMedia = section instanceof MediaSection;
  const names = [
    ...(inMedia && deviation.is('rtcp-address-leaked') ? ['rtcp'] : []),
    ...(inMedia && deviation.is('candidates-leaked') ? ['candidate'] : []),
    ...(!inMedia && deviation.is('session-fingerprint-leaked') ? ['fingerprint'] : []),
  ];
  return names.flatMap((name) => section.attributes(name).map(({ line }) => `a=${line.value}`));
}
