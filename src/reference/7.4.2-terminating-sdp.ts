import { mid } from '../sdp/bundle.ts';
import type { MediaSection, SessionDescription } from '../sdp/description.ts';
import { fingerprints } from '../sdp/dtls.ts';
import { accessRemote, defaultDestination, iceUse, roleAfterAnswer, sharesPort } from './ims-alg/access.ts';
import { misanswerToCore } from './ims-alg/core-answer-faults.ts';
import { disabledLine, hostOf, standingOn, withoutMedia } from './ims-alg/disabled.ts';
import type { Answered, Line, Outgoing, Planned, PlannedOffer } from './ims-alg/line.ts';
import { isDtlsProto, isDtlsSrtp } from './ims-alg/proto.ts';
import { sessionLines } from './ims-alg/session.ts';
import type { Terms } from './ims-alg/terms.ts';
import { towardsCore } from './ims-alg/towards-core.ts';
import { describeToWic, type ToWic } from './ims-alg/towards-wic.ts';
import { misofferToWic } from './ims-alg/wic-offer-faults.ts';

/**
 * 24.371 7.4.2: the offer of the core as the WIC gets it: each RTP line is UDP/TLS/RTP/SAVPF with the AGW's ICE and
 * certificate and is marked 3ge2ae:applied.
 * @param offer its lines that are relayed have their AGW line
 */
export function offerToWic({ description, planned }: PlannedOffer, terms: Terms): Outgoing {
  const session = { description, timing: description.session };
  const lines = standingOn(planned, 'wic').map((each) => offeredLine(each, terms));
  const outgoing = describeToWic(session, lines, hostOf(planned, 'access'), terms);
  return misofferToWic(outgoing, description, terms.deviation);
}

function offeredLine({ line, section, fate }: Planned, terms: Terms): ToWic {
  const { agw } = line;
  const proto = line.proto.wic;
  const tag = section && mid(section);
  if (fate !== 'relayed' || !section || !agw) return { refused: { ...line, proto }, mid: tag };
  const secured = isDtlsProto(proto);
  // A WIC that does the line without ICE is not asked for it again.
  const withIce = secured && (line.remote === undefined || line.remote.access.ice !== undefined);
  return {
    section,
    how: {
      agw,
      proto,
      mid: tag,
      setup: secured ? 'actpass' : undefined,
      ice: withIce ? 'ice' : 'none',
      rtcpMux: section.isRtp && terms.rtcpMux,
      endToAccessEdge: secured,
    },
  };
}

/**
 * 24.371 7.4.2: the WIC's answer as the core gets it: the proto is that of the core's offer again, the addresses are
 * the eIMS-AGW's, and nothing of ICE and DTLS is left.
 * @param answer undefined: one that cannot be read, which accepts nothing
 */
export function answerToCore(
  offer: PlannedOffer,
  answer: SessionDescription | undefined,
  terms: Terms,
): Answered {
  const standing = standingOn(offer.planned, 'core');
  const host = hostOf(offer.planned, 'core');
  const tags = standing.map(({ section }) => section && mid(section));
  const part = { timing: offer.description.session, own: [] };
  const answered = standing.map((each) => answerLine(each, answer, host, terms));
  const unknown = offer.planned.filter(({ section }) => !section).map(({ line }) => withoutMedia(line));
  return {
    outgoing: {
      session: sessionLines(answer ?? offer.description, {
        ...part,
        mids: new Set(tags.filter((tag) => tag !== undefined)),
      }),
      media: answered.map(({ lines, line }) =>
        misanswerToCore(lines, answer?.media[line.index.wic ?? -1], terms.deviation),
      ),
    },
    lines: [...answered.map(({ line }) => line), ...unknown],
  };
}

function answerLine(
  { line, section, fate }: Planned,
  answer: SessionDescription | undefined,
  host: string,
  terms: Terms,
): { readonly lines: string[]; readonly line: Line } {
  const { agw } = line;
  const tag = section && mid(section);
  const proto = section?.proto ?? line.proto.core;
  const answered = fate === 'relayed' ? answer?.media[line.index.wic ?? -1] : undefined;
  if (!section || !agw || !answer || !answered || !accepts(answered, line)) {
    return { lines: disabledLine({ ...line, proto }, host, tag), line: withoutMedia(line) };
  }
  const agreed = {
    ice: iceUse(answered),
    dtlsRole: roleAfterAnswer(answered),
    rtcpMux: sharesPort(answered, terms),
  };
  return {
    lines: towardsCore(answered, { agw, proto, mid: tag }, terms),
    line: {
      ...line,
      remote: { access: accessRemote(answer, answered, agreed), core: defaultDestination(section, false) },
    },
  };
}

/** What was offered with DTLS has to be answered with it, and with a fingerprint. */
function accepts(answered: MediaSection, line: Line): boolean {
  if (answered.disabled || answered.media !== line.media) return false;
  if (!isDtlsProto(line.proto.wic)) return answered.proto === line.proto.wic;
  return isDtlsSrtp(answered) && fingerprints(answered).length > 0;
}
