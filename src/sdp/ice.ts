import type { Section, SessionDescription } from './description.ts';
import { excerpt, SdpParseError } from './error.ts';
import { inherited } from './inherited.ts';
import type { Level, SdpLine } from './line.ts';

/** An ICE candidate (RFC 8839 5.1). */
export interface IceCandidate {
  readonly foundation: string;
  /** 1: RTP, 2: RTCP. */
  readonly component: number;
  /** As written: `UDP`, `udp`, `tcp`. */
  readonly transport: string;
  readonly priority: number;
  readonly address: string;
  readonly port: number;
  /** `host`, `srflx`, `prflx`, `relay`, or another token. */
  readonly type: string;
  readonly relatedAddress?: string;
  readonly relatedPort?: number;
  /** Extensions in their order, such as `tcptype active`. */
  readonly extensions?: readonly (readonly [name: string, value: string])[];
  /** Where it stood; absent in one that is being made. */
  readonly line?: SdpLine;
}

/** User fragment and password that hold for a section. */
export interface IceCredentials {
  readonly ufrag?: string;
  readonly pwd?: string;
  readonly lines: readonly SdpLine[];
  /** `media` when one of them stands there. */
  readonly level: Level;
}

/** User fragment and password of a section, of the session where the medium has none (RFC 8839 5.4). @throws SdpParseError */
export function credentials(section: Section): IceCredentials {
  const ufrag = one(section, 'ice-ufrag', /^[A-Za-z0-9+/]{4,256}$/);
  const pwd = one(section, 'ice-pwd', /^[A-Za-z0-9+/]{22,256}$/);
  return {
    ...(ufrag && { ufrag: ufrag.value }),
    ...(pwd && { pwd: pwd.value }),
    lines: [ufrag, pwd].flatMap((each) => (each ? [each.line] : [])),
    level: ufrag?.level === 'media' || pwd?.level === 'media' ? 'media' : 'session',
  };
}

/** The candidates of a medium. @throws SdpParseError */
export function candidates(section: Section): IceCandidate[] {
  return section
    .attributes('candidate')
    .map(({ value = '', line }) => ({ ...candidateOf(value, line), line }));
}

/** Whether who sent the description is an ICE lite implementation (RFC 8839 5.3). */
export function isLite(sdp: SessionDescription): boolean {
  return sdp.session.has('ice-lite');
}

/** Whether a section has ICE credentials or candidates, its own or the session's. */
export function hasIce(section: Section): boolean {
  return ['ice-ufrag', 'ice-pwd', 'candidate'].some((name) => inherited(section, name).attributes.length > 0);
}

/** The value of `a=candidate` for a candidate. */
export function candidateText(candidate: IceCandidate): string {
  const { foundation, component, transport, priority, address, port, type } = candidate;
  const { relatedAddress, relatedPort, extensions = [] } = candidate;
  const related: (readonly [string, string])[] = [];
  if (relatedAddress !== undefined) related.push(['raddr', relatedAddress]);
  if (relatedPort !== undefined) related.push(['rport', String(relatedPort)]);
  return [
    `${foundation} ${component} ${transport} ${priority} ${address} ${port} typ ${type}`,
    ...[...related, ...extensions].map(([name, value]) => `${name} ${value}`),
  ].join(' ');
}

const grammar =
  /^([A-Za-z0-9+/]{1,32}) ([0-9]{1,3}) ([^ ]+) ([0-9]{1,10}) ([^ ]+) ([0-9]{1,5}) typ ([^ ]+)((?: [^ ]+ [^ ]+)*)$/;

function candidateOf(text: string, line: SdpLine): IceCandidate {
  const fail = (what: string): never => {
    throw new SdpParseError(`a=candidate ${what}: ${excerpt(text)}`, line.number);
  };
  const fields = grammar.exec(text) ?? fail('is not as RFC 8839 5.1 has it');
  const [
    ,
    foundation = '',
    component = '',
    transport = '',
    priority = '',
    address = '',
    port = '',
    type = '',
  ] = fields;
  if (Number(component) < 1 || Number(component) > 256) fail('has a component that is not 1 to 256');
  if (Number(priority) < 1 || Number(priority) > 2 ** 31 - 1) fail('has a priority that is not 1 to 2^31-1');
  if (Number(port) > 65_535) fail('has a port beyond 65535');
  const extensions = pairsOf(fields[8] ?? '');
  let relatedAddress: string | undefined;
  let relatedPort: number | undefined;
  if (extensions[0]?.[0] === 'raddr') relatedAddress = extensions.shift()?.[1];
  if (extensions[0]?.[0] === 'rport') {
    const related = extensions.shift()?.[1] ?? '';
    if (!/^[0-9]{1,5}$/.test(related) || Number(related) > 65_535) fail('has an rport that is no port');
    relatedPort = Number(related);
  }
  return {
    foundation,
    component: Number(component),
    transport,
    priority: Number(priority),
    address,
    port: Number(port),
    type,
    ...(relatedAddress !== undefined && { relatedAddress }),
    ...(relatedPort !== undefined && { relatedPort }),
    ...(extensions.length > 0 && { extensions }),
  };
}

function pairsOf(text: string): (readonly [string, string])[] {
  return [...text.matchAll(/ ([^ ]+) ([^ ]+)/g)].map(([, name = '', value = '']) => [name, value] as const);
}

function one(
  section: Section,
  name: string,
  grammar: RegExp,
): { readonly value: string; readonly line: SdpLine; readonly level: Level } | undefined {
  const { attributes, level } = inherited(section, name);
  const [first, second] = attributes;
  if (!first) return undefined;
  if (second) throw new SdpParseError(`a second a=${name} at ${level} level`, second.line.number);
  const { value = '', line } = first;
  if (!grammar.test(value)) {
    throw new SdpParseError(`a=${name} is not of the characters or the length RFC 8839 5.4 has`, line.number);
  }
  return { value, line, level };
}
