import { z } from 'zod';
import { parseHostPort, parseMwAddress } from './address.ts';
import { consistency } from './consistency.ts';
import { field, group, section, text } from './fields.ts';
import { mediaSchema, withMediaAddresses } from './media-schema.ts';
import { type PicsChoices, picsNames, picsTable } from './pics.ts';
import { type Driver, drivers, editions, type Profile } from './profile.ts';
import { containerSchema, duration, processSchema } from './start-schema.ts';

/** Defaults that depend on how the SUT is reached: the embedded reference answers at once, so its timers are short. */
const driverDefaults = {
  reference: { name: 'reference', t1: '50ms', guard: '50ms', consentExpiry: '1s', leeway: '100ms' },
  remote: { name: 'my-epcscf', t1: '500ms', guard: '300ms', consentExpiry: '30s', leeway: '60s' },
  process: { name: 'my-epcscf', t1: '500ms', guard: '300ms', consentExpiry: '30s', leeway: '60s' },
  container: { name: 'my-epcscf', t1: '500ms', guard: '300ms', consentExpiry: '30s', leeway: '60s' },
} as const satisfies Record<Driver, unknown>;

const domain = () => text('a domain name', 'ims.example', /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/);
const number = () => text('an emergency number or URN as text', '112');
const countryCode = text('a mobile country code of three digits', '262', /^\d{3}$/);
const origin = () => text('an origin', 'https://wwsf.example', /^https?:\/\/[^\s/]+$/);
const hex128 = (what: string) =>
  text(`${what} of 32 hexadecimal digits`, '0123456789abcdef0123456789abcdef', /^[0-9A-Fa-f]{32}$/, true);

function webSocketUrl(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url && /^wss?:$/.test(url.protocol) && url.hash === '' ? value : undefined;
}

const port = z.int().min(0).max(65535);

const listenHost = () =>
  field({
    read: (host) => parseHostPort(`${host.includes(':') ? `[${host}]` : host}:0`)?.host,
    expected: 'an address or host name',
    example: '127.0.0.1',
  }).prefault('127.0.0.1');

const w2 = section({
  url: field({ read: webSocketUrl, expected: 'a WebSocket URL', example: 'wss://127.0.0.1:8443/' }).prefault(
    'wss://127.0.0.1:8443/',
  ),
  ca: text('the path of a PEM file', './ca.pem').optional(),
  servername: domain().optional(),
  expectedSource: z.enum(['exact', 'host-only', 'unknown']).default('exact'),
  origin: origin().prefault('https://wwsf.example'),
  forbiddenOrigin: origin().prefault('https://evil.example'),
});

const listener = (defaultPort: number) => ({
  host: listenHost(),
  port: port.default(defaultPort),
});

const secret = () => text('a secret as text', 'secret', /^[\s\S]+$/, true);

/** Two runs at a time want other ports; a SUT that is started can be told any. */
const waf = (driver: Driver) => {
  const started = driver === 'process' || driver === 'container';
  const listenerAt = (defaultPort: number) => listener(started ? 0 : defaultPort);
  return section({
    listen: section(listenerAt(5071)),
    thirdParty: section(listenerAt(5072)),
    wwsf: section({
      ...listenerAt(5073),
      id: text('the identity of a WWSF', 'wwsf.ims.example', /^\S+$/).prefault('wwsf.ims.example'),
    }),
    cert: text('the path of a PEM file', './waf-cert.pem').optional(),
    key: text('the path of a PEM file', './waf-key.pem').optional(),
    audience: text('an audience', 'urn:ims:epcscf', /^\S+$/).prefault('urn:ims:epcscf'),
    scope: text('a scope', 'webrtc-ims-client-access-to-ims', /^[\x21\x23-\x5b\x5d-\x7e]+$/).prefault(
      'webrtc-ims-client-access-to-ims',
    ),
    introspection: section({
      id: text('a client identifier', 'epcscf', /^\S+$/).prefault('epcscf'),
      secret: secret().prefault('introspection-secret'),
    }),
  });
};

const mw = section({
  listen: section({
    host: listenHost(),
    port: port.default(5070),
  }),
  sut: field({ read: parseMwAddress, expected: 'PROTO:HOST:PORT', example: 'udp:127.0.0.1:5060' }).prefault(
    'udp:127.0.0.1:5060',
  ),
  transport: z.enum(['udp', 'tcp']).default('udp'),
  role: z.enum(['proxy', 'b2bua', 'unknown']).default('unknown'),
});

