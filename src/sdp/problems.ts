import { isIPv4, isIPv6 } from 'node:net';
import { groups, mid } from './bundle.ts';
import { connectionOf } from './connection.ts';
import { type MediaSection, parseSdp, type Section, type SessionDescription } from './description.ts';
import { fingerprints, setup } from './dtls.ts';
import { indicator } from './e2ae.ts';
import { SdpParseError } from './error.ts';
import { candidates, credentials } from './ice.ts';
import type { SdpLine } from './line.ts';
import { rtcpAddress } from './rtcp.ts';

/** Order of the line types, mandatory ones in upper case (RFC 8866 9). */
const sessionOrder = 'VOSiuepcbTrzka';
const mediaOrder = 'Micbka';
/** Attributes of which a section has one (RFC 8839, 8866, 5761). */
const single = ['mid', 'ptime', 'maxptime', 'rtcp', 'rtcp-mux', 'ice-options', 'bundle-only', 'tls-id'];
/** RFC 8866 6.7: a section has one of them. */
const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

/**
 * What is not well-formed in a description: order and presence of lines (RFC 8866), line ends, payload types and their
 * attributes, RTCP, ICE, DTLS, BUNDLE. Each with its line; empty when all is well. Whether the description makes sense
 * as an offer or an answer is not asked here.
 */
export function sdpProblems(sdp: SessionDescription): string[] {
  const problems: string[] = [];
  if (/(?<!\r)\n/.test(sdp.text) || !sdp.text.endsWith('\n')) problems.push('a line does not end in CRLF');
  problems.push(...orderProblems(sdp.session, sessionOrder, 'the session'));
  problems.push(...sectionProblems(sdp.session));
  problems.push(...caught(() => groups(sdp)));
  for (const medium of sdp.media) problems.push(...mediumProblems(medium));
  problems.push(...midProblems(sdp));
  return problems;
}

/** The same of a text; what keeps it from being read is its only problem. */
export function textProblems(text: string): string[] {
  try {
    return sdpProblems(parseSdp(text));
  } catch (error) {
    if (error instanceof SdpParseError) return [error.message];
    throw error;
  }
}

function orderProblems({ lines }: Section, order: string, where: string): string[] {
  const problems: string[] = [];
  let reached = 0;
  for (const line of lines) {
    const place = order.toLowerCase().indexOf(line.type);
    if (place < 0) problems.push(at(`${line.type}= has no place in ${where}`, line));
    // t= and r= repeat in turns.
    else if (place < reached && !(line.type === 't' && order[reached] === 'r')) {
      problems.push(at(`${line.type}= comes too late`, line));
    } else reached = Math.max(reached, place);
  }
  for (const type of order.replace(/[a-z]/g, '').toLowerCase()) {
    if (!lines.some((line) => line.type === type)) problems.push(`${where} has no ${type}= line`);
  }
  for (const type of 'vosiu') {
    const second = lines.filter((line) => line.type === type)[1];
    if (second && order.toLowerCase().includes(type)) problems.push(at(`a second ${type}=`, second));
  }
  for (const line of lines) {
    if (line.value === '') problems.push(at(`${line.type}= is empty`, line));
    if (line.type === 't' && !/^[0-9]+ [0-9]+$/.test(line.value)) {
      problems.push(at('t= is not two numbers', line));
    }
    if (line.type === 'b' && !/^[^ :]+:[0-9]+$/.test(line.value)) {
      problems.push(at('b= is no type with a number', line));
    }
  }
  return problems;
}

