import { exchangeHttp, type HttpQuestion } from '../net/https-client.ts';
import { ConnectionFailed } from '../net/link.ts';
import { WafUnavailable } from './access-token.ts';
import type { WafConfig } from './config.ts';

interface Client {
  readonly id: string;
  readonly secret: string;
}

/** Asks WAFs over HTTPS, each time for a bounded time, and believes the configured CA alone. */
export class WafClient {
  readonly #rules: Pick<WafConfig, 'ca' | 'within'>;

  constructor(rules: Pick<WafConfig, 'ca' | 'within'>) {
    this.#rules = rules;
  }

  /** The JSON at a URL. @throws WafUnavailable without a 200 and JSON in time */
  get(url: string): Promise<unknown> {
    return this.#ask({ url });
  }

  /**
   * What the server answers to a form, as JSON.
   * @param client with what the eP-CSCF authenticates (RFC 6749 2.3.1)
   * @throws WafUnavailable without a 200 and JSON in time
   */
  post(url: string, form: Readonly<Record<string, string>>, client: Client): Promise<unknown> {
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      Authorization: `Basic ${Buffer.from(`${encoded(client.id)}:${encoded(client.secret)}`).toString('base64')}`,
    };
    return this.#ask({ url, method: 'POST', headers, body: new URLSearchParams(form).toString() });
  }

  async #ask(question: Pick<HttpQuestion, 'url' | 'method' | 'headers' | 'body'>): Promise<unknown> {
    const where = URL.parse(question.url);
    if (where?.protocol !== 'https:')
      throw new WafUnavailable(`${question.url} is not asked: it is no https URL`);
    const { ca, within: maxMs } = this.#rules;
    try {
      const { status, body } = await exchangeHttp({ ...question, ca, maxMs });
      if (status === 200) return JSON.parse(body);
      throw new WafUnavailable(`${where.host} answered ${status}`);
    } catch (error) {
      if (error instanceof ConnectionFailed) throw new WafUnavailable(`${where.host}: ${error.message}`);
      if (error instanceof SyntaxError) throw new WafUnavailable(`${where.host} answered no JSON`);
      throw error;
    }
  }
}

/** As in a form (RFC 6749 2.3.1, appendix B). */
function encoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
