import type { Pixit } from '../profile/profile.ts';

/** The emergency numbers and service URNs of a profile. */
export type EmergencyLists = Pixit['emergency'];

/** An entry of a roaming partner's list. */
export interface PartnerEntry {
  /** Mobile country code of the partner. */
  readonly mcc: string;
  readonly entry: string;
}

/** A number of no emergency list: 555-01xx is set aside for fiction in the North American numbering plan. */
export const ordinaryUri = 'tel:+12025550100';

/** A number as a local one of the home network, with the context that RFC 3966 5.1.5 demands. */
function telForm(number: string, domain: string): string {
  return `tel:${number};phone-context=${domain}`;
}

/** The same as a SIP URI (RFC 3261 19.1.6). */
export function sipForm(number: string, domain: string): string {
  return `sip:${number};phone-context=${domain}@${domain};user=phone`;
}

/** The Request-URIs by which an entry counts as configured: each has to be recognised. */
export function fullForms(entry: string, domain: string): string[] {
  return isUrn(entry) ? [entry] : [telForm(entry, domain), sipForm(entry, domain)];
}

/** Other ways to write an entry, which an eP-CSCF does well to recognise: no context, no user=phone, another case. */
export function otherForms(entry: string, domain: string): string[] {
  if (isUrn(entry)) return [entry.replace(/^urn:service:/i, 'URN:Service:')];
  return [
    `tel:${entry}`,
    `sip:${entry}@${domain};user=phone`,
    `sip:${entry}@${domain}`,
    `sip:${entry};phone-context=${domain}@${domain}`,
  ];
}

/** The first form of an entry: what a WIC that dials it sends. */
export function dialled(entry: string, domain: string): string {
  return isUrn(entry) ? entry : telForm(entry, domain);
}

/** An entry of the home list, a number when there is one. */
export function homeEntry(lists: EmergencyLists): string | undefined {
  return homeNumber(lists) ?? lists.home[0];
}

/** The first number of the home list. */
export function homeNumber({ home }: EmergencyLists): string | undefined {
  return home.find((entry) => !isUrn(entry));
}

/** Countries of the roaming partners. */
export function partnerCountries({ partners, homeCountry }: EmergencyLists): string[] {
  return Object.keys(partners).filter((mcc) => mcc !== homeCountry);
}

/** For each partner that has one, an entry that no other list has. */
export function partnerOnlyEntries(lists: EmergencyLists): PartnerEntry[] {
  const countries = partnerCountries(lists);
  return countries.flatMap((mcc) => {
    const others = countries.filter((other) => other !== mcc).flatMap((other) => lists.partners[other] ?? []);
    const entry = lists.partners[mcc]?.find((one) => !lists.home.includes(one) && !others.includes(one));
    return entry === undefined ? [] : [{ mcc, entry }];
  });
}

/**
 * Numbers that are none of an entry: global ones that end like one of the home list, and local ones that begin like
 * one and go on.
 */
export function lookalikes(lists: EmergencyLists, domain: string): string[] {
  const listed = new Set([...lists.home, ...Object.values(lists.partners).flat()]);
  const numbers = lists.home.filter((entry) => /^\d+$/.test(entry));
  return numbers.flatMap((number) => {
    const longer = [...'3456789012'].map((digit) => number + digit).find((one) => !listed.has(one));
    return [`tel:+12025550${number}`, ...(longer === undefined ? [] : [telForm(longer, domain)])];
  });
}

/** P-Access-Network-Info of an E-UTRAN cell in a country (24.229 7.2A.4): MCC, MNC, TAC and cell identity. */
export function accessNetworkIn(mcc: string): string {
  return `3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=${mcc}010001000000a`;
}

/** Whether a Request-URI is the emergency service URN or a service below it (RFC 5031 4.2). */
export function isSosUrn(uri: string): boolean {
  return /^urn:service:sos(?:\.|$)/i.test(uri);
}

function isUrn(entry: string): boolean {
  return /^urn:/i.test(entry);
}