/** RFC 6750 2.1 b64token. */
const accessToken = () =>
  text('an access token', 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln', /^[A-Za-z0-9\-._~+/]+=*$/, true);

const fixedIdentity = group({
  impi: text('a private user identity', 'alice@ims.example', /^\S+$/),
  impus: z.array(text('a SIP or tel URI', 'sip:alice@ims.example', /^(sips?:\S+@\S+|tel:\S+)$/)).min(1),
  password: text('a password as text', 'secret', /^[\s\S]+$/, true).optional(),
  k: hex128('the key K').optional(),
  opc: hex128('the value OPc').optional(),
  token: accessToken().optional(),
});

const identities = section({
  mode: z.enum(['generated', 'fixed']).default('generated'),
  list: z.array(fixedIdentity).min(1).optional(),
}).transform((value, context): Profile['identities'] => {
  const { mode, list } = value;
  if (mode === 'fixed' && list) return { mode, list };
  if (mode === 'generated' && !list) return { mode };
  context.addIssue(
    list
      ? {
          code: 'custom',
          path: ['list'],
          message: 'a list of identities is not used with mode: generated',
          params: { remedy: 'set mode: fixed, or remove the list' },
        }
      : {
          code: 'custom',
          path: ['mode'],
          message: 'mode: fixed needs the identities to use',
          params: { remedy: 'add list: [{impi, impus, password}], or set mode: generated' },
        },
  );
  return z.NEVER;
});

/** One value or a list of values, as a list. */
const choices = (values: readonly (boolean | string)[], initial: boolean | string) =>
  z
    .unknown()
    .transform((given, context): unknown => {
      for (const [index, value] of (Array.isArray(given) ? given : [given]).entries()) {
        if (values.some((known) => known === value)) continue;
        const path = Array.isArray(given) ? [index] : [];
        context.addIssue({ code: 'invalid_value', values: [...values], input: value, path });
      }
      if (!Array.isArray(given)) return [given];
      if (given.length === 0)
        context.addIssue({ code: 'too_small', origin: 'array', minimum: 1, input: given });
      return given;
    })
    .prefault(initial);

const pics = section(
  Object.fromEntries(
    picsNames.map((name) => [name, choices(picsTable[name].values, picsTable[name].initial)]),
  ),
).transform((value) => value as PicsChoices);

function httpUrl(value: string): string | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url && /^https?:$/.test(url.protocol) && url.hash === '' ? value : undefined;
}

const clientCredentials = group({
  endpoint: field({
    read: httpUrl,
    expected: 'the URL of a token endpoint',
    example: 'https://waf.example/token',
  }),
  id: text('a client identifier', 'wwsf', /^\S+$/),
  secret: secret(),
  scope: text('a scope', 'webrtc-ims-client-access-to-ims').optional(),
  ca: text('the path of a PEM file', './waf-ca.pem').optional(),
});

const pixit = (driver: Driver) =>
  section({
    t1: duration(driverDefaults[driver].t1),
    response: duration('2s'),
    guard: duration(driverDefaults[driver].guard),
    deregistrationGrace: duration('5s'),
    consentExpiry: duration(driverDefaults[driver].consentExpiry),
    emergency: section({
      home: z.array(number()).default(['112', 'urn:service:sos']),
      partners: z.record(countryCode, z.array(number())).default({ '262': ['110'] }),
      homeCountry: countryCode.prefault('001'),
    }),
    token: section({
      style: z.enum(['access_token', 'rfc6750']).default('access_token'),
      from: z.enum(['embedded', 'clientCredentials', 'static']).default('embedded'),
      lifetime: duration('300s'),
      leeway: duration(driverDefaults[driver].leeway),
      clientCredentials: clientCredentials.optional(),
    }),
    erratum: section({ D1: z.enum(['tls-yes', 'tls-protected', 'either']).default('either') }),
  });

/**
 * The schema of a profile for a SUT reached in this way; the driver that the profile itself names is overridden.
 * @param image takes the place of what `sut.container` says to run
 */
export function profileSchema(driver: Driver, image?: string) {
  return section({
    edition: z.enum(editions).default('D'),
    sut: section({
      name: text('a name', 'my-epcscf').prefault(driverDefaults[driver].name),
      driver: z
        .enum(drivers)
        .default(driver)
        .transform(() => driver),
      process: processSchema.optional(),
      container: containerSchema(image),
    }),
    w2,
    mw,
    media: mediaSchema,
    home: section({
      domain: domain().prefault('ims.example'),
      visitedNetwork: text('a visited network identifier', 'ims.example').prefault('ims.example'),
      ioi: text('an inter-operator identifier', 'ims.example').prefault('ims.example'),
    }),
    identities,
    waf: waf(driver),
    pics,
    pixit: pixit(driver),
  })
    .transform(withMediaAddresses)
    .superRefine((profile: Omit<Profile, 'file'>, context) => {
      for (const { path, message, remedy } of consistency(profile)) {
        context.addIssue({ code: 'custom', path: [...path], message, params: { remedy } });
      }
    });
}
