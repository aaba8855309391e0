import { maxForwards } from '../sip/headers/basic.ts';
import { contacts, expires, from, type NameAddr, to, topVia, vias } from '../sip/headers/index.ts';
import type { SipRequest } from '../sip/message.ts';
import { sameUri } from '../sip/uri.ts';

/** One thing that a REGISTER says on both sides of a P-CSCF. */
export interface Kept {
  readonly title: string;
  readonly header: string;
  readonly ok: boolean;
  readonly expected: string;
  readonly received: string;
}

/** Contact parameters by which the registrar tells one device and flow from another (RFC 5626 4.1). */
const DEVICE = ['+sip.instance', 'reg-id'];

/** What any P-CSCF keeps, a back-to-back user agent too. @throws SipParseError */
export function keptForRegistrar(sent: SipRequest, arrived: SipRequest): Kept[] {
  const uris = (['To', 'From'] as const).map((header): Kept => {
    const read = header === 'To' ? to : from;
    const [before, after] = [read(sent).uri, read(arrived).uri];
    return kept(header, `${header} names the same URI`, before, after, sameUri(before, after));
  });
  const asked = requestedExpiry(sent) ?? Number.POSITIVE_INFINITY;
  const onward = requestedExpiry(arrived);
  const header = arrived.has('Expires') ? 'Expires' : 'Contact';
  const expiry: Kept = {
    title: 'The expiry asked for is not larger',
    header,
    ok: onward === undefined || onward <= asked,
    expected: `at most ${asked} s`,
    received: onward === undefined ? 'none asked for' : `${onward} s`,
  };
  const [before, after] = [contactOf(sent), contactOf(arrived)];
  const device = DEVICE.filter((name) => before?.params.has(name)).map((name) => {
    const values = [before, after].map((contact) => contact?.params.get(name) ?? 'none') as [string, string];
    return kept('Contact', `${name} of Contact is kept`, ...values, values[0] === values[1]);
  });
  return [...uris, expiry, ...device];
}

/** What a proxy keeps besides (RFC 3261 16.6). @throws SipParseError */
export function keptByProxy(sent: SipRequest, arrived: SipRequest): Kept[] {
  const same = (header: string): Kept => {
    const [before, after] = [sent, arrived].map((m) => m.value(header) ?? 'none') as [string, string];
    return kept(header, `${header} is kept`, before, after, words(before) === words(after));
  };
  const [mine, last] = [topVia(sent).branch ?? 'none', vias(arrived).at(-1)?.branch ?? 'none'];
  const [hops, left] = [maxForwards(sent) ?? 70, maxForwards(arrived)];
  return [
    same('Call-ID'),
    same('CSeq'),
    kept('Via', 'The Via of the WIC is at the bottom', mine, last, mine === last),
    {
      title: 'Max-Forwards counts the hop',
      header: 'Max-Forwards',
      ok: left !== undefined && left < hops,
      expected: `less than ${hops}`,
      received: String(left ?? 'none'),
    },
  ];
}

/** The Contact URI, which a proxy leaves alone. @throws SipParseError */
export function keptContact(sent: SipRequest, arrived: SipRequest): Kept {
  const [before, after] = [sent, arrived].map((message) => contactOf(message)?.uri ?? 'none') as [
    string,
    string,
  ];
  return kept(
    'Contact',
    'The Contact URI is kept',
    before,
    after,
    before === after || bothSame(before, after),
  );
}

/** Seconds that a REGISTER asks for: those of its first Contact, else those of Expires. @throws SipParseError */
function requestedExpiry(register: SipRequest): number | undefined {
  const parameter = contactOf(register)?.params.get('expires');
  return parameter === undefined ? expires(register) : Number(parameter);
}

function contactOf(message: SipRequest): NameAddr | undefined {
  const all = contacts(message);
  return all === '*' ? undefined : all[0];
}

function bothSame(before: string, after: string): boolean {
  return before !== 'none' && after !== 'none' && sameUri(before, after);
}

function kept(header: string, title: string, before: string, after: string, ok: boolean): Kept {
  return { title, header, ok, expected: before, received: after };
}

function words(text: string): string {
  return text.trim().split(/\s+/).join(' ');
}
