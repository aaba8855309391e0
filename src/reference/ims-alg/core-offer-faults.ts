import type { MediaSection, Section, SessionDescription } from '../../sdp/description.ts';
import type { FaultTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type { Outgoing } from './line.ts';

export const faults = {
  'fingerprint-left': {
    kills: ['EPC-7.4.1-e1', 'EPC-7.4.1-e4', 'EPC-7.4.1-f5', 'EPC-7.4.2-f3'],
    about: 'leaves the fingerprints of the lines in the offer towards the core',
  },
  'bundle-group-left': {
    kills: ['EPC-7.4.1-d', 'EPC-7.4.1-h'],
    about: 'leaves the BUNDLE group in the offer towards the core',
  },
  'secure-video-to-core': {
    kills: ['EPC-7.4.1-e2', 'EPC-7.4.1-f5', 'EPC-7.4.2-f3'],
    about: 'converts the transport of audio lines only',
  },
  'core-port-shared': {
    kills: ['EPC-7.4.1-d6'],
    warns: ['EPC-7.4.1-c3'],
    about: 'offers every line to the core on the port of the first',
  },
  'ls-group-dropped': {
    kills: ['EPC-7.4.1-d9'],
    about: 'removes every group when it removes BUNDLE',
  },
  'only-first-line': {
    kills: ['EPC-7.4.1-b', 'EPC-7.4.1-e4', 'EPC-7.4.1-f5', 'SDP-3264-3'],
    preamble: ['SDP-3264-1'],
    about: 'offers the first line to the core and no other',
  },
  'bandwidth-garbled': {
    kills: ['EPC-7.4.1-h'],
    about: 'writes bandwidth lines without a value',
  },
  'removed-line-offered': {
    kills: ['EPC-7.4.1-e4', 'SDP-3264-3'],
    about: 'offers the core a port for a line that the WIC has removed',
  },
  'removed-line-dropped': {
    kills: ['EPC-7.4.1-e4', 'SDP-3264-3'],
    about: 'leaves a line that the WIC has removed out of the offer towards the core',
  },
} as const satisfies FaultTable;

/**
 * What a fault makes of an offer of the WIC before it goes to the core.
 * @param sections of the WIC, for each line of the offer
 */
export function misofferToCore(
  outgoing: Outgoing,
  wic: SessionDescription,
  sections: readonly (MediaSection | undefined)[],
  deviation: Deviation,
): Outgoing {
  const port = portOf(outgoing.media[0]);
  return {
    session: outgoing.session
      .filter((line) => !(deviation.is('ls-group-dropped') && line.startsWith('a=group:')))
      .concat(deviation.is('bundle-group-left') ? attributes(wic.session, /^group:BUNDLE/) : []),
    media: outgoing.media
      .slice(0, deviation.is('only-first-line') ? 1 : undefined)
      .filter(([first = '']) => !(deviation.is('removed-line-dropped') && /^m=\S+ 0 /.test(first)))
      .map((lines, index) =>
        lines.map((line) => miswritten(line, port, deviation)).concat(leftovers(sections[index], deviation)),
      ),
  };
}

function miswritten(line: string, port: string, deviation: Deviation): string {
  if (deviation.is('secure-video-to-core')) return line.replace(/^(m=video \d+) \S+/, '$1 UDP/TLS/RTP/SAVPF');
  if (deviation.is('core-port-shared')) return line.replace(/^(m=\S+) [1-9]\d*/, `$1 ${port}`);
  if (deviation.is('removed-line-offered')) return line.replace(/^(m=\S+) 0 /, '$1 20000 ');
  if (deviation.is('bandwidth-garbled')) return line.replace(/^(b=[A-Z]+):.*/, '$1');
  return line;
}

function leftovers(section: MediaSection | undefined, deviation: Deviation): string[] {
  return section && deviation.is('fingerprint-left') ? attributes(section, /^fingerprint:/) : [];
}

function attributes(section: Section, pattern: RegExp): string[] {
  return section
    .values('a')
    .filter(({ value }) => pattern.test(value))
    .map(({ value }) => `a=${value}`);
}

function portOf(lines: readonly string[] | undefined): string {
  return /^m=\S+ (\d+)/.exec(lines?.[0] ?? '')?.[1] ?? '0';
}
