import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import type { VariantTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type { Outgoing } from './line.ts';

export const variants = {
  'transcoding-offered': {
    exercises: ['EPC-7.4.1-b', 'EPC-7.4.1-e4', 'EPC-7.4.1-f1', 'EPC-7.4.1-h'],
    about:
      'offers the core AMR-WB before the codecs of the WIC, and answers the WIC with one of its own (23.334 5.20)',
  },
} as const satisfies VariantTable;

const AMR_WB = '118';

/** An offer to the core with the codec for which the eIMS-AGW transcodes. */
export function withTranscoding({ session, media }: Outgoing, deviation: Deviation): Outgoing {
  if (!deviation.is('transcoding-offered')) return { session, media };
  const add = (lines: readonly string[]): readonly string[] => {
    const [first = '', ...rest] = lines;
    const fields = /^(m=audio [1-9]\d* RTP\/\S+)((?: \d+)+)$/.exec(first);
    if (!fields || ` ${fields[2]} `.includes(` ${AMR_WB} `)) return lines;
    return [`${fields[1]} ${AMR_WB}${fields[2]}`, ...rest, `a=rtpmap:${AMR_WB} AMR-WB/16000/1`];
  };
  return { session, media: media.map(add) };
}

/** An answer to the WIC without that codec, which the WIC did not offer. */
export function withoutTranscoding(
  { session, media }: Outgoing,
  offer: SessionDescription,
  deviation: Deviation,
): Outgoing {
  if (!deviation.is('transcoding-offered')) return { session, media };
  return { session, media: media.map((lines, index) => ownCodec(lines, offer.media[index])) };
}

function ownCodec(lines: readonly string[], offered: MediaSection | undefined): readonly string[] {
  const [first = '', ...rest] = lines;
  const [, head, formats = ''] = /^(m=audio [1-9]\d* \S+) (.*)$/.exec(first) ?? [];
  const answered = formats.split(' ');
  if (!offered || head === undefined || !answered.includes(AMR_WB)) return lines;
  const codec = offered.formats[0] ?? '0';
  const others = answered.filter((format) => format !== AMR_WB);
  const describes = (format: string) => new RegExp(`^(?:rtpmap|fmtp):${format} `);
  return [
    `${head} ${[...new Set([codec, ...others])].join(' ')}`,
    ...rest.filter((line) => ![AMR_WB, codec].some((format) => describes(format).test(line.slice(2)))),
    ...offered
      .values('a')
      .filter(({ value }) => describes(codec).test(value))
      .map(({ value }) => `a=${value}`),
  ];
}
