import { mid } from '../sdp/bundle.ts';
import type { MediaSection, SessionDescription } from '../sdp/description.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import { accessRemote, defaultDestination, iceUse, roleAfterOffer, sharesPort } from './ims-alg/access.ts';
import { misofferToCore } from './ims-alg/core-offer-faults.ts';
import { disabledLine, hostOf, standingOn, withoutMedia } from './ims-alg/disabled.ts';
import { leakedToCore } from './ims-alg/leaks.ts';
import type { Answered, Line, Outgoing, Planned, PlannedOffer } from './ims-alg/line.ts';
import { isDtlsSrtp, isPlainRtp } from './ims-alg/proto.ts';
import { hasOtherGroups, sessionLines } from './ims-alg/session.ts';
import type { Terms } from './ims-alg/terms.ts';
import { towardsCore } from './ims-alg/towards-core.ts';
import { describeToWic, type ToWic } from './ims-alg/towards-wic.ts';
import { withoutTranscoding, withTranscoding } from './ims-alg/transcoding.ts';
import { misanswerToWic } from './ims-alg/wic-answer-faults.ts';

export const faults = {
  'removed-line-shifts': {
    kills: ['EPC-7.4.1-d5'],
    about: "looks for the answer to a line of the WIC's at the place that it has in the WIC's offer",
  },
} as const satisfies FaultTable;

export const variants = {
  'mid-dropped': {
    exercises: [
      'EPC-7.4.1-b',
      'EPC-7.4.1-d',
      'EPC-7.4.1-d2',
      'EPC-7.4.1-d4',
      'EPC-7.4.1-d5',
      'EPC-7.4.1-d6',
      'EPC-7.4.1-d8',
      'EPC-7.4.1-f1',
      'SDP-3264-1',
    ],
    about: 'drops identification tags (mid) towards the core when no group is left that names them',
  },
} as const satisfies VariantTable;

/**
 * 24.371 7.4.1: the offer of a WIC as the core gets it, with the eIMS-AGW's addresses, plain RTP, and neither BUNDLE
 * nor bundle-only lines.
 * @param offer its lines that are relayed have their AGW line
 */
export function offerToCore({ description, planned }: PlannedOffer, terms: Terms): Outgoing {
  const tagged = !terms.deviation.is('mid-dropped') || hasOtherGroups(description);
  const tagOf = (section: MediaSection | undefined) => (section && tagged ? mid(section) : undefined);
  const standing = standingOn(planned, 'core');
  const mids = new Set(standing.map(({ section }) => tagOf(section)).filter((tag) => tag !== undefined));
  const host = hostOf(planned, 'core');
  const outgoing = {
    session: sessionLines(description, {
      timing: description.session,
      mids,
      own: leakedToCore(description.session, terms),
    }),
    media: standing.map(({ line, section, fate }) => {
      const { agw } = line;
      const proto = line.proto.core;
      if (fate !== 'relayed' || !section || !agw)
        return disabledLine({ ...line, proto }, host, tagOf(section));
      return towardsCore(section, { agw, proto, mid: tagOf(section) }, terms);
    }),
  };
  const sections = standing.map(({ section }) => section);
  const offered = withTranscoding(outgoing, terms.deviation);
  return misofferToCore(offered, description, sections, terms.deviation);
}

/**
 * 24.371 7.4.1: the core's answer as the WIC gets it. It has the lines of the WIC's offer; those that the core does
 * not know are rejected, the others have the AGW's ICE and DTLS.
 * @param answer undefined: one that cannot be read, which accepts nothing
 */
export function answerToWic(
  offer: PlannedOffer,
  answer: SessionDescription | undefined,
  terms: Terms,
): Answered {
  const answered = standingOn(offer.planned, 'wic').map((each) => answerLine(offer, each, answer, terms));
  const host = hostOf(offer.planned, 'access');
  const session = { description: answer ?? offer.description, timing: offer.description.session };
  const unknown = offer.planned.filter(({ section }) => !section).map(({ line }) => withoutMedia(line));
  const outgoing = describeToWic(
    session,
    answered.map(({ to }) => to),
    host,
    terms,
  );
  const own = withoutTranscoding(outgoing, offer.description, terms.deviation);
  return {
    outgoing: misanswerToWic(own, offer.description, answer, terms.deviation),
    lines: [...answered.map(({ line }) => line), ...unknown],
  };
}

function answerLine(
  { description }: PlannedOffer,
  { line, section, fate }: Planned,
  answer: SessionDescription | undefined,
  terms: Terms,
): { readonly to: ToWic; readonly line: Line } {
  const { agw } = line;
  const place = terms.deviation.is('removed-line-shifts') ? line.index.wic : line.index.core;
  const answered = fate === 'relayed' ? answer?.media[place ?? -1] : undefined;
  const tag = section && mid(section);
  if (!section || !agw || !answered || !accepts(answered, section)) {
    const refused = { media: line.media, proto: section?.proto ?? line.proto.wic, formats: line.formats };
    return { to: { refused, mid: tag }, line: withoutMedia(line) };
  }
  const secured = isDtlsSrtp(section);
  const ice = iceUse(section);
  const dtlsRole = roleAfterOffer(section, line, terms);
  const rtcpMux = sharesPort(section, terms);
  const setup = dtlsRole === 'client' ? 'active' : 'passive';
  return {
    to: {
      section: answered,
      how: { agw, proto: section.proto, mid: tag, setup: secured ? setup : undefined, ice, rtcpMux },
    },
    line: {
      ...line,
      remote: {
        access: accessRemote(description, section, { ice, dtlsRole, rtcpMux }),
        core: defaultDestination(answered, false),
      },
    },
  };
}

/** A line of another medium or transport than offered is no acceptance. */
function accepts(answered: MediaSection, offered: MediaSection): boolean {
  if (answered.disabled || answered.media !== offered.media) return false;
  return offered.isRtp ? isPlainRtp(answered.proto) : answered.proto === offered.proto;
}
