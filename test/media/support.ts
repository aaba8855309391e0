import { type MediaCertificate, makeMediaCertificate } from '../../src/media/certificate.ts';
import { PortPairs } from '../../src/media/port-pairs.ts';
import type { SecureRemote, SecureTransportOptions } from '../../src/media/secure-remote.ts';
import { openSecureTransport, type SecureTransport } from '../../src/media/secure-transport.ts';

const ports = new PortPairs('127.0.0.1');
const opened: SecureTransport[] = [];
let certificates: Promise<readonly [MediaCertificate, MediaCertificate]> | undefined;

/** Long for a loaded machine, never waited for where all goes well. */
export const soon = 10_000;

/** How the first end meets the second. */
export interface Meeting {
  readonly mux: boolean;
  /** The first end's role in DTLS. */
  readonly role: 'client' | 'server';
}

/** Two ends on the loopback interface; the first is the offerer. */
export async function ends(
  first: Partial<SecureTransportOptions> = {},
  second: Partial<SecureTransportOptions> = {},
): Promise<[SecureTransport, SecureTransport]> {
  certificates ??= Promise.all([makeMediaCertificate(), makeMediaCertificate()]);
  const [one, other] = await certificates;
  const pair: [SecureTransport, SecureTransport] = [
    await openSecureTransport({ ports, certificate: one, ice: 'full', ...first }),
    await openSecureTransport({ ports, certificate: other, ice: 'full', ...second }),
  ];
  opened.push(...pair);
  return pair;
}

/** Closes every end, also those that a failed test has left. */
export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((end) => end.close()));
}

/** What an end's description would say to the other. */
export function remote(
  of: SecureTransport,
  mux: boolean,
  dtlsRole: 'client' | 'server',
  controlling: boolean,
): SecureRemote {
  return {
    ice: { ...of.credentials, candidates: of.candidates(mux), lite: of.lite },
    fingerprints: [of.fingerprint()],
    dtlsRole,
    rtcpMux: mux,
    controlling,
  };
}

/** Lets each know of the other. */
export function introduce(first: SecureTransport, second: SecureTransport, { mux, role }: Meeting): void {
  first.toward(remote(second, mux, role, true));
  second.toward(remote(first, mux, role === 'client' ? 'server' : 'client', false));
}

/** The next packet of that kind. */
export function next(end: SecureTransport, listener: 'onRtp' | 'onRtcp'): Promise<Uint8Array> {
  return new Promise((resolve) => {
    end[listener] = resolve;
  });
}
