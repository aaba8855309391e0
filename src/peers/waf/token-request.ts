/**
 * What a WWSF asks a WAF for: the client credentials grant (RFC 6749 4.4) with the identities that it vouches for.
 * An authorization server ignores request parameters that it does not know (RFC 6749 3.2), so a vendor's own may be
 * sent them, too.
 */
export interface TokenRequest {
  readonly impi: string;
  /** The first is the default one. */
  readonly impus: readonly string[];
  /** Identity of the WWSF, when it is not the client identifier. */
  readonly wwsf?: string | undefined;
  /** Seconds. */
  readonly lifetime?: number | undefined;
  /** Characters that the token has at least; at most one more. */
  readonly padTo?: number | undefined;
}

/** The form body of the request. */
export function tokenForm(
  { impi, impus, wwsf, lifetime, padTo }: TokenRequest,
  { scope, resource }: { readonly scope?: string | undefined; readonly resource?: string },
): string {
  const form = new URLSearchParams({ grant_type: 'client_credentials', impi, impus: impus.join(' ') });
  const more = { scope, resource, wwsf, lifetime, pad_to: padTo };
  for (const [name, value] of Object.entries(more)) {
    if (value !== undefined) form.set(name, String(value));
  }
  return form.toString();
}

/** Reads what {@link tokenForm} wrote from a parsed body; undefined when it names no identity. */
export function readTokenForm(body: Readonly<Record<string, unknown>>): TokenRequest | undefined {
  const { impi, impus, wwsf, lifetime, pad_to: padTo } = body;
  if (typeof impi !== 'string' || typeof impus !== 'string' || impus === '') return undefined;
  return {
    impi,
    impus: impus.split(' '),
    wwsf: typeof wwsf === 'string' ? wwsf : undefined,
    lifetime: positive(lifetime),
    padTo: positive(padTo),
  };
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

/** Client authentication by HTTP Basic (RFC 6749 2.3.1). */
export function basic({ id, secret }: { readonly id: string; readonly secret: string }): string {
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
