import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { TokenHolder, TokenOptions, TokenSource } from './token-source.ts';
import { onlyPlain } from './vendor-tokens.ts';

/** One token for each identity, which somebody wrote into the profile. */
export class StaticTokens implements TokenSource {
  readonly defects = [];
  readonly #tokens: ReadonlyMap<string, string>;

  /** @param tokens by private user identity */
  constructor(tokens: ReadonlyMap<string, string>) {
    this.#tokens = tokens;
  }

  async issue(identity: TokenHolder, options: TokenOptions = {}): Promise<string> {
    onlyPlain(options);
    const token = this.#tokens.get(identity.impi);
    if (token !== undefined && options.impus === undefined) return token;
    throw new PeerDidNot('offer an access token', `the profile has none for ${identity.impi}`);
  }

  async broken(): Promise<string> {
    throw new PeerDidNot('offer a wrong token', 'the profile has valid ones only');
  }

  async revoke(): Promise<void> {
    throw new PeerDidNot('revoke an access token', 'the tokens of the profile are not ours');
  }

  async rotateKeys(): Promise<void> {
    throw new PeerDidNot('change the keys of the WAF', 'the WAF is not ours');
  }
}
