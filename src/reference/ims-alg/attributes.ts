import { isIPv6 } from 'node:net';
import type { Section } from '../../sdp/description.ts';
import { hasFeedback } from './proto.ts';

/**
 * What says how one side transports, secures and multiplexes media (ICE, DTLS, keys, RTCP, BUNDLE, capabilities of
 * other transports). The eIMS-AGW ends all of it, so it never crosses (23.228 U.1.1).
 */
const ofTransport = new Set([
  'candidate',
  'end-of-candidates',
  'remote-candidates',
  'ice-ufrag',
  'ice-pwd',
  'ice-options',
  'ice-lite',
  'ice-mismatch',
  'ice-pacing',
  'fingerprint',
  'setup',
  'connection',
  'tls-id',
  'dtls-id',
  'identity',
  'crypto',
  'key-mgmt',
  'rtcp',
  'rtcp-mux',
  'rtcp-mux-only',
  'rtcp-rsize',
  'bundle-only',
  '3ge2ae',
  'tcap',
  'acap',
  'pcfg',
  'acfg',
  'csup',
  'creq',
  'altc',
  'ccap',
  'source-filter',
]);

/** What browsers say of tracks, streams and packets; nobody in the core knows it. */
const ofBrowsers = new Set([
  'extmap',
  'extmap-allow-mixed',
  'msid',
  'msid-semantic',
  'ssrc',
  'ssrc-group',
  'rid',
  'simulcast',
  'x-google-flag',
]);

/** 0.0.0.0 and ::, which name nobody. */
export function isUnspecified(address: string): boolean {
  return /^[0.]+$|^[0:]+$/.test(address);
}

/**
 * Lines that go on as they are: those of the given types, and the attributes that concern neither transport nor
 * browser. Whatever names an address stays behind, for it is one of the far side's.
 * @param types letters
 * @param proto the line's proto on the side to which it goes
 */
export function relayedLines(section: Section, types: string, proto: string): string[] {
  const kept = section.lines.filter(({ type, value }) => {
    if (type === 'a') return types.includes('a') && crosses(value, proto);
    return types.includes(type);
  });
  return kept.filter(({ value }) => !namesAddress(value)).map(({ type, value }) => `${type}=${value}`);
}

function crosses(attribute: string, proto: string): boolean {
  const name = attribute.split(':', 1)[0]?.trim().toLowerCase() ?? '';
  if (name === 'rtcp-fb') return hasFeedback(proto);
  // Identification tags and groups are written anew.
  if (name === 'mid' || name === 'group') return false;
  return !ofTransport.has(name) && !ofBrowsers.has(name) && !name.startsWith('tra-');
}

function namesAddress(value: string): boolean {
  if (/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/.test(value)) return true;
  return value.split(/[^0-9A-Fa-f.:]+/).some((word) => isIPv6(word));
}
