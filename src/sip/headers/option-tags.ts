import type { SipMessage } from '../message.ts';

/** The option tags of a field in lower case (RFC 3261 19.2, 20.32, 20.37). */
export function optionTags(
  message: SipMessage,
  name: 'Require' | 'Proxy-Require' | 'Supported' | 'Unsupported',
): string[] {
  return message.values(name).map((tag) => tag.toLowerCase());
}
