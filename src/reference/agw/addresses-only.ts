import { randomBytes } from 'node:crypto';
import type { AccessTermination, Agw, AgwFingerprint, AgwLine, TransportAddress } from './agw.ts';
import { hostCandidates, newCredentials } from './ice-parameters.ts';

/** Half of what IANA leaves to whoever wants it; as many gateways take their media from there. */
const FIRST_PORT = 16_384;
const LAST_PORT = 32_767;

/** An eIMS-AGW that gives each line addresses of its own and never relays a packet. */
export class AddressesOnly implements Agw {
  readonly fingerprint: AgwFingerprint = { hash: 'sha-256', value: pairs(randomBytes(32)) };
  readonly #hosts: { readonly access: string; readonly core: string };
  readonly #lite: boolean;
  #port = FIRST_PORT;

  constructor(hosts: { readonly access: string; readonly core: string }, lite: boolean) {
    this.#hosts = hosts;
    this.#lite = lite;
  }

  reserve(): Promise<AgwLine> {
    const [access, core] = [this.#next(this.#hosts.access), this.#next(this.#hosts.core)];
    return Promise.resolve(new IdleLine(access, core, this.#lite));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  #next(host: string): TransportAddress {
    const rtp = this.#port;
    this.#port = rtp + 3 > LAST_PORT ? FIRST_PORT : rtp + 2;
    return { host, rtp, rtcp: rtp + 1 };
  }
}

class IdleLine implements AgwLine {
  readonly access: AccessTermination;
  readonly core: TransportAddress;
  #credentials = newCredentials();

  constructor(access: TransportAddress, core: TransportAddress, lite: boolean) {
    const current = () => this.#credentials;
    this.core = core;
    this.access = {
      ...access,
      lite,
      get credentials() {
        return current();
      },
      candidates: (mux) => hostCandidates(access, mux),
    };
  }

  toAccess(): void {}

  toCore(): void {}

  restartIce() {
    this.#credentials = newCredentials();
    return this.#credentials;
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}

function pairs(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
