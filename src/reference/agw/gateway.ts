import { type MediaCertificate, makeMediaCertificate } from '../../media/certificate.ts';
import { openPlainTransport } from '../../media/plain-transport.ts';
import { PortPairs } from '../../media/port-pairs.ts';
import type { MediaMisbehaviour } from '../../media/secure-remote.ts';
import { openSecureTransport } from '../../media/secure-transport.ts';
import type { FaultTable, VariantTable } from '../deviation.ts';
import type { Deviation } from '../deviations.ts';
import type { Agw, AgwFingerprint, AgwLine } from './agw.ts';
import { RelayedLine } from './relayed-line.ts';

export const faults = {
  'other-certificate': {
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
    ],
    about: 'shows another certificate than the one whose fingerprint is in its SDP',
  },
  'certificate-unchecked': {
    kills: ['SDP-5763-5'],
    about: 'takes any certificate of the WIC, whatever fingerprint was signalled',
  },
  'use-srtp-missing': {
    kills: ['EPC-7.1-7b', 'SDP-5764-2'],
    preamble: [
      'EPC-7.1-7d',
      'EPC-7.1-7e',
      'EPC-7.1-7f',
      'EPC-7.1-7g',
      'EPC-7.1-7h',
      'EPC-7.1-7i',
      'EPC-7.4.1-c3',
      'SDP-5763-5',
    ],
    about: 'does not negotiate use_srtp in DTLS',
  },
  'wrong-credentials-answered': {
    kills: ['EPC-7.1-7c'],
    about: 'answers connectivity checks with success whatever their credentials',
  },
  'consent-unanswered': {
    kills: ['EPC-7.1-7g'],
    about: 'answers no check any more once ICE has completed',
  },
  'consent-never-expires': {
    kills: ['EPC-7.1-7h'],
    about: 'goes on sending to a WIC that does not consent any more',
  },
} as const satisfies FaultTable;

export const variants = {
  'rtcp-on-next-port': {
    exercises: ['EPC-7.1-7d', 'EPC-7.4.1-c3'],
    about: 'has RTCP on the port above that of RTP, so that SDP towards the core need not say where it is',
  },
} as const satisfies VariantTable;

/** Where an eIMS-AGW that pairs its ports takes them, unless told. */
const PAIRED = [16_384, 32_767] as const;

/** How the operator set an {@link MediaGateway} up. Hosts are IP addresses. */
export interface GatewaySettings {
  readonly access: PortRange;
  readonly core: PortRange;
  readonly lite: boolean;
  /** RFC 7675 5.1, in milliseconds. */
  readonly consentExpiry: number;
}

interface PortRange {
  readonly host: string;
  readonly ports?: readonly [first: number, last: number];
}

/** Between two checks of a full agent (RFC 7675 5.1), in milliseconds. */
const CONSENT_INTERVAL = 5000;
const DAY = 86_400_000;

/** An eIMS-AGW with real media: ICE and DTLS-SRTP towards the WICs, RTP towards the core. One certificate for all. */
export class MediaGateway implements Agw {
  readonly fingerprint: AgwFingerprint;
  readonly #settings: GatewaySettings;
  readonly #deviation: Deviation;
  readonly #certificate: MediaCertificate;
  readonly #access: PortPairs;
  readonly #core: PortPairs;
  readonly #lines = new Set<RelayedLine>();

  private constructor(settings: GatewaySettings, deviation: Deviation, certificate: MediaCertificate) {
    this.#settings = settings;
    this.#deviation = deviation;
    this.#certificate = certificate;
    this.fingerprint = certificate.fingerprint();
    const { access, core } = settings;
    const otherwise = deviation.is('rtcp-on-next-port') ? PAIRED : undefined;
    this.#access = new PortPairs(access.host, access.ports ?? otherwise);
    this.#core = new PortPairs(core.host, core.ports ?? otherwise);
  }

  /** Makes its certificate; ports are taken line by line. */
  static async open(settings: GatewaySettings, deviation: Deviation): Promise<MediaGateway> {
    return new MediaGateway(settings, deviation, await makeMediaCertificate());
  }

  async reserve(): Promise<AgwLine> {
    const { lite, consentExpiry } = this.#settings;
    const deviation = this.#deviation;
    const misbehaviour = misbehaviourOf(deviation);
    const plain = await openPlainTransport(this.#core);
    try {
      const secure = await openSecureTransport({
        ports: this.#access,
        certificate: this.#certificate,
        ice: lite ? 'lite' : 'full',
        consentExpiry: deviation.is('consent-never-expires') ? DAY : consentExpiry,
        consentInterval: Math.min(CONSENT_INTERVAL, consentExpiry / 6),
        ...(misbehaviour && { misbehaviour }),
      });
      const line = new RelayedLine(secure, plain, deviation, () => this.#lines.delete(line));
      this.#lines.add(line);
      return line;
    } catch (error) {
      await plain.close();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#lines].map((line) => line.close()));
  }
}

/** What a fault of this table is to ICE, DTLS and SRTP. */
function misbehaviourOf(deviation: Deviation): MediaMisbehaviour | undefined {
  if (deviation.is('other-certificate')) return 'wrong certificate';
  if (deviation.is('certificate-unchecked')) return 'any certificate';
  if (deviation.is('use-srtp-missing')) return 'no use_srtp';
  if (deviation.is('wrong-credentials-answered')) return 'any credentials';
  return deviation.is('consent-unanswered') ? 'no consent answer' : undefined;
}