function sectionProblems(section: Section): string[] {
  const problems = [
    ...section.values('c').flatMap(addressProblems),
    ...caught(() => fingerprints(section)),
    ...caught(() => setup(section)),
    ...caught(() => credentials(section)),
  ];
  for (const { name, line } of section.attributes()) {
    if (!/^[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+$/.test(name)) problems.push(at('a= has no token as its name', line));
  }
  for (const name of single) {
    const second = section.attributes(name)[1];
    if (second && name !== 'mid') problems.push(at(`a second a=${name}`, second.line));
  }
  const second = section.attributes().filter(({ name }) => directions.includes(name))[1];
  if (second) problems.push(at(`a second direction, ${second.name}`, second.line));
  return problems;
}

function mediumProblems(medium: MediaSection): string[] {
  const where = `m-line ${medium.index + 1}`;
  const problems = [...orderProblems(medium, mediaOrder, where), ...sectionProblems(medium)];
  if (medium.address === undefined) {
    problems.push(at(`${where} has no c= and the session has none`, medium.line));
  }
  problems.push(
    ...caught(() => mid(medium)),
    ...caught(() => candidates(medium)),
    ...caught(() => rtcpAddress(medium)),
    ...caught(() => indicator(medium)),
  );
  if (medium.has('ice-lite')) problems.push(at('a=ice-lite is at media level', medium.line));
  if (medium.isRtp) problems.push(...payloadProblems(medium));
  return problems;
}

/** RFC 8866 8.2.3 and 6.6, RFC 3551 6. */
function payloadProblems(medium: MediaSection): string[] {
  const problems: string[] = [];
  for (const format of medium.formats) {
    if (!/^[0-9]{1,3}$/.test(format) || Number(format) > 127) {
      problems.push(at(`${format} is no payload type`, medium.line));
    }
  }
  const repeated = medium.formats.find((format, i) => medium.formats.indexOf(format) !== i);
  if (repeated !== undefined) problems.push(at(`payload type ${repeated} stands there twice`, medium.line));
  for (const name of ['rtpmap', 'fmtp', 'rtcp-fb']) {
    for (const { value = '', line } of medium.attributes(name)) {
      const [payload = '', ...rest] = value.split(' ');
      if (rest.length === 0) problems.push(at(`a=${name} has nothing behind its payload type`, line));
      else if (name === 'rtpmap' && !/^[^/ ]+\/[0-9]+(\/[0-9]+)?$/.test(rest.join(' '))) {
        problems.push(at('a=rtpmap is no encoding with its clock rate', line));
      }
      if (!medium.formats.includes(payload) && !(name === 'rtcp-fb' && payload === '*')) {
        problems.push(at(`a=${name} is for ${payload}, which m= does not have`, line));
      }
    }
  }
  if (medium.disabled) return problems;
  for (const format of medium.formats.filter((each) => Number(each) >= 96)) {
    const maps = medium.attributes('rtpmap').filter(({ value = '' }) => value.startsWith(`${format} `));
    if (maps.length === 0) problems.push(at(`payload type ${format} has no a=rtpmap`, medium.line));
    if (maps[1]) problems.push(at(`a second a=rtpmap for ${format}`, maps[1].line));
  }
  return problems;
}

/** RFC 5888 4, 5 and RFC 9143 7: tags are unique, and a group's are those of lines. */
function midProblems(sdp: SessionDescription): string[] {
  const problems: string[] = [];
  const tags = sdp.media.flatMap((medium) => medium.attributes('mid'));
  tags.forEach(({ value, line }, i) => {
    if (tags.findIndex((each) => each.value === value) < i) {
      problems.push(at(`a=mid:${value} stands there twice`, line));
    }
  });
  for (const { value = '', line } of sdp.session.attributes('group')) {
    for (const tag of value.split(' ').slice(1)) {
      if (!tags.some((each) => each.value === tag))
        problems.push(at(`no line has the mid ${tag} of a=group`, line));
    }
  }
  return problems;
}

function addressProblems(line: SdpLine): string[] {
  const { addrType, address } = connectionOf(line);
  const fits = addrType === 'IP4' ? isIPv4(address) : isIPv6(address);
  const isOther = isIPv4(address) || isIPv6(address) || !/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(address);
  return !fits && isOther ? [at(`c= has ${addrType} with the address ${address}`, line)] : [];
}

function caught(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof SdpParseError) return [error.message];
    throw error;
  }
}

function at(what: string, line: SdpLine): string {
  return `${what} (line ${line.number} of the SDP)`;
}
