import { makeMediaCertificate } from '../../media/certificate.ts';
import { openPlainTransport } from '../../media/plain-transport.ts';
import { PortPairs } from '../../media/port-pairs.ts';
import type { MediaMisbehaviour } from '../../media/secure-remote.ts';
import { openSecureTransport } from '../../media/secure-transport.ts';
import type { Lab } from '../lab.ts';
import { MediaLine } from './media-line.ts';

/** Between two consent checks of a WIC, at most (RFC 7675 5.1), in milliseconds. */
const CONSENT_INTERVAL = 5000;

/** Opens both ends of each line, which close with the scenario. */
export async function openEnds(
  lab: Lab,
  media: readonly string[],
  misbehaviour?: MediaMisbehaviour,
): Promise<readonly MediaLine[]> {
  const { media: at, pixit } = lab.parameters;
  const certificate = await makeMediaCertificate();
  const [wics, far] = [new PortPairs(at.wic), new PortPairs(at.core)];
  return Promise.all(
    media.map(async (medium, index) => {
      const wic = await openSecureTransport({
        ports: wics,
        certificate,
        ice: 'full',
        // A SUT that takes away media soon has to be told often.
        consentInterval: Math.min(CONSENT_INTERVAL, pixit.consentExpiry / 6),
        ...(misbehaviour && { misbehaviour }),
      });
      lab.atEnd(() => wic.close());
      const plain = await openPlainTransport(far);
      lab.atEnd(() => plain.close());
      return new MediaLine(index, medium, wic, plain);
    }),
  );
}
