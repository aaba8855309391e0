import type { SipRequest } from '../sip/message.ts';
import { parseUri, type Uri } from '../sip/uri.ts';
import type { ReferenceConfig } from './config.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';

export const faults = {
  'emergency-invite-not-inspected': {
    kills: ['EPC-7.4.3-1', 'EPC-7.4.3-2', 'EPC-7.4.3-3', 'EPC-7.4.3-4', 'EPC-7.4.3-Aa', 'EPC-7.4.3-B'],
    preamble: [
      'EPC-7.4.3-1e',
      'EPC-7.4.3-2b',
      'EPC-7.4.3-3b',
      'EPC-7.4.3-C1',
      'EPC-7.4.3-C2',
      'EPC-7.4.3-C3',
    ],
    about: 'routes an INVITE to an emergency number like any other',
  },
  'emergency-standalone-not-inspected': {
    kills: ['EPC-7.4.3-1b', 'EPC-7.4.3-1f'],
    about: 'does not look at the Request-URI of MESSAGE and OPTIONS',
  },
  'emergency-unknown-method-not-inspected': {
    kills: ['EPC-7.4.3-1c'],
    about: 'does not look at the Request-URI of a method it does not know',
  },
  'emergency-subscribe-not-inspected': {
    kills: ['EPC-7.4.3-1d', 'EPC-7.4.3-1f'],
    about: 'does not look at the Request-URI of SUBSCRIBE and REFER',
  },
  'emergency-in-dialog-inspected': {
    kills: ['EPC-7.4.3-1e'],
    about: 'takes a request inside a dialog for an emergency call when its target looks like one',
  },
  'emergency-sip-form-missed': {
    kills: ['EPC-7.4.3-2'],
    preamble: ['EPC-7.4.3-1e'],
    about: 'knows a listed number as tel URI only, not as SIP URI with user=phone',
  },
  'emergency-urn-missed': {
    kills: ['EPC-7.4.3-2'],
    about: 'does not know a listed service URN',
  },
  'emergency-prefix-match': {
    kills: ['EPC-7.4.3-2b'],
    about: 'takes every number that begins or ends with a listed one for an emergency number',
  },
  'emergency-partner-lists-unused': {
    kills: ['EPC-7.4.3-3', 'EPC-7.4.3-1f'],
    preamble: ['EPC-7.4.3-3b'],
    about: 'looks at the home list alone when the request comes from a roaming partner',
    needs: { originCountry: 'pani' },
  },
  'emergency-partner-lists-at-home': {
    kills: ['EPC-7.4.3-3b'],
    about: "looks at the partners' lists although the request comes from the home country",
    needs: { originCountry: 'pani' },
  },
  'emergency-lists-unused-when-unknown': {
    kills: [
      'EPC-7.4.3-1',
      'EPC-7.4.3-1b',
      'EPC-7.4.3-1c',
      'EPC-7.4.3-1d',
      'EPC-7.4.3-2',
      'EPC-7.4.3-4',
      'EPC-7.4.3-Aa',
    ],
    preamble: ['EPC-7.4.3-1e', 'EPC-7.4.3-2b', 'EPC-7.4.3-C1', 'EPC-7.4.3-C2', 'EPC-7.4.3-C3'],
    about: 'looks at no list when the country is not known',
    needs: { originCountry: 'unknown' },
  },
  'emergency-rejected-although-proceed': {
    kills: ['EPC-7.4.3-Ab'],
    about: 'rejects the call from the home country although the policy is to proceed',
    needs: { emergencyPolicy: 'proceed', originCountry: 'pani' },
  },
  'emergency-proceeds-abroad': {
    kills: ['EPC-7.4.3-B'],
    about: 'proceeds with a call from another country to a number of the home list',
    needs: { originCountry: 'pani' },
  },
  'emergency-unregistered-routed': {
    kills: ['EPC-7.4.3-5'],
    warns: ['EPC-6.1-4', 'EPC-6.4.2-8b', 'EPC-7.4.1-P9'],
    about: 'routes the emergency call of a user who is not registered like any other call',
  },
} as const satisfies FaultTable;

export const variants = {
  'emergency-unknown-country-proceeds': {
    exercises: ['EPC-7.4.3-1', 'EPC-7.4.3-1b', 'EPC-7.4.3-1c', 'EPC-7.4.3-1d', 'EPC-7.4.3-2', 'EPC-7.4.3-4'],
    about:
      'takes the home country for granted when a number of the home list is called and nothing else is known',
    needs: { emergencyPolicy: 'proceed', originCountry: 'unknown' },
  },
  'emergency-bare-numbers-only-with-context': {
    exercises: ['EPC-7.4.3-2', 'EPC-7.4.3-2b'],
    warns: ['EPC-7.4.3-2'],
    about: 'takes a local number without phone-context, which RFC 3966 5.1.5 does not allow, for no number',
  },
} as const satisfies VariantTable;

/** Where a request was made, as far as the eP-CSCF can tell. */
type Origin = 'home' | 'unknown' | { readonly mcc: string };

