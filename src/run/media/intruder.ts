import { makeMediaCertificate } from '../../media/certificate.ts';
import type { ComponentFacts } from '../../media/facts.ts';
import { PortPairs } from '../../media/port-pairs.ts';
import { openSecureTransport, type SecureTransport } from '../../media/secure-transport.ts';
import type { Lab } from '../lab.ts';
import type { CallLine, Described } from './media-call.ts';
import { secureRemote } from './remote-line.ts';

/** In which credential an intruder is wrong. */
export type WrongCredential = 'password' | 'user fragment';

/** Somebody beside the WIC who tries to get through to the eIMS-AGW on one line of a call. */
export class Intruder {
  readonly of: CallLine;
  readonly #transport: SecureTransport;

  constructor(of: CallLine, transport: SecureTransport) {
    this.of = of;
    this.#transport = transport;
  }

  /** What happened to its checks, by component. */
  facts(): readonly ComponentFacts[] {
    return this.#transport.facts();
  }
}

/**
 * Sends connectivity checks with a wrong credential on a line, and waits until one is answered on each component.
 * @param withinMs how long at most, in milliseconds; silence is a legal answer
 */
export async function intrude(
  lab: Lab,
  { sdp }: Described,
  of: CallLine,
  wrong: WrongCredential,
  withinMs: number,
): Promise<Intruder> {
  const transport = await openSecureTransport({
    ports: new PortPairs(lab.parameters.media.wic),
    certificate: await makeMediaCertificate(),
    ice: 'full',
    ...(wrong === 'password' && { misbehaviour: 'wrong pwd' }),
  });
  lab.atEnd(() => transport.close());
  const intruder = new Intruder(of, transport);
  const remote = secureRemote(sdp, of.onW2, { dtlsRole: 'server', rtcpMux: false, controlling: true });
  const ice = remote.ice && {
    ...remote.ice,
    ...(wrong === 'user fragment' && { ufrag: `${remote.ice.ufrag}x` }),
  };
  transport.toward({ ...remote, ...(ice && { ice }) });
  const isAnswered = ({ ice: { errors, successes, responsesIgnored } }: ComponentFacts) =>
    errors.length + successes + responsesIgnored > 0;
  await of.line.repeat(
    () => {},
    () => intruder.facts().every(isAnswered),
    withinMs,
  );
  return intruder;
}
