import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { exchangeHttp } from '../../net/https-client.ts';
import { ConnectionFailed } from '../../net/link.ts';
import { refused, tokenOf } from './embedded-tokens.ts';
import { basic, tokenForm } from './token-request.ts';
import type { TokenHolder, TokenOptions, TokenSource } from './token-source.ts';

/** A token endpoint that is somebody else's. */
export interface VendorWaf {
  readonly endpoint: string;
  readonly id: string;
  readonly secret: string;
  readonly scope?: string | undefined;
  /** PEM; absent: the system's CAs. */
  readonly ca?: string | undefined;
}

const NO_WRONG_ONES = 'wrong tokens can be had from the WAF of w2conf alone';

/** Tokens of a vendor's WAF by the client credentials grant (RFC 6749 4.4). */
export class VendorTokens implements TokenSource {
  readonly defects = [];
  readonly #waf: VendorWaf;
  readonly #maxMs: number;
  readonly #learned: (token: string) => Promise<void>;

  /**
   * @param maxMs how long it may take to answer, in milliseconds
   * @param learned told of every token, which nobody else gets before this resolves
   */
  constructor(waf: VendorWaf, maxMs: number, learned: (token: string) => Promise<void>) {
    this.#waf = waf;
    this.#maxMs = maxMs;
    this.#learned = learned;
  }

  async issue(identity: TokenHolder, options: TokenOptions = {}): Promise<string> {
    onlyPlain(options);
    const { endpoint, scope, ca } = this.#waf;
    const { impi, impus } = identity;
    try {
      const answer = await exchangeHttp({
        url: endpoint,
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          Accept: 'application/json',
          Authorization: basic(this.#waf),
        },
        body: tokenForm({ impi, impus: options.impus ?? impus }, { scope }),
        ca,
        maxMs: this.#maxMs,
      });
      const token = tokenOf(answer);
      if (token === undefined) throw refused('issue an access token', answer);
      await this.#learned(token);
      return token;
    } catch (reason) {
      if (!(reason instanceof ConnectionFailed)) throw reason;
      throw new PeerDidNot('issue an access token', reason.message);
    }
  }

  async broken(): Promise<string> {
    throw new PeerDidNot('issue a wrong token', NO_WRONG_ONES);
  }

  async revoke(): Promise<void> {
    throw new PeerDidNot('revoke an access token', NO_WRONG_ONES);
  }

  async rotateKeys(): Promise<void> {
    throw new PeerDidNot('change the keys of the WAF', NO_WRONG_ONES);
  }
}

/** @throws PeerDidNot for what only our own WAF does */
export function onlyPlain({ lifetime, thirdParty, padTo, wwsf }: TokenOptions): void {
  if (lifetime ?? padTo ?? wwsf ?? (thirdParty || undefined)) {
    throw new PeerDidNot('issue a token of a certain kind', 'it can be had from the WAF of w2conf alone');
  }
}
