import type { ServerTransaction } from '../endpoint/transactions.ts';
import { alternativeServiceXml } from '../sip/alternative-service.ts';
import { type HeaderInit, respond } from '../sip/message.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { pathOf } from './path.ts';
import { answer } from './rfc3261-16-proxy.ts';

export const faults = {
  'emergency-rejected-with-403': {
    kills: ['EPC-7.4.3-2', 'EPC-7.4.3-3', 'EPC-7.4.3-4', 'EPC-7.4.3-Aa', 'EPC-7.4.3-B'],
    preamble: [
      'EPC-7.4.3-1e',
      'EPC-7.4.3-2b',
      'EPC-7.4.3-3b',
      'EPC-7.4.3-C1',
      'EPC-7.4.3-C2',
      'EPC-7.4.3-C3',
    ],
    about: 'rejects an emergency call with 403 instead of 380',
  },
  'alternative-service-without-body': {
    kills: ['EPC-7.4.3-C1'],
    about: 'sends a 380 without application/3gpp-ims+xml',
  },
  'alternative-service-other-type': {
    kills: ['EPC-7.4.3-C1'],
    about: 'says in the 380 that the service is being restored instead of that it is for an emergency',
  },
  'alternative-service-anonymous': {
    kills: ['EPC-7.4.3-C2'],
    about: 'sends a 380 without P-Asserted-Identity',
  },
  'alternative-service-without-tag': {
    kills: ['EPC-7.4.3-C3'],
    about: 'sends a 380 without tag in To',
  },
  'alternative-service-twice': {
    kills: ['EPC-7.4.3-C3'],
    about: 'sends a second final response after the 380',
  },
} as const satisfies FaultTable;

export const variants = {
  'alternative-service-contact': {
    exercises: ['EPC-7.4.3-C2', 'EPC-7.4.3-C3', 'EPC-7.4.3-Aa', 'EPC-7.4.3-B', 'EPC-7.4.3-3', 'EPC-7.4.3-1f'],
    about: 'puts a Contact with the emergency service URN into the 380',
  },
  'alternative-service-action': {
    exercises: ['EPC-7.4.3-C1', 'EPC-7.4.3-Aa', 'EPC-7.4.3-B'],
    about: 'puts the action emergency-registration into the body of the 380',
  },
  'alternative-service-media-type': {
    exercises: ['EPC-7.4.3-C1'],
    about: 'writes the media type of the 380 in capitals and with a parameter',
  },
  'alternative-service-named': {
    exercises: ['EPC-7.4.3-C2'],
    about: 'gives the P-Asserted-Identity of the 380 a display name',
  },
} as const satisfies VariantTable;

/** 24.371 7.4.3 A) a) and B): 380 (Alternative Service) with the contents of 24.229 5.2.10.5 and 7.6. */
export function rejectEmergency(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const { deviation, config } = cscf;
  if (tx.request.method === 'INVITE' && deviation.is('emergency-rejected-with-403'))
    return answer(cscf, tx, 403);
  const headers: HeaderInit[] = [];
  if (!deviation.is('alternative-service-anonymous')) {
    const name = deviation.is('alternative-service-named') ? '"eP-CSCF 1" ' : '';
    headers.push(['P-Asserted-Identity', name + pathOf(cscf, flow, false)]);
  }
  // Real WICs drop a response whose Contact is a URN, so by default there is none.
  if (deviation.is('alternative-service-contact')) headers.push(['Contact', '<urn:service:sos>']);
  const toTag = cscf.ids.tag();
  if (deviation.is('alternative-service-without-body'))
    return tx.respond(respond(tx.request, 380, { headers, toTag }));
  const action = deviation.is('alternative-service-action') ? { action: 'emergency-registration' } : {};
  const response = respond(tx.request, 380, {
    reason: 'Alternative Service',
    headers,
    toTag,
    body: alternativeServiceXml({
      type: deviation.is('alternative-service-other-type') ? 'restoration' : 'emergency',
      reason: `${config.home.domain}: no emergency calls here`,
      ...action,
    }),
    contentType: deviation.is('alternative-service-media-type')
      ? 'Application/3GPP-IMS+XML;charset=utf-8'
      : 'application/3gpp-ims+xml',
  });
  const untagged = deviation.is('alternative-service-without-tag');
  tx.respond(untagged ? response.with('To', tx.request.value('To') ?? '') : response);
  if (deviation.is('alternative-service-twice')) flow.link.send(response.bytes);
}
