/**
 * The SIP messages of a run as a pcapng capture that Wireshark opens at once. The messages stand in
 * Wireshark's "exported PDU" framing (link type 252): TLS, WebSocket and TCP are left out, the addresses kept.
 */
import { isIPv4, isIPv6 } from 'node:net';
import type { Address, ReferencePoint, TraceEvent } from '../trace/event.ts';

const LINKTYPE_WIRESHARK_UPPER_PDU = 252;
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

const OPTION_COMMENT = 1;
const OPTION_USER_APPLICATION = 4;
const OPTION_IF_NAME = 2;
const OPTION_IF_TSRESOL = 9;
const OPTION_PACKET_FLAGS = 2;
const INBOUND = 1;
const OUTBOUND = 2;

const TAG_PROTOCOL = 12;
const TAG_IPV4 = { source: 20, destination: 21 } as const;
const TAG_IPV6 = { source: 22, destination: 23 } as const;
const TAG_PORT_TYPE = 24;
const TAG_SOURCE_PORT = 25;
const TAG_DESTINATION_PORT = 26;
const PORT_TCP = 2;
const PORT_UDP = 3;

const INTERFACES = ['W2', 'Mw'] as const;
const INTERFACE_OF: Readonly<Partial<Record<ReferencePoint, number>>> = { W2: 0, Mw: 1 };

/** @param application named in the capture as its writer: `w2conf 0.1.0` */
export function pcapng(events: readonly TraceEvent[], application: string): Uint8Array {
  return Buffer.concat([
    sectionHeader(application),
    ...INTERFACES.map(interfaceDescription),
    ...events.flatMap((event) => {
      const at = INTERFACE_OF[event.ref];
      return event.kind === 'sip' && event.bytes && at !== undefined ? [packet(at, event, event.bytes)] : [];
    }),
  ]);
}

function sectionHeader(application: string): Buffer {
  const fixed = Buffer.alloc(16);
  fixed.writeUInt32LE(BYTE_ORDER_MAGIC, 0);
  fixed.writeUInt16LE(1, 4); // version 1.0
  fixed.writeBigInt64LE(-1n, 8); // length of the section: not said
  return block(SECTION_HEADER, fixed, [option(OPTION_USER_APPLICATION, application)]);
}

function interfaceDescription(name: string): Buffer {
  const fixed = Buffer.alloc(8);
  fixed.writeUInt16LE(LINKTYPE_WIRESHARK_UPPER_PDU, 0);
  fixed.writeUInt32LE(0, 4); // no limit to the length of a packet
  return block(INTERFACE_DESCRIPTION, fixed, [
    option(OPTION_IF_NAME, name),
    option(OPTION_IF_TSRESOL, Uint8Array.of(6)), // microseconds
  ]);
}

function packet(interfaceId: number, event: TraceEvent, message: Uint8Array): Buffer {
  const data = Buffer.concat([upperPduTags(event), message]);
  const micros = BigInt(Math.round(event.at * 1000));
  const fixed = Buffer.alloc(20);
  fixed.writeUInt32LE(interfaceId, 0);
  fixed.writeUInt32LE(Number(micros >> 32n), 4);
  fixed.writeUInt32LE(Number(micros & 0xffffffffn), 8);
  fixed.writeUInt32LE(data.length, 12);
  fixed.writeUInt32LE(data.length, 16);
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(event.from === 'eP-CSCF' ? INBOUND : OUTBOUND);
  const comment = `${event.id} ${event.from} → ${event.to}, ${event.scenario ?? 'no scenario'}`;
  return block(ENHANCED_PACKET, Buffer.concat([fixed, padded(data)]), [
    option(OPTION_COMMENT, comment),
    option(OPTION_PACKET_FLAGS, flags),
  ]);
}

function upperPduTags(event: TraceEvent): Buffer {
  const { source, destination } = event;
  return Buffer.concat([
    tag(TAG_PROTOCOL, Buffer.from('sip')),
    ...addressTag('source', source),
    ...addressTag('destination', destination),
    tag(TAG_PORT_TYPE, uint32(event.transport === 'udp' ? PORT_UDP : PORT_TCP)),
    ...(source ? [tag(TAG_SOURCE_PORT, uint32(source.port))] : []),
    ...(destination ? [tag(TAG_DESTINATION_PORT, uint32(destination.port))] : []),
    Buffer.alloc(4),
  ]);
}

function addressTag(end: 'source' | 'destination', address: Address | undefined): Buffer[] {
  const host = address?.host.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '') ?? '';
  if (isIPv4(host)) return [tag(TAG_IPV4[end], Buffer.from(host.split('.').map(Number)))];
  return isIPv6(host) ? [tag(TAG_IPV6[end], ipv6(host))] : [];
}

/** The 16 bytes of an IPv6 address without zone. */
function ipv6(host: string): Buffer {
  const groups = (part: string | undefined) => (part ? part.split(':').flatMap(group) : []);
  const [before, after] = host.split('::');
  const head = groups(before);
  const tail = groups(after);
  const bytes = Buffer.alloc(16);
  Buffer.from(head).copy(bytes, 0);
  Buffer.from(tail).copy(bytes, 16 - tail.length);
  return bytes;
}

function group(text: string): number[] {
  if (text.includes('.')) return text.split('.').map(Number);
  const value = Number.parseInt(text, 16);
  return [value >> 8, value & 0xff];
}

function tag(code: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(code, 0);
  head.writeUInt16BE(value.length + padding(value.length), 2);
  return Buffer.concat([head, padded(value)]);
}

function option(code: number, value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(bytes.length, 2);
  return Buffer.concat([head, padded(bytes)]);
}

function block(type: number, body: Buffer, options: readonly Buffer[]): Buffer {
  const endOfOptions = Buffer.alloc(4);
  const content = Buffer.concat([body, ...options, endOfOptions]);
  const length = 12 + content.length;
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(length, 4);
  const tail = Buffer.alloc(4);
  tail.writeUInt32LE(length, 0);
  return Buffer.concat([head, content, tail]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padding(bytes.length))]);
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
