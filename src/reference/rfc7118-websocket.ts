import type { LinkEvents } from '../net/link.ts';
import { type HandshakeDecision, listenWss, type WssLink, type WssServer } from '../net/ws-server.ts';
import type { ReferenceConfig } from './config.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';

export const faults = {
  'plain-websocket': { kills: ['EPC-4.1-5'], about: 'takes WebSocket without TLS, too' },
  'subprotocol-first-offered': {
    kills: ['WS-7118-4.1-2'],
    about: 'selects the first sub-protocol that is offered instead of sip',
  },
  'subprotocol-unasked': {
    kills: ['WS-7118-4.1-3'],
    about: 'answers every handshake with the sub-protocol sip, offered or not',
  },
  'binary-ignored': { kills: ['WS-7118-4.2-1'], about: 'ignores what comes in binary frames' },
  'ping-unanswered': { kills: ['WS-7118-6-1'], about: 'leaves a Ping without Pong' },
  'close-unanswered': {
    kills: ['WS-6455-1', 'EPC-6A.3-5', 'EPC-6A.3-5b', 'EPC-6A.3-8', 'EPC-6A.3-10'],
    about: 'leaves the connection open after deregistration and cuts it when the WIC sends a Close frame',
  },
  'subprotocol-unnamed': {
    kills: ['WS-7118-4.1-2'],
    about: 'answers a handshake that offers sip with 101 and no sub-protocol',
  },
  'body-lost-without-length': {
    kills: ['WS-7118-5-2'],
    about: 'takes a message without Content-Length for one without body',
  },
  'content-length-needed': {
    kills: ['WS-7118-5-2'],
    about: 'ignores a message without Content-Length',
  },
  'client-certificate-requested': {
    kills: ['EPC-6.4.1-8'],
    about: 'asks for a client certificate in the TLS handshake',
  },
  'client-certificate-required': {
    kills: ['EPC-6.4.1-8'],
    preamble: ['*'],
    about: 'makes no connection with a client that has no certificate',
  },
  'origin-unchecked': {
    kills: ['WS-U-1'],
    about: 'takes connections from pages of every origin',
    needs: { originCheck: true },
  },
} as const satisfies FaultTable;

export const variants = {
  'plain-websocket-silent': {
    exercises: ['EPC-4.1-5', 'EPC-6.4.1-1f'],
    about: 'accepts a connection without TLS and ignores what comes on it',
  },
  'plain-websocket-closed': {
    exercises: ['EPC-4.1-5', 'EPC-6.4.1-1f'],
    about: 'accepts a connection without TLS and closes it at once',
  },
  'handshake-lower-case': {
    exercises: ['WS-7118-4.1-2', 'WS-U-1', 'EPC-6.4.1-8'],
    about: 'writes the field names of the 101 in lower case',
  },
  'joined-messages-served': {
    exercises: ['WS-7118-5-1'],
    warns: ['WS-7118-5-1'],
    about: 'serves both of two SIP messages in one WebSocket message',
  },
  'unreadable-closed': {
    exercises: ['WS-7118-5-1', 'WS-7118-5-2'],
    about: 'closes the connection when a WebSocket message is not one SIP message',
  },
  'tls-1.2-only': {
    exercises: ['EPC-6.4.1-3d', 'EPC-6.4.1-8'],
    about: 'does not go beyond TLS 1.2',
  },
  'unnegotiated-served': {
    exercises: ['WS-7118-4.1-3'],
    warns: ['WS-7118-4.1-3'],
    about: 'serves SIP on a connection without the sub-protocol sip',
  },
  'unnegotiated-silent': {
    exercises: ['WS-7118-4.1-3'],
    about: 'accepts a connection without the sub-protocol sip and ignores what comes on it',
  },
  'unnegotiated-closed': {
    exercises: ['WS-7118-4.1-3'],
    about: 'accepts a connection without the sub-protocol sip and closes it at once',
  },
  'origin-refused-later': {
    exercises: ['WS-U-1'],
    about: 'accepts a connection from a forbidden origin and closes it at once',
    needs: { originCheck: true },
  },
} as const satisfies VariantTable;

/** Starts the WebSocket server for SIP (RFC 7118) with the eP-CSCF's rules for a handshake. */
export function listenForWics(
  config: ReferenceConfig,
  deviation: Deviation,
  tls: { readonly key: string; readonly cert: string },
  events: LinkEvents<WssLink>,
): Promise<WssServer> {
  const plain =
    deviation.is('plain-websocket') ||
    deviation.is('plain-connection-marked') ||
    deviation.is('plain-websocket-silent') ||
    deviation.is('plain-websocket-closed');
  return listenWss(
    {
      host: config.w2.host,
      port: config.w2.port,
      ...tls,
      ...(plain && { alsoPlain: true }),
      ...(deviation.is('client-certificate-requested') && { clientCertificate: 'requested' as const }),
      ...(deviation.is('client-certificate-required') && { clientCertificate: 'required' as const }),
      ...(deviation.is('tls-1.2-only') && { maxVersion: 'TLSv1.2' as const }),
      ...(deviation.is('handshake-lower-case') && { spellFieldName: (name: string) => name.toLowerCase() }),
      ...(deviation.is('ping-unanswered') && { unanswered: 'ping' as const }),
      ...(deviation.is('close-unanswered') && { unanswered: 'close' as const }),
      acceptProtocol: (offered, origin) => decide(config, deviation, offered, origin),
    },
    events,
  );
}

function decide(
  config: ReferenceConfig,
  deviation: Deviation,
  offered: readonly string[],
  origin: string | undefined,
): HandshakeDecision {
  const lenient = deviation.is('origin-unchecked') || deviation.is('origin-refused-later');
  if (!lenient && isForbidden(config, origin)) return { refuse: 403 };
  if (deviation.is('subprotocol-unasked')) return { protocol: 'sip' };
  if (offered.includes('sip')) {
    if (deviation.is('subprotocol-unnamed')) return { protocol: null };
    return { protocol: deviation.is('subprotocol-first-offered') ? (offered[0] ?? 'sip') : 'sip' };
  }
  const accepts =
    deviation.is('unnegotiated-served') ||
    deviation.is('unnegotiated-silent') ||
    deviation.is('unnegotiated-closed');
  return accepts ? { protocol: null } : { refuse: 400 };
}

/** 23.228 U.2.1.2: a page that does not come from an authorised WWSF. */
function isForbidden(config: ReferenceConfig, origin: string | undefined): boolean {
  const { origins } = config;
  return origins !== undefined && (origin === undefined || !origins.allowed.includes(origin));
}

/** Whether a connection that was accepted is of use; closes it when it is not. */
export function isUsable(config: ReferenceConfig, deviation: Deviation, link: WssLink): boolean {
  if (deviation.is('origin-refused-later') && isForbidden(config, link.request.origin)) link.close(1008);
  if (link.protocol === null && deviation.is('unnegotiated-closed')) link.close(1002);
  if (link.transport === 'ws' && deviation.is('plain-websocket-closed')) link.close(1008);
  if (link.transport === 'ws' && deviation.is('plain-websocket-silent')) return false;
  return link.open && (link.protocol !== null || !deviation.is('unnegotiated-silent'));
}

/** Whether a WebSocket message is taken in. */
export function isTaken(deviation: Deviation, binary: boolean, hasContentLength: boolean): boolean {
  if (binary && deviation.is('binary-ignored')) return false;
  return hasContentLength || !deviation.is('content-length-needed');
}
