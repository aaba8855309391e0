import type { Address } from '../net/link.ts';
import type { PacketCount, PacketKind } from './facts.ts';

/** Tells what shares a media port by its first octet, RTCP by its packet type (RFC 7983 7, RFC 5761 4). */
export function packetKind(bytes: Uint8Array): PacketKind {
  const [first = 255, second = 0] = bytes;
  if (first < 4) return 'stun';
  if (first >= 20 && first < 64) return 'dtls';
  if (first < 128 || first >= 192) return 'other';
  return second >= 192 && second < 224 ? 'rtcp' : 'rtp';
}

class Count implements PacketCount {
  count = 0;
  firstAt: number | undefined;
  lastAt: number | undefined;
  readonly peers = new Map<string, number>();

  add(peer: Address, at: number): void {
    this.count++;
    this.firstAt ??= at;
    this.lastAt = at;
    const key = `${peer.host}:${peer.port}`;
    this.peers.set(key, (this.peers.get(key) ?? 0) + 1);
  }

  copy(): PacketCount {
    return { count: this.count, firstAt: this.firstAt, lastAt: this.lastAt, peers: new Map(this.peers) };
  }
}

/** Datagrams of one port in one direction, by kind. */
export class PacketCounts {
  readonly #kinds: Record<PacketKind, Count> = {
    stun: new Count(),
    dtls: new Count(),
    rtp: new Count(),
    rtcp: new Count(),
    other: new Count(),
  };

  add(kind: PacketKind, peer: Address, at: number): void {
    this.#kinds[kind].add(peer, at);
  }

  /** As they stand now. */
  snapshot(): Record<PacketKind, PacketCount> {
    const { stun, dtls, rtp, rtcp, other } = this.#kinds;
    return { stun: stun.copy(), dtls: dtls.copy(), rtp: rtp.copy(), rtcp: rtcp.copy(), other: other.copy() };
  }
}
