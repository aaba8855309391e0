import { EmbeddedTokens } from '../peers/waf/embedded-tokens.ts';
import { StaticTokens } from '../peers/waf/static-tokens.ts';
import type { TokenSource } from '../peers/waf/token-source.ts';
import { VendorTokens } from '../peers/waf/vendor-tokens.ts';
import type { LabParameters } from './lab-parameters.ts';

/** How long a WAF may take to answer, in milliseconds. It is no SIP peer, so T1 says nothing of it. */
const WAF_WITHIN = 10_000;

/**
 * Where the WICs of a lab have their tokens from.
 * @param learned told of every token that the main thread cannot know
 */
export function tokenSource(
  parameters: LabParameters,
  learned: (token: string) => Promise<void>,
): TokenSource {
  const { waf, vendorCa, pixit, pics, identities } = parameters;
  const { from, clientCredentials } = pixit.token;
  if (from === 'clientCredentials' && clientCredentials) {
    return new VendorTokens({ ...clientCredentials, ca: vendorCa }, WAF_WITHIN, learned);
  }
  if (waf) return new EmbeddedTokens(waf, pics.tokenValidation, WAF_WITHIN);
  const list = identities.mode === 'fixed' ? identities.list : [];
  return new StaticTokens(
    new Map(list.flatMap(({ impi, token }) => (token === undefined ? [] : [[impi, token]]))),
  );
}
