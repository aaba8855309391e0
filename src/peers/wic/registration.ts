import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { HeaderInit, SipRequest, SipResponse } from '../../sip/message.ts';
import type { Exchange } from '../call.ts';
import type { Seen } from '../seen.ts';
import type { RegisterOptions } from './request-options.ts';
import type { UserAgent } from './user-agent.ts';

export interface RoundOptions extends RegisterOptions {
  /** What only the first REGISTER has. */
  readonly first?: RegisterOptions;
  /** What only the REGISTER that answers the challenge has. */
  readonly second?: RegisterOptions;
}

/** A registration that was granted, with its steps. */
export interface Registration {
  readonly first: Exchange;
  /** The 401, when there was one. */
  readonly challenge?: Seen<SipResponse>;
  /** The REGISTER that answered it. */
  readonly second?: Exchange;
  /** The 200. */
  readonly ok: Seen<SipResponse>;
}

/** The side of a WIC that a registration needs. */
interface Registrant {
  readonly ua: UserAgent;
  exchange(request: SipRequest): Promise<Exchange>;
}

/**
 * The registration of 24.229 5.1.1.2, by the token that the WIC has, else with the digest of 5.1.1.5.
 * @throws PeerDidNot without a 200
 */
export async function register(wic: Registrant, options: RoundOptions = {}): Promise<Registration> {
  const { first: onlyFirst, second: onlySecond, ...both } = options;
  const first = await wic.exchange(wic.ua.registerRequest({ ...both, ...onlyFirst }));
  if (first.answer.message.status !== 401 || wic.ua.token !== undefined) {
    granted(wic, first.answer, 'a REGISTER');
    return { first, ok: first.answer };
  }
  const challenge = first.answer;
  if (!wic.ua.credentials.take(challenge.message)) {
    throw new PeerDidNot('challenge with Digest', challenge.message.value('WWW-Authenticate'));
  }
  const answer: RegisterOptions = { ...both, authorization: 'answer', ...onlySecond };
  const second = await wic.exchange(wic.ua.registerRequest(answer));
  granted(wic, second.answer, 'the REGISTER that answers its challenge');
  return { first, challenge, second, ok: second.answer };
}

/** The re-registration of 24.229 5.1.1.4. @throws PeerDidNot without a 200 */
export function reregister(wic: Registrant, options: RoundOptions = {}): Promise<Registration> {
  const { token, credentials } = wic.ua;
  const answers = token === undefined && credentials.cached;
  return register(wic, { ...(answers && { authorization: 'answer' }), ...options });
}

/** The deregistration of 24.229 5.1.1.6. @throws PeerDidNot without a 200 */
export function deregister(wic: Registrant, options: RoundOptions = {}): Promise<Registration> {
  return reregister(wic, { expires: 0, ...options });
}

/**
 * The subscription to the own registration state (24.229 5.1.1.3). The NOTIFYs come as requests.
 * @throws PeerDidNot without a 2xx
 */
export async function subscribeToRegistration(wic: Registrant, impu: string): Promise<Exchange> {
  const headers: HeaderInit[] = [
    ['Event', 'reg'],
    ['Accept', 'application/reginfo+xml'],
    ['Expires', '600000'],
  ];
  const exchange = await wic.exchange(wic.ua.request('SUBSCRIBE', impu, { headers }));
  const { status, reason } = exchange.answer.message;
  if (status < 300) return exchange;
  throw new PeerDidNot('answer SUBSCRIBE with a 2xx', `it answered ${status} ${reason}`);
}

function granted(wic: Registrant, { message }: Seen<SipResponse>, what: string): void {
  if (message.status !== 200) {
    throw new PeerDidNot(`answer ${what} with 200`, `it answered ${message.status} ${message.reason}`);
  }
  wic.ua.granted(message);
}
