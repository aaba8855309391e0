/** Compact forms (RFC 3261 7.3.3 and the IANA registry of SIP header fields) and their long names. */
const compactForms: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/** Spellings seen all the time, so that they need no lower-casing. */
const usual = new Map<string, string>(
  [
    'Via From To Call-ID CSeq Max-Forwards Contact Content-Length Content-Type Route Record-Route Path',
    'Service-Route Expires Authorization WWW-Authenticate Authentication-Info Supported Require Proxy-Require',
    'Unsupported Allow Event Subscription-State User-Agent Server Accept P-Associated-URI P-Asserted-Identity',
    'P-Preferred-Identity P-Charging-Vector P-Visited-Network-ID P-Access-Network-Info P-Called-Party-ID',
    'Security-Client Security-Server Security-Verify Min-Expires Retry-After Date Subject',
  ]
    .join(' ')
    .split(' ')
    .map((name) => [name, name.toLowerCase()]),
);

/** The lower-case long form of a header field name: `v`, `VIA` and `Via` all give `via`. */
export function headerKey(name: string): string {
  const known = usual.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  return lower.length === 1 ? (compactForms[lower] ?? lower) : lower;
}

/** Fields whose value may hold commas without being a list (RFC 3261 7.3.1 and the grammar of section 25). */
const notLists: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
  'proxy-authentication-info',
  'call-id',
  'content-type',
  'cseq',
  'date',
  'event',
  'from',
  'organization',
  'p-charging-vector',
  'retry-after',
  'server',
  'subject',
  'subscription-state',
  'timestamp',
  'to',
  'user-agent',
]);

/** Whether the field of that key is a comma-separated list, so that repeating it equals joining it. */
export function isList(key: string): boolean {
  return !notLists.has(key);
}
