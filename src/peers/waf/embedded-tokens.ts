import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { exchangeHttp, type HttpAnswer } from '../../net/https-client.ts';
import { ConnectionFailed } from '../../net/link.ts';
import { resources, type TokenValidation, type W1Access, type WafAccess } from './access.ts';
import { defectsOf, type TokenDefect } from './defects.ts';
import { DESK, type DeskQuestion } from './desk.ts';
import { basic, tokenForm } from './token-request.ts';
import type { TokenHolder, TokenOptions, TokenSource } from './token-source.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Tokens of the harness's own WAFs, got over HTTPS as their WWSF gets them. */
export class EmbeddedTokens implements TokenSource {
  readonly defects: readonly TokenDefect[];
  readonly #w1: Pick<W1Access, 'waf' | 'thirdParty' | 'ca'>;
  readonly #validation: TokenValidation;
  readonly #maxMs: number;
  /** The token that a revocation is to be sent for may be of either WAF. */
  readonly #issuers = new Map<string, WafAccess>();

  /**
   * @param validation how the SUT validates tokens, hence what they look like
   * @param maxMs how long the WAF may take to answer, in milliseconds
   */
  constructor(w1: Pick<W1Access, 'waf' | 'thirdParty' | 'ca'>, validation: TokenValidation, maxMs: number) {
    this.#w1 = w1;
    this.#validation = validation;
    this.#maxMs = maxMs;
    this.defects = defectsOf(validation);
  }

  async issue(identity: TokenHolder, options: TokenOptions = {}): Promise<string> {
    const waf = this.#waf(options);
    const { lifetime, padTo, wwsf, impus = identity.impus } = options;
    const answer = await this.#post(waf, '/token', {
      headers: { ...FORM, Authorization: basic(waf.wwsf) },
      body: tokenForm(
        { impi: identity.impi, impus, wwsf, lifetime, padTo },
        { scope: waf.scope, resource: resources[this.#validation] },
      ),
    });
    const token = tokenOf(answer);
    if (token === undefined) throw refused('issue an access token', answer);
    this.#issuers.set(token, waf);
    return token;
  }

  async broken(identity: TokenHolder, defect: TokenDefect, options: TokenOptions = {}): Promise<string> {
    if (!this.defects.includes(defect)) {
      throw new PeerDidNot(`issue a token that is ${defect}`, `with ${this.#validation} there is none`);
    }
    const token = await this.issue(identity, options);
    if (defect === 'revoked') {
      await this.revoke(token);
      return token;
    }
    const answer = await this.#desk(this.#waf(options), { do: 'break', token, defect });
    const { token: broken } = JSON.parse(answer.body) as { readonly token: string };
    return broken;
  }

  async revoke(token: string): Promise<void> {
    const waf = this.#issuers.get(token) ?? this.#w1.waf;
    const answer = await this.#post(waf, '/token/revocation', {
      headers: { ...FORM, Authorization: basic(waf.wwsf) },
      body: new URLSearchParams({ token }).toString(),
    });
    if (answer.status !== 200) throw refused('revoke an access token', answer);
  }

  async rotateKeys(keepOld: boolean): Promise<void> {
    await this.#desk(this.#w1.waf, { do: 'rotate', keepOld });
  }

  #waf({ thirdParty = false }: TokenOptions): WafAccess {
    return thirdParty ? this.#w1.thirdParty : this.#w1.waf;
  }

  async #desk(waf: WafAccess, question: DeskQuestion): Promise<HttpAnswer> {
    const answer = await this.#post(waf, DESK, {
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${waf.desk}` },
      body: JSON.stringify(question),
    });
    if (answer.status !== 200) throw refused(`${question.do} as the harness asks`, answer);
    return answer;
  }

  async #post(
    waf: WafAccess,
    path: string,
    { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<HttpAnswer> {
    try {
      return await exchangeHttp({
        url: `${waf.issuer}${path}`,
        method: 'POST',
        headers,
        body,
        ca: this.#w1.ca,
        maxMs: this.#maxMs,
      });
    } catch (reason) {
      if (!(reason instanceof ConnectionFailed)) throw reason;
      throw new PeerDidNot('answer as a WAF', reason.message);
    }
  }
}

/** The access token of a token endpoint's answer (RFC 6749 5.1). */
export function tokenOf({ status, body }: HttpAnswer): string | undefined {
  if (status !== 200) return undefined;
  try {
    const { access_token: token } = JSON.parse(body) as { readonly access_token?: unknown };
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}

/** The WAF answered otherwise. Only status and error are told: an answer may have secrets. */
export function refused(what: string, { status, body }: HttpAnswer): PeerDidNot {
  const [, error] = /"error"\s*:\s*"([^"]*)"/.exec(body) ?? [];
  return new PeerDidNot(what, `it answered ${status}${error === undefined ? '' : ` ${error}`}`);
}
