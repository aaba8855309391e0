import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { AccessRemote, Agw, AgwLine, TransportAddress } from '../../../src/reference/agw/agw.ts';
import { hostCandidates, newCredentials } from '../../../src/reference/agw/ice-parameters.ts';
import { Deviation, type DeviationName } from '../../../src/reference/deviations.ts';
import type { Side } from '../../../src/reference/ims-alg/line.ts';
import { MediaCall } from '../../../src/reference/ims-alg/media-call.ts';
import type { Exchange, MediaDialog } from '../../../src/reference/ims-alg/media-dialog.ts';
import { parseSdp, type SessionDescription } from '../../../src/sdp/description.ts';
import { textProblems } from '../../../src/sdp/problems.ts';

/** Documentation addresses, so that each side's can be told from the others (RFC 5737). */
export const ACCESS = '203.0.113.1';
export const CORE = '203.0.113.2';

export interface HeldLine extends AgwLine {
  readonly access: AgwLine['access'];
  told: { access?: AccessRemote; core?: TransportAddress | undefined };
  restarts: number;
  released: boolean;
}

/** Reserves ports and remembers what it was told. */
export class RecordingAgw implements Agw {
  readonly fingerprint = { hash: 'sha-256', value: Array(32).fill('AB').join(':') };
  readonly lines: HeldLine[] = [];
  limit = Number.POSITIVE_INFINITY;
  readonly #lite: boolean;

  constructor(lite = true) {
    this.#lite = lite;
  }

  reserve(): Promise<AgwLine> {
    if (this.lines.length >= this.limit) return Promise.reject(new Error('no ports'));
    const rtp = 30000 + 10 * this.lines.length;
    const access = { host: ACCESS, rtp, rtcp: rtp + 1 };
    let credentials = newCredentials();
    const lite = this.#lite;
    const line: HeldLine = {
      access: {
        ...access,
        lite,
        get credentials() {
          return credentials;
        },
        candidates: (mux) => hostCandidates(access, mux),
      },
      core: { host: CORE, rtp: rtp + 4, rtcp: rtp + 5 },
      told: {},
      restarts: 0,
      released: false,
      toAccess(remote) {
        line.told.access = remote;
      },
      toCore(remote) {
        line.told.core = remote;
      },
      restartIce() {
        line.restarts += 1;
        credentials = newCredentials();
        return credentials;
      },
      release() {
        line.released = true;
        return Promise.resolve();
      },
    };
    this.lines.push(line);
    return Promise.resolve(line);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  get held(): number {
    return this.lines.filter(({ released }) => !released).length;
  }
}

/** A call whose offers and answers a test passes through the conversion. */
export class Conversation {
  readonly agw: RecordingAgw;
  readonly call: MediaCall;
  ended = 0;

  constructor(options: { caller?: Side; rtcpMux?: boolean; deviation?: DeviationName; lite?: boolean } = {}) {
    const { caller = 'wic', rtcpMux = false, deviation, lite = true } = options;
    this.agw = new RecordingAgw(lite);
    let id = 1000;
    this.call = new MediaCall({
      name: 'test',
      caller,
      agw: this.agw,
      terms: { fingerprint: this.agw.fingerprint, rtcpMux, deviation: new Deviation(deviation) },
      newId: () => String(++id),
      ended: () => {
        this.ended += 1;
      },
    });
  }

  dialog(tag?: string): MediaDialog {
    return this.call.dialog(tag);
  }

  async offer(from: Side, sdp: string, dialog = this.dialog()): Promise<{ exchange: Exchange; sdp: string }> {
    const made = await this.call.offer(dialog, from, Buffer.from(sdp));
    if (textProblems(sdp).length === 0) assert.deepEqual(textProblems(made.sdp), [], made.sdp);
    return made;
  }

  answer(exchange: Exchange, sdp: string, dialog = this.dialog('callee')): string {
    const made = this.call.answer(dialog, exchange, Buffer.from(sdp));
    const wellFormed = [sdp, exchange.offer.description.text].every(
      (text) => textProblems(text).length === 0,
    );
    if (wellFormed) assert.deepEqual(textProblems(made), [], made);
    return made;
  }

  /** A whole exchange in one dialog. */
  async exchange(
    from: Side,
    offer: string,
    answer: (offered: string) => string,
    dialog = this.dialog('callee'),
  ): Promise<{ offered: SessionDescription; answered: SessionDescription; exchange: Exchange }> {
    const { exchange, sdp } = await this.offer(from, offer, dialog);
    const answered = this.answer(exchange, answer(sdp), dialog);
    this.call.confirmed(dialog);
    this.call.settled(exchange);
    return { offered: parseSdp(sdp), answered: parseSdp(answered), exchange };
  }
}

const folder = new URL('../../fixtures/sdp/browser/', import.meta.url);

/** What browsers offer: name and text. */
export function browserOffers(): { readonly name: string; readonly sdp: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /offer[^/]*\.sdp$/.test(file))
    .map((file) => ({ name: file, sdp: readFileSync(new URL(file, folder), 'utf8') }));
}

