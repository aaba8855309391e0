import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { ConnectionFailed } from '../net/link.ts';
import { probeTls } from '../net/tls-client.ts';
import type { Handshake } from './handshake.ts';
import type { Lab } from './lab.ts';

/** How a SUT takes a WIC that has no certificate of its own. */
export interface WithoutCertificate {
  /** Whether it sent a CertificateRequest. */
  readonly requested: boolean;
  readonly handshake: Handshake;
  /** Where it shows in the trace. */
  readonly id: string;
}

/**
 * Opens a WebSocket as a WIC without certificate.
 * @throws PeerDidNot when that fails although no certificate was asked for, so that another reason is at work
 */
export async function connectWithoutCertificate(lab: Lab, name: string): Promise<WithoutCertificate> {
  const handshake = await lab.tryConnect(name);
  const id = handshake.id ?? lab.lastEvent;
  const tls = handshake.wic?.connection.tls;
  const requested = (handshake.wic ? tls?.certificateRequested : await asksForCertificate(lab)) ?? false;
  if (!handshake.wic && !requested) throw new PeerDidNot('open the WebSocket', handshake.outcome);
  return { requested, handshake, id };
}

/** Makes TLS alone; with TLS 1.2 a server that needs a certificate ends the handshake with an alert. */
async function asksForCertificate(lab: Lab): Promise<boolean> {
  const { url, ca, servername } = lab.parameters.w2;
  const { hostname, port } = new URL(url);
  try {
    const { certificateRequested } = await probeTls({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port) || 443,
      maxMs: lab.bound,
      tls: { ...(ca !== undefined && { ca }), ...(servername !== undefined && { servername }) },
    });
    return certificateRequested ?? false;
  } catch (reason) {
    if (reason instanceof ConnectionFailed) return /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/.test(reason.code);
    throw reason;
  }
}
