import type { SipRequest } from '../../sip/message.ts';
import type { FrameShape } from './frames.ts';
import type { W2Options } from './w2-connection.ts';

/**
 * Everything a simulated WIC can be told to do wrong. Messages are built conformant and bent here, last and
 * in one place, so that each has exactly the fault its name says.
 */

/** A fault of one request. */
export type Bend =
  | { readonly name: 'integrity-protected'; readonly value: string; readonly form?: 'quoted' | 'token' }
  | { readonly name: 'foreign-username'; readonly username: string }
  | { readonly name: 'wrong-digest-response' }
  | { readonly name: 'asserted-identity'; readonly uri: string }
  | { readonly name: 'preferred-identity'; readonly uri: string }
  | { readonly name: 'visited-network'; readonly network: string }
  | { readonly name: 'charging-vector'; readonly icid: string }
  | { readonly name: 'wrong-route'; readonly route: string }
  | { readonly name: 'no-route' }
  | { readonly name: 'no-content-length' };

type Bends = {
  readonly [N in Bend['name']]: (request: SipRequest, bend: Extract<Bend, { name: N }>) => SipRequest;
};

const bends: Bends = {
  /** Claims a protection that only the P-CSCF may state (33.203 P.3). */
  'integrity-protected': (request, { value, form = 'quoted' }) =>
    editAuthorization(request, (text) =>
      form === 'token' ? `${text},integrity-protected=${value}` : `${text},integrity-protected="${value}"`,
    ),
  /** Names another subscription's IMPI, all else being the WIC's own. */
  'foreign-username': (request, { username }) =>
    editAuthorization(request, (text) => text.replace(/username="[^"]*"/, () => `username="${username}"`)),
  /** An answer computed with another password. */
  'wrong-digest-response': (request) =>
    editAuthorization(request, (text) => text.replace(/response="([0-9a-f]+)"/, flipDigits)),
  /** Asserts an identity itself, which is the proxy's to do (RFC 3325 5). */
  'asserted-identity': (request, { uri }) => request.with('P-Asserted-Identity', `<${uri}>`),
  /** Prefers an identity that is not its own. */
  'preferred-identity': (request, { uri }) => request.with('P-Preferred-Identity', `<${uri}>`),
  'visited-network': (request, { network }) => request.with('P-Visited-Network-ID', `"${network}"`),
  'charging-vector': (request, { icid }) => request.with('P-Charging-Vector', `icid-value="${icid}"`),
  /** A preloaded Route that is not the Service-Route of the registration. */
  'wrong-route': (request, { route }) => request.with('Route', `<${route}>`),
  'no-route': (request) => request.without('Route'),
  /** Legal over WebSocket (RFC 7118 5), and nowhere else. */
  'no-content-length': (request) => request.without('Content-Length'),
};

/** Edits a finished request. */
export function bend(request: SipRequest, ...how: readonly Bend[]): SipRequest {
  return how.reduce((bent, each) => apply(bent, each), request);
}

function apply<B extends Bend>(request: SipRequest, how: B): SipRequest {
  const edit = bends[how.name] as (request: SipRequest, bend: B) => SipRequest;
  return edit(request, how);
}

function editAuthorization(request: SipRequest, edit: (text: string) => string): SipRequest {
  const text = request.value('Authorization');
  if (text === undefined) throw new Error(`${request.method} has no Authorization to bend`);
  return request.with('Authorization', edit(text));
}

function flipDigits(_: string, hex: string): string {
  const flipped = [...hex].map((digit) => (15 - Number.parseInt(digit, 16)).toString(16));
  return `response="${flipped.join('')}"`;
}

/** A fault of the opening handshake, or a legal oddity next to one. */
export type HandshakeBend = 'no-subprotocol' | 'wrong-subprotocol' | 'further-subprotocol' | 'wrong-origin';

const handshakes: { readonly [N in HandshakeBend]: (origin: string) => Partial<W2Options> } = {
  'no-subprotocol': () => ({ protocols: [] }),
  'wrong-subprotocol': () => ({ protocols: ['chat'] }),
  /** Legal: the server picks `sip` out of several (RFC 6455 4.2.2). */
  'further-subprotocol': () => ({ protocols: ['chat', 'sip'] }),
  'wrong-origin': (origin) => ({ origin }),
};

/** @param origin the Origin that is sent with `wrong-origin` */
export function bendHandshake(
  options: W2Options,
  how: HandshakeBend,
  origin = 'https://evil.example',
): W2Options {
  return { ...options, ...handshakes[how](origin) };
}

/** How a message may be framed otherwise than as one text frame. */
export type FrameBend = 'binary' | 'fragmented' | 'unmasked';

const frames: { readonly [N in FrameBend]: FrameShape } = {
  /** Legal: RFC 7118 4.2 wants both kinds of frame accepted. */
  binary: { binary: true },
  /** Legal: RFC 6455 5.4. */
  fragmented: { fragments: 3 },
  unmasked: { unmasked: true },
};

export function frameShape(how: FrameBend): FrameShape {
  return frames[how];
}

/** Two SIP messages to be sent as one WebSocket message, which RFC 7118 5 forbids. */
export function twoInOne(first: SipRequest, second: SipRequest): Uint8Array {
  return Buffer.concat([first.bytes, second.bytes]);
}
