import type { MediaSection } from '../sdp/description.ts';

/** A payload type with what describes it (RFC 8866 6.6, 6.15). */
export interface Codec {
  readonly payload: number;
  /** `PCMU/8000` */
  readonly encoding: string;
  readonly fmtp?: string;
}

const digits: Omit<Codec, 'payload'> = { encoding: 'telephone-event/8000', fmtp: '0-15' };

export const pcmu: Codec = { payload: 0, encoding: 'PCMU/8000' };
export const pcma: Codec = { payload: 8, encoding: 'PCMA/8000' };

/** What a WIC has: RFC 7874 3 for audio, RFC 7742 5 for video. */
export const wicAudio: readonly Codec[] = [
  { payload: 111, encoding: 'opus/48000/2', fmtp: 'minptime=10;useinbandfec=1' },
  pcmu,
  pcma,
  { payload: 126, ...digits },
];
export const wicVideo: readonly Codec[] = [
  { payload: 96, encoding: 'VP8/90000' },
  { payload: 102, encoding: 'H264/90000', fmtp: 'packetization-mode=1;profile-level-id=42e01f' },
];

/** What the far user offers unless a shape has other codecs: some that need no transcoding in the eIMS-AGW. */
export const coreAudio: readonly Codec[] = [
  pcmu,
  pcma,
  { payload: 97, encoding: 'AMR-WB/16000/1', fmtp: 'mode-change-capability=2;max-red=0' },
  { payload: 101, ...digits },
];
export const coreVideo: readonly Codec[] = [
  { payload: 112, encoding: 'H264/90000', fmtp: 'packetization-mode=1;profile-level-id=42e01f' },
];

/** The codecs of a VoLTE device (TS 26.114 5.2.1, GSMA IR.92 3.2). */
export const volteAudio: readonly Codec[] = [
  { payload: 127, encoding: 'EVS/16000/1', fmtp: 'br=5.9-24.4;bw=nb-swb;max-red=0' },
  { payload: 100, encoding: 'AMR-WB/16000/1', fmtp: 'mode-change-capability=2;max-red=0' },
  { payload: 105, encoding: 'AMR-WB/16000/1', fmtp: 'octet-align=1;mode-change-capability=2;max-red=0' },
  { payload: 98, encoding: 'AMR/8000/1', fmtp: 'mode-change-capability=2;max-red=0' },
  { payload: 96, encoding: 'telephone-event/16000', fmtp: '0-15' },
  { payload: 99, ...digits },
];

/** Encodings that simulated users take when they are offered. */
const known = new Set(['opus', 'pcmu', 'pcma', 'amr', 'amr-wb', 'evs', 'vp8', 'h264']);
const staticEncodings = new Map([
  ['0', 'PCMU/8000'],
  ['8', 'PCMA/8000'],
]);

/** The attribute lines of codecs. */
export function codecLines(codecs: readonly Codec[]): string[] {
  return codecs.flatMap(({ payload, encoding, fmtp }) => [
    `a=rtpmap:${payload} ${encoding}`,
    ...(fmtp === undefined ? [] : [`a=fmtp:${payload} ${fmtp}`]),
  ]);
}

/**
 * What a user takes of the formats offered: the first codec it knows, with the telephone events of its clock rate
 * (RFC 4733 2.1), described as in the offer. Undefined: nothing.
 */
export function takenFormats(
  offered: MediaSection,
): { readonly formats: readonly string[]; readonly lines: readonly string[] } | undefined {
  const encodings = new Map(offered.formats.map((format) => [format, encodingOf(offered, format)]));
  const codec = offered.formats.find((format) => known.has(nameOf(encodings.get(format))));
  if (codec === undefined) return undefined;
  const rate = rateOf(encodings.get(codec));
  const events = offered.formats.find((format) => {
    const encoding = encodings.get(format);
    return nameOf(encoding) === 'telephone-event' && rateOf(encoding) === rate;
  });
  const formats = events === undefined ? [codec] : [codec, events];
  const lines = formats.flatMap((format) => [
    `a=rtpmap:${format} ${encodings.get(format)}`,
    ...offered
      .attributes('fmtp')
      .filter(({ value = '' }) => value.startsWith(`${format} `))
      .map(({ value }) => `a=fmtp:${value}`),
  ]);
  return { formats, lines };
}

/** Whether what two descriptions prefer is the same encoding, whatever payload types it has in them. */
export function preferSameEncoding(one: MediaSection, other: MediaSection): boolean {
  const [a, b] = [one, other].map((section) => {
    const [format = ''] = section.formats;
    const encoding = encodingOf(section, format);
    return encoding === undefined ? format : `${nameOf(encoding)}/${rateOf(encoding)}`;
  });
  return a === b;
}

function encodingOf(section: MediaSection, format: string): string | undefined {
  const map = section.attributes('rtpmap').find(({ value = '' }) => value.startsWith(`${format} `));
  return map?.value?.slice(format.length + 1) ?? staticEncodings.get(format);
}

function nameOf(encoding = ''): string {
  return encoding.split('/')[0]?.toLowerCase() ?? '';
}

function rateOf(encoding = ''): string | undefined {
  return encoding.split('/')[1];
}
