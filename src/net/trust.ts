import { createSecureContext, type SecureContext } from 'node:tls';

/** So many are remembered: a process that makes one run after the other meets new ones in each. */
const MOST = 16;

const known = new Map<string, SecureContext>();

/**
 * What a TLS client verifies servers with. Making it costs as much as a handshake, so it is made once.
 * @param ca trust anchors in PEM
 * @param allowPartialTrustChain an anchor need not be a CA: it can be the server's certificate itself
 */
export function trustIn(ca: string, allowPartialTrustChain = false): SecureContext {
  const key = `${allowPartialTrustChain} ${ca}`;
  const before = known.get(key);
  if (before) return before;
  if (known.size >= MOST) known.clear();
  const made = createSecureContext({ ca, allowPartialTrustChain });
  known.set(key, made);
  return made;
}
