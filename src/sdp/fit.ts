import type { Direction, MediaSection, SessionDescription } from './description.ts';

/**
 * Why an answer does not fit its offer (RFC 3264 6): number, order, media and proto of the lines, lines revived, formats
 * and directions. Empty when it does.
 */
export function misfits(answer: SessionDescription, offer: SessionDescription): string[] {
  const wrong: string[] = [];
  if (answer.media.length !== offer.media.length) {
    wrong.push(`the answer has ${answer.media.length} m-lines, the offer has ${offer.media.length}`);
  }
  const times = (sdp: SessionDescription): string =>
    sdp.session
      .values('t')
      .map(({ value }) => value)
      .join(', ');
  if (times(answer) !== times(offer)) {
    wrong.push(`t= of the answer is "${times(answer)}", of the offer "${times(offer)}"`);
  }
  for (const line of answer.media) {
    const offered = offer.media[line.index];
    if (offered) wrong.push(...lineMisfits(line, offered).map((what) => `m-line ${line.index + 1}: ${what}`));
  }
  return wrong;
}

/** Whether a direction may answer another (RFC 3264 6.1). */
export function answersDirection(answer: Direction, offer: Direction): boolean {
  return answerDirections[offer].includes(answer);
}

/**
 * Formats of the answer that the offer has too. Those of RTP are the same when their a=rtpmap says so, whatever their
 * numbers are (RFC 3264 6.1); where one of the two has none, the number decides.
 */
export function commonFormats(answer: MediaSection, offer: MediaSection): string[] {
  return answer.formats.filter((format) => offeredAs(answer, format, offer).length > 0);
}

/** Formats of both that the answer does not number as the offer does, against a SHOULD (RFC 3264 6.1). */
export function renumberedFormats(answer: MediaSection, offer: MediaSection): string[] {
  return commonFormats(answer, offer).filter((format) => !offeredAs(answer, format, offer).includes(format));
}

/** The formats of the offer that are the same as one of the answer. */
function offeredAs(answer: MediaSection, format: string, offer: MediaSection): string[] {
  const codec = codecOf(answer, format);
  return offer.formats.filter((offered) => {
    const other = codecOf(offer, offered);
    return codec === undefined || other === undefined ? offered === format : other === codec;
  });
}

/** Encoding name and clock rate of a payload type in lower case, as its a=rtpmap has them (RFC 8866 6.6). */
function codecOf(line: MediaSection, format: string): string | undefined {
  if (!line.isRtp) return undefined;
  for (const { value = '' } of line.attributes('rtpmap')) {
    const [number, encoding] = value.split(/ +/);
    if (number === format) return encoding?.split('/', 2).join('/').toLowerCase();
  }
  return undefined;
}

const answerDirections: Readonly<Record<Direction, readonly Direction[]>> = {
  sendrecv: ['sendrecv', 'sendonly', 'recvonly', 'inactive'],
  sendonly: ['recvonly', 'inactive'],
  recvonly: ['sendonly', 'inactive'],
  inactive: ['inactive'],
};

function lineMisfits(line: MediaSection, offered: MediaSection): string[] {
  const wrong: string[] = [];
  if (line.media !== offered.media) wrong.push(`${line.media} answers ${offered.media}`);
  if (line.proto !== offered.proto) wrong.push(`${line.proto} answers ${offered.proto}`);
  if (line.disabled) return wrong;
  if (offered.disabled && !offered.bundleOnly) wrong.push(`port ${line.port} answers port 0`);
  if (!answersDirection(line.direction, offered.direction)) {
    wrong.push(`${line.direction} answers ${offered.direction}`);
  }
  if (commonFormats(line, offered).length === 0) {
    wrong.push(`none of the formats ${line.formats.join(' ')} is among ${offered.formats.join(' ')}`);
  }
  return wrong;
}
