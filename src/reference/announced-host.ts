import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * The host to write into URIs and Via for a listener: its own, or for one on every address of the machine that
 * one under which the other side most likely reaches it.
 * @param peer where the other side is, if that is known
 */
export function announcedHost(listening: string, peer?: string): string {
  if (listening !== '0.0.0.0' && listening !== '::') return listening;
  if (peer === undefined || isLoopback(peer)) return peer === '::1' ? '::1' : '127.0.0.1';
  const family = isIPv6(peer) ? 'IPv6' : 'IPv4';
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(
      (address) => !address.internal && address.family === family && !address.address.startsWith('fe80:'),
    );
  return outer?.address ?? '127.0.0.1';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
