import { execFileSync } from 'node:child_process';

/** One packet as tshark sees it. */
export interface Packet {
  readonly comment: string;
  /** Start of the SIP message; '' when there is none. */
  readonly sip: string;
  /** Everything that tshark has against it, from the severity of a warning. */
  readonly complaints: readonly string[];
}

const fields = [
  'frame.comment',
  'sip.Request-Line',
  'sip.Status-Line',
  '_ws.malformed',
  '_ws.expert.severity',
  '_ws.expert.message',
] as const;

/** PI_WARN of Wireshark; PI_ERROR is above it, PI_NOTE and PI_CHAT are below. */
const WARNING = 0x600000;
const SEPARATOR = '\u001f';

/** Decodes a capture. */
export function decode(tshark: string, file: string): Packet[] {
  const options = ['-r', file, '-n', '-T', 'fields', '-E', 'separator=/t', '-E', `aggregator=${SEPARATOR}`];
  const chosen = fields.flatMap((field) => ['-e', field]);
  const text = execFileSync(tshark, [...options, ...chosen], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(packet);
}

function packet(line: string): Packet {
  const [comment = '', request = '', status = '', malformed = '', severities = '', messages = ''] =
    line.split('\t');
  const texts = messages.split(SEPARATOR);
  const expert = severities.split(SEPARATOR).flatMap((severity, index) => {
    return Number(severity) >= WARNING ? [texts[index] ?? `severity ${severity}`] : [];
  });
  return { comment, sip: request || status, complaints: malformed ? [malformed, ...expert] : expert };
}