/** An IMS terminal that takes every line, with the first format, at its own address. */
export function coreAnswer(
  offer: string,
  options: { reject?: readonly number[]; port?: number } = {},
): string {
  const { media } = parseSdp(offer);
  const lines = media.map(({ media: kind, proto, formats, disabled }, index) => {
    const port = disabled || options.reject?.includes(index) ? 0 : (options.port ?? 40000) + 2 * index;
    return `m=${kind} ${port} ${proto} ${formats[0]}\r\n${codec(formats[0])}`;
  });
  return `v=0\r\no=- 7 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n${lines.join('')}`;
}

/** A WIC that takes every line with DTLS. */
export function wicAnswer(
  offer: string,
  options: { reject?: readonly number[]; setup?: string } = {},
): string {
  const { media } = parseSdp(offer);
  const lines = media.map(({ media: kind, proto, formats, disabled }, index) => {
    const port = disabled || options.reject?.includes(index) ? 0 : 50000 + 2 * index;
    return [
      `m=${kind} ${port} ${proto} ${formats[0]}`,
      'c=IN IP4 192.0.2.9',
      `a=candidate:1 1 UDP 2130706431 192.0.2.9 ${port} typ host`,
      'a=ice-ufrag:wicu',
      'a=ice-pwd:0123456789012345678901',
      `a=fingerprint:sha-256 ${Array(32).fill('CD').join(':')}`,
      `a=setup:${options.setup ?? 'active'}`,
      codec(formats[0]),
    ].join('\r\n');
  });
  return `v=0\r\no=- 9 1 IN IP4 192.0.2.9\r\ns=-\r\nt=0 0\r\n${lines.join('')}`;
}

/** Audio and, if wanted, video as VoLTE terminals offer them. */
export function coreOffer(
  options: { video?: boolean; proto?: string; session?: string; audio?: string } = {},
): string {
  const { video = false, proto = 'RTP/AVP', session = '', audio = '' } = options;
  const second = video ? `m=video 41002 ${proto} 102\r\na=rtpmap:102 H264/90000\r\n` : '';
  return (
    `v=0\r\no=core 5 5 IN IP4 198.51.100.5\r\ns=call\r\nc=IN IP4 198.51.100.5\r\nb=AS:41\r\nt=0 0\r\n${session}` +
    `m=audio 41000 ${proto} 97 101\r\nb=AS:41\r\nb=RS:0\r\na=rtpmap:97 AMR-WB/16000/1\r\na=fmtp:97 mode-change-capability=2\r\n` +
    `a=rtpmap:101 telephone-event/16000\r\na=ptime:20\r\na=maxptime:240\r\na=curr:qos local none\r\n${audio}${second}`
  );
}

/** A WIC's offer of lines as named, each with ICE, DTLS and its own port. */
export function wicOffer(
  lines: readonly { media: string; port?: number; extra?: string; proto?: string; format?: string }[],
  options: { session?: string; media?: (index: number) => string } = {},
): string {
  const sections = lines.map(
    ({ media, port, extra = '', proto = 'UDP/TLS/RTP/SAVPF', format = '96' }, index) => {
      const at = port ?? 51000 + 2 * index;
      return (
        `m=${media} ${at} ${proto} ${format}\r\nc=IN IP4 192.0.2.1\r\n` +
        `a=mid:${index}\r\n${codec(format)}${extra}${options.media?.(at) ?? dtls(at)}`
      );
    },
  );
  return `v=0\r\no=- 3 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n${options.session ?? ''}${sections.join('')}`;
}

/** What a dynamic payload type needs (RFC 3551 3). */
function codec(format = ''): string {
  return /^(9[6-9]|1[0-2]\d)$/.test(format) ? `a=rtpmap:${format} opus/48000/2\r\n` : '';
}

export function dtls(port: number, ufrag = 'abcd'): string {
  return (
    `a=candidate:1 1 udp 2130706431 192.0.2.1 ${port} typ host\r\na=ice-ufrag:${ufrag}\r\n` +
    `a=ice-pwd:abcdefghijklmnopqrstuv\r\na=fingerprint:sha-256 ${Array(32).fill('EF').join(':')}\r\na=setup:actpass\r\n`
  );
}
