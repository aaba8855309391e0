import { parseNameAddr } from '../sip/headers/address.ts';
import { type SipMessage, SipRequest } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';
import type { VariantTable } from './deviation.ts';
import type { OwnUris } from './own-uris.ts';

export const variants = {
  'back-to-back-user-agent': {
    exercises: [
      'WS-7118-5-3',
      'WS-7118-5.2-1',
      'EPC-T5221-7',
      'EPC-6.1-3',
      'EPC-6.1-5b',
      'EPC-6.1-6',
      'EPC-6.4.2-1',
      'EPC-6.1-6b',
      'EPC-6.4.2-7',
      'EPC-6.4.2-8',
      'EPC-6.4.2-8b',
      'EPC-6.4.2-9',
      'EPC-6.4.2-11',
      'EPC-6.1-4',
      'EPC-6.4.1-1d',
      'EPC-6.4.1-1e',
      'EPC-6A.3-8',
      'EPC-6A.3-10',
      'EPC-7.4.1-d8',
      'EPC-7.4.1-e4',
      'EPC-7.4.1-f2',
      'EPC-7.4.1-f4',
      'EPC-7.4.3-1e',
      'EPC-7.4.3-2b',
      'EPC-7.4.3-Ab',
      'EPC-7.4.1-P4',
      'EPC-7.4.1-P6',
      'EPC-7.4.1-P7',
      'EPC-7.4.1-P8',
      'EPC-7.4.2-R1',
      'EPC-7.4.2-R2',
      'EPC-7.4.2-R3',
      'EPC-7.4.2-R4',
      'GEN-7.1-5',
      'SDP-3264-5',
    ],
    about: 'uses other Call-IDs, tags and Contacts at Mw than at W2, as an IMS-ALG may (24.229 4.1)',
  },
} as const satisfies VariantTable;

/**
 * The edge of a back-to-back user agent at Mw: every Call-ID, tag and Contact has another spelling on each side.
 * The mapping is its own inverse, so that nothing has to be remembered.
 */
export class BackToBack {
  readonly #own: OwnUris;

  constructor(own: OwnUris) {
    this.#own = own;
  }

  /** A message on its way to the core. */
  outbound<M extends SipMessage>(message: M): M {
    const mapped = mapNames(message, toMw);
    return mapContacts(mapped, (uri) => `sip:${CONTACT}${base64(uri)}@${this.#own.mwHostPort}`);
  }

  /** A message of the core. */
  inbound<M extends SipMessage>(message: M): M {
    const mapped = mapContacts(mapNames(message, toW2), hidden);
    const aimed =
      mapped instanceof SipRequest ? (mapped.withUri(hidden(mapped.uri)) as SipMessage as M) : mapped;
    return aimed.has('Event') && aimed.body.length > 0 ? uncoverBody(aimed) : aimed;
  }
}

const CONTACT = 'b2b-';

function toMw(name: string): string {
  return name.startsWith('w2.') ? name.slice(3) : `mw.${name}`;
}

function toW2(name: string): string {
  return name.startsWith('mw.') ? name.slice(3) : `w2.${name}`;
}

function mapNames<M extends SipMessage>(message: M, map: (name: string) => string): M {
  const tag = (value: string): string =>
    value.replace(/(;\s*tag\s*=\s*)([^;\s]+)/i, (_, before, t) => before + map(t));
  return message
    .with('From', tag(message.value('From') ?? ''))
    .with('To', tag(message.value('To') ?? ''))
    .with('Call-ID', map(message.value('Call-ID') ?? ''));
}

function mapContacts<M extends SipMessage>(message: M, map: (uri: string) => string): M {
  const values = message.values('Contact');
  if (values.length === 0 || values[0] === '*') return message;
  return message.with(
    'Contact',
    ...values.map((value) => {
      const { uri } = parseNameAddr(value);
      return value.includes('<')
        ? value.replace(`<${uri}>`, `<${map(uri)}>`)
        : value.replace(uri, `<${map(uri)}>`);
    }),
  );
}

/** The URI behind one of ours; any other URI as it is. */
function hidden(text: string): string {
  const { user = '' } = parseUri(text);
  return user.startsWith(CONTACT) ? Buffer.from(user.slice(CONTACT.length), 'base64url').toString() : text;
}

/** Registration information names contacts, too. */
function uncoverBody<M extends SipMessage>(message: M): M {
  const text = Buffer.from(message.body).toString();
  const escaped = (uri: string): string => uri.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const plain = text.replace(/sip:b2b-[\w-]+@[^\s<";]+/g, (uri) => escaped(hidden(uri)));
  return plain === text ? message : message.withBody(plain);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64url');
}
