import type { ComponentFacts, PacketCount } from '../../media/facts.ts';
import type { MediaLine, Side } from './media-line.ts';

/** `component 2 of m-line 1 (audio)`; without the component where RTP and RTCP share a port. */
export function componentName(line: MediaLine, { component }: ComponentFacts): string {
  const shared = line.wic.facts().length === 1;
  return shared ? lineName(line) : `component ${component} of ${lineName(line)}`;
}

/** `m-line 1 (audio)` */
export function lineName({ index, media }: MediaLine): string {
  return `m-line ${index + 1} (${media})`;
}

/** How ICE went, as the WIC saw it. */
export function iceText({ ice }: ComponentFacts): string {
  const { requestsSent, successes, errors, selected, responsesIgnored } = ice;
  const outcome = [
    `${successes} answered with success`,
    ...(errors.length > 0 ? [`errors ${errors.join(', ')}`] : []),
    ...(responsesIgnored > 0 ? [`${responsesIgnored} unusable responses`] : []),
  ];
  const pair = selected ? `${selected.host} port ${selected.port} selected` : 'no pair selected';
  return `${requestsSent} checks sent, ${outcome.join(', ')}; ${pair}`;
}

/** How DTLS went, as the WIC saw it. */
export function dtlsText({ dtls, received }: ComponentFacts): string {
  const hello = dtls.clientHelloReceived ? 'a ClientHello' : 'no ClientHello';
  const limit = dtls.ownLimit ? ', a limit of the WIC of the harness' : '';
  const why = dtls.failure === undefined ? dtls.state : `${dtls.state}: ${dtls.failure}${limit}`;
  return `${countText(received.dtls)} of DTLS with ${hello} from the eIMS-AGW, the WIC as DTLS ${dtls.role ?? 'nothing'}: ${why}`;
}

/** `3 packets from 127.0.0.1:40000`. */
export function countText({ count, peers }: PacketCount): string {
  if (count === 0) return 'no packet';
  return `${count} ${count === 1 ? 'packet' : 'packets'} from ${[...peers.keys()].join(', ')}`;
}

/** What of the RTP of one end arrived at the other. */
export function rtpText(line: MediaLine, at: Side, since = 0): string {
  const arrived = line.rtpAt(at).filter(({ index }) => index >= since);
  const sent = line.stream(at === 'wic' ? 'core' : 'wic').length - since;
  const kinds = Map.groupBy(arrived, ({ likeness }) => likeness);
  const how = [...kinds].map(([likeness, those]) => `${those.length} ${likeness}`).join(', ');
  const others = line.strange[at] > 0 ? `; ${line.strange[at]} other RTP packets` : '';
  return `${sent} packets sent, ${arrived.length === 0 ? 'none' : how} arrived${others}`;
}