/** What 24.371 7.4.3 makes of an initial request: no emergency call, A) a) or B), or A) b). */
export type EmergencyOutcome = 'ordinary' | 'reject' | 'proceed';

/** 24.371 7.4.3: looks at the Request-URI of an initial request, standalone request or unknown method. */
export function inspectEmergency(cscf: EpCscf, request: SipRequest): EmergencyOutcome {
  const { config } = cscf;
  if (notInspected(cscf, request.method)) return 'ordinary';
  const origin = originOf(config, request);
  const isListed = (list: readonly string[]): boolean =>
    list.some((entry) => matches(cscf, request.uri, entry));
  if (!isListed(associatedLists(cscf, origin))) return 'ordinary';
  const abroad = typeof origin === 'object' && isListed(config.emergency.home);
  if (abroad && cscf.deviation.is('emergency-proceeds-abroad')) return 'proceed';
  const assumed = origin === 'unknown' && cscf.deviation.is('emergency-unknown-country-proceeds');
  const atHome = origin === 'home' || (assumed && isListed(config.emergency.home));
  if (!atHome || config.policy === 'reject') return 'reject';
  return cscf.deviation.is('emergency-rejected-although-proceed') ? 'reject' : 'proceed';
}

function notInspected(cscf: EpCscf, method: string): boolean {
  const { deviation } = cscf;
  if (method === 'INVITE') return deviation.is('emergency-invite-not-inspected');
  if (method === 'MESSAGE' || method === 'OPTIONS') return deviation.is('emergency-standalone-not-inspected');
  if (method === 'SUBSCRIBE' || method === 'REFER') return deviation.is('emergency-subscribe-not-inspected');
  return deviation.is('emergency-unknown-method-not-inspected');
}

/** Lists 1) to 3): home always, a partner's when the request comes from there, all when nobody knows. */
function associatedLists(cscf: EpCscf, origin: Origin): readonly string[] {
  const { home, partners } = cscf.config.emergency;
  const everyPartner = Object.values(partners).flat();
  if (origin === 'unknown') {
    return cscf.deviation.is('emergency-lists-unused-when-unknown') ? [] : [...home, ...everyPartner];
  }
  if (origin === 'home') {
    return cscf.deviation.is('emergency-partner-lists-at-home') ? [...home, ...everyPartner] : home;
  }
  if (cscf.deviation.is('emergency-partner-lists-unused')) return home;
  return [...home, ...(partners[origin.mcc] ?? [])];
}

/**
 * Country of the access network. Of the access types that 24.229 7.2A.4 names, the 3GPP ones begin their cell
 * identity with the mobile country code; anything else leaves the country open.
 */
function originOf(config: ReferenceConfig, request: SipRequest): Origin {
  if (config.originCountry === 'unknown') return 'unknown';
  for (const info of request.values('P-Access-Network-Info')) {
    const cell = /;\s*(?:utran-cell-id|cgi|utran-sai|i-wlan-node-id)-3gpp\s*=\s*"?(\d{3})/i.exec(info);
    const mcc = cell?.[1];
    if (mcc !== undefined) return mcc === config.emergency.homeCountry ? 'home' : { mcc };
  }
  return 'unknown';
}

function matches(cscf: EpCscf, requestUri: string, entry: string): boolean {
  const urn = entry.toLowerCase();
  if (urn.startsWith('urn:')) {
    const asked = requestUri.toLowerCase();
    if (cscf.deviation.is('emergency-urn-missed')) return false;
    return asked === urn || asked.startsWith(`${urn}.`);
  }
  const number = dialled(cscf, requestUri);
  if (number === undefined) return false;
  if (cscf.deviation.is('emergency-prefix-match')) return number.startsWith(entry) || number.endsWith(entry);
  return number === entry;
}

/** The digits that were dialled, when the URI is a number of the home network's numbering. */
function dialled(cscf: EpCscf, requestUri: string): string | undefined {
  const uri = parsed(requestUri);
  if (!uri?.user) return undefined;
  const domain = cscf.config.home.domain.toLowerCase();
  if (uri.scheme === 'tel') return localNumber(cscf, uri.user, uri.params.get('phone-context'));
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips') return undefined;
  if (cscf.deviation.is('emergency-sip-form-missed')) return undefined;
  if (uri.host.toLowerCase() !== domain) return undefined;
  const [number = '', ...params] = uri.user.split(';');
  const context = params.map((p) => /^phone-context=(.*)$/i.exec(p)?.[1]).find((c) => c !== undefined);
  return localNumber(cscf, number, context);
}

function localNumber(cscf: EpCscf, number: string, context: string | undefined): string | undefined {
  const domain = cscf.config.home.domain.toLowerCase();
  if (context === undefined && cscf.deviation.is('emergency-bare-numbers-only-with-context'))
    return undefined;
  const ours =
    context === undefined || context.toLowerCase() === domain || context.toLowerCase().endsWith(`.${domain}`);
  return ours ? number.replace(/[-.()]/g, '') : undefined;
}

function parsed(text: string): Uri | undefined {
  try {
    return parseUri(text);
  } catch {
    return undefined;
  }
}
