import type { PlainTransport } from '../../media/plain-transport.ts';
import type { SecureTransport } from '../../media/secure-transport.ts';
import type { FaultTable, VariantTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type {
  AccessRemote,
  AccessTermination,
  AgwCandidate,
  AgwLine,
  IceCredentials,
  TransportAddress,
} from './agw.ts';

export const faults = {
  'candidate-nowhere': {
    kills: ['EPC-7.1-7b', 'EPC-7.4.2-g'],
    preamble: [
      'EPC-7.1-7c',
      'EPC-7.1-7d',
      'EPC-7.1-7e',
      'EPC-7.1-7f',
      'EPC-7.1-7g',
      'EPC-7.1-7h',
      'EPC-7.1-7i',
      'EPC-7.4.1-c3',
      'SDP-5763-5',
      'SDP-5764-2',
    ],
    about: 'names a port of its eIMS-AGW in the candidates at which nobody answers',
  },
  'dtls-role-swapped': {
    kills: ['EPC-7.1-7b'],
    preamble: [
      'EPC-7.1-7d',
      'EPC-7.1-7e',
      'EPC-7.1-7f',
      'EPC-7.1-7g',
      'EPC-7.1-7h',
      'EPC-7.1-7i',
      'EPC-7.4.1-c3',
      'SDP-5763-5',
      'SDP-5764-2',
    ],
    about: 'takes the role in DTLS that setup gives to the WIC',
  },
  'srtp-passed-on': {
    kills: ['EPC-7.4.1-c3', 'EPC-7.1-7e', 'EPC-7.1-7i'],
    about: 'passes SRTP of the WIC on to the core as it is',
  },
  'rtp-before-dtls': {
    kills: ['EPC-7.1-7e'],
    about: 'sends RTP of the core unprotected to the WIC while DTLS is not up',
  },
  'rtcp-dropped': {
    kills: ['EPC-7.1-7d'],
    about: 'passes RTP on, but no RTCP',
  },
  'payload-altered': {
    kills: ['EPC-7.1-7i'],
    about: 'changes the last octet of each RTP packet',
  },
  'relay-outlives-call': {
    kills: ['EPC-7.1-7f'],
    about: 'goes on relaying when a call was released',
  },
} as const satisfies FaultTable;

export const variants = {
  'several-candidates': {
    exercises: ['EPC-7.1-7b', 'EPC-7.1-7c', 'EPC-7.1-7g', 'EPC-7.1-7h', 'SDP-5764-2'],
    about: 'has a second candidate, at an address that the WIC does not reach',
  },
} as const satisfies VariantTable;

/** One media line: SRTP and SRTCP of the WIC become RTP and RTCP for the core, and the other way round. */
export class RelayedLine implements AgwLine {
  readonly access: AccessTermination;
  readonly core: TransportAddress;
  readonly #secure: SecureTransport;
  readonly #plain: PlainTransport;
  readonly #deviation: Deviation;
  readonly #closed: () => void;

  /** @param closed told once its ports are free */
  constructor(secure: SecureTransport, plain: PlainTransport, deviation: Deviation, closed: () => void) {
    this.#closed = closed;
    this.#secure = secure;
    this.#plain = plain;
    this.#deviation = deviation;
    this.core = { host: plain.rtp.host, rtp: plain.rtp.port, rtcp: plain.rtcp.port };
    this.access = {
      host: secure.rtp.host,
      rtp: secure.rtp.port,
      rtcp: secure.rtcp.port,
      lite: secure.lite,
      get credentials() {
        return secure.credentials;
      },
      candidates: (mux) => this.#candidates(mux),
    };
    this.#relay();
  }

  toAccess(remote: AccessRemote): void {
    const swapped = this.#deviation.is('dtls-role-swapped');
    const dtlsRole = swapped ? otherRole(remote.dtlsRole) : remote.dtlsRole;
    // Of two full agents that both want to be controlled, one is told otherwise (RFC 8445 7.3.1.1).
    this.#secure.toward({ ...remote, dtlsRole, controlling: remote.ice?.lite ?? false });
  }

  toCore(remote: TransportAddress | undefined): void {
    this.#plain.toward(remote);
  }

  restartIce(): IceCredentials {
    return this.#secure.restartIce();
  }

  async release(): Promise<void> {
    if (this.#deviation.is('relay-outlives-call')) return;
    await this.close();
  }

  /** Closes the ports, whatever becomes of the call. */
  async close(): Promise<void> {
    await Promise.all([this.#secure.close(), this.#plain.close()]);
    this.#closed();
  }

  #relay(): void {
    const [secure, plain, deviation] = [this.#secure, this.#plain, this.#deviation];
    secure.onRtp = (packet) => {
      if (!deviation.is('srtp-passed-on')) plain.send(this.#passed(packet));
    };
    secure.onProtected = (packet) => {
      if (deviation.is('srtp-passed-on')) plain.send(packet);
    };
    plain.onRtp = (packet) => {
      const sent = secure.send(this.#passed(packet));
      if (!sent && deviation.is('rtp-before-dtls')) secure.sendRaw(packet);
    };
    if (deviation.is('rtcp-dropped')) return;
    secure.onRtcp = (packet) => plain.sendRtcp(packet);
    plain.onRtcp = (packet) => secure.sendRtcp(packet);
  }

  #passed(packet: Uint8Array): Uint8Array {
    if (!this.#deviation.is('payload-altered')) return packet;
    const altered = Uint8Array.from(packet);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 0xff;
    return altered;
  }

  #candidates(mux: boolean): readonly AgwCandidate[] {
    const own = this.#secure.candidates(mux);
    // The port of a discard service (RFC 863): below all that an eIMS-AGW takes.
    if (this.#deviation.is('candidate-nowhere')) return own.map((each) => ({ ...each, port: 9 }));
    if (!this.#deviation.is('several-candidates')) return own;
    const others = own.map((each) => ({
      ...each,
      foundation: '2',
      // A lower local preference (RFC 8445 5.1.2.1).
      priority: each.priority - 2 ** 8,
      address: UNREACHABLE,
    }));
    return [...own, ...others];
  }
}

/** For documentation (RFC 5737). */
const UNREACHABLE = '203.0.113.1';

function otherRole(role: 'client' | 'server'): 'client' | 'server' {
  return role === 'client' ? 'server' : 'client';
}
