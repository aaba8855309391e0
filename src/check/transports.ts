import { parseNameAddr } from '../sip/headers/address.ts';
import { type SipMessage, SipRequest } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';

/** A URI with the place in the message where it stands; without header it is the Request-URI. */
export interface PlacedUri {
  readonly uri: string;
  readonly header?: string;
  /** Which element of the header field, 0 is the first. */
  readonly element: number;
}

const ROUTING = ['Route', 'Record-Route', 'Path', 'Service-Route', 'Contact'];

/** The URIs by which a message is, or later messages will be, routed. */
export function routingUris(message: SipMessage): PlacedUri[] {
  const inHeaders = ROUTING.flatMap((header) =>
    message
      .values(header)
      .filter((value) => value !== '*')
      .map((value, element) => ({ uri: parseNameAddr(value).uri, header, element })),
  );
  return message instanceof SipRequest ? [{ uri: message.uri, element: 0 }, ...inHeaders] : inHeaders;
}

/** Value of the transport parameter in lower case. */
export function transportOf(uri: string): string | undefined {
  return parseUri(uri).params.get('transport')?.toLowerCase();
}
