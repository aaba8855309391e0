import type { PortRange } from './media.ts';
import type { Pics } from './pics.ts';
import type { Profile } from './profile.ts';
import type { WafAddresses } from './waf.ts';

/** What the tool chose or made for one start of a SUT. Hosts without brackets. */
export interface Chosen {
  readonly w2: { readonly host: string; readonly port: number };
  readonly mw: { readonly transport: string; readonly host: string; readonly port: number };
  readonly core: { readonly host: string; readonly port: number };
  /** Paths of PEM files: server certificate, its key, and the CA that signed it. */
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string };
  /** Whose tokens the SUT is to take, with the paths of two PEM files: their CA, and the WAF's public key. */
  readonly waf?: { readonly at: WafAddresses; readonly ca: string; readonly key: string } | undefined;
  /** A folder that lives as long as the SUT. */
  readonly run: string;
}

/** The eIMS-AGW's ports where the profile names none. */
const ACCESS_PORTS: PortRange = [40_000, 44_999];
const CORE_PORTS: PortRange = [45_000, 49_999];

type Value = (chosen: Chosen, profile: Profile, pics: Pics) => string;

/** Everything that `{name}` can stand for in the environment and the files of a SUT. */
const values = {
  'w2.host': ({ w2 }) => w2.host,
  'w2.port': ({ w2 }) => String(w2.port),
  'mw.host': ({ mw }) => mw.host,
  'mw.port': ({ mw }) => String(mw.port),
  'mw.transport': ({ mw }) => mw.transport,
  'core.host': ({ core }) => core.host,
  'core.port': ({ core }) => String(core.port),
  // Where the profile leaves the eIMS-AGW open it has the hosts of the SIP sides, and these ports.
  'agw.access.host': ({ w2 }, { media }) => media.agw.access?.host ?? w2.host,
  'agw.access.firstPort': (_, { media }) => String((media.agw.access?.ports ?? ACCESS_PORTS)[0]),
  'agw.access.lastPort': (_, { media }) => String((media.agw.access?.ports ?? ACCESS_PORTS)[1]),
  'agw.core.host': ({ mw }, { media }) => media.agw.core?.host ?? mw.host,
  'agw.core.firstPort': (_, { media }) => String((media.agw.core?.ports ?? CORE_PORTS)[0]),
  'agw.core.lastPort': (_, { media }) => String((media.agw.core?.ports ?? CORE_PORTS)[1]),
  'media.wic': (_, { media }) => media.wic,
  'media.core': (_, { media }) => media.core,
  'tls.cert': ({ tls }) => tls.cert,
  'tls.key': ({ tls }) => tls.key,
  'tls.ca': ({ tls }) => tls.ca,
  run: ({ run }) => run,
  'home.domain': (_, { home }) => home.domain,
  'home.visitedNetwork': (_, { home }) => home.visitedNetwork,
  'home.ioi': (_, { home }) => home.ioi,
  // Milliseconds.
  t1: (_, { pixit }) => String(pixit.t1),
  'emergency.home': (_, { pixit }) => pixit.emergency.home.join(','),
  // 262=110,112;208=15
  'emergency.partners': (_, { pixit }) =>
    Object.entries(pixit.emergency.partners)
      .map(([country, numbers]) => `${country}=${numbers.join(',')}`)
      .join(';'),
  'emergency.homeCountry': (_, { pixit }) => pixit.emergency.homeCountry,
  // What follows is empty where no tokens of the harness are needed.
  'waf.issuer': ({ waf }) => waf?.at.waf.issuer ?? '',
  'waf.jwks': ({ waf }) => waf?.at.waf.jwks ?? '',
  'waf.introspection': ({ waf }) => waf?.at.waf.introspection ?? '',
  'waf.wwsf': ({ waf }) => waf?.at.waf.wwsf ?? '',
  'waf.thirdParty.issuer': ({ waf }) => waf?.at.thirdParty.issuer ?? '',
  'waf.thirdParty.jwks': ({ waf }) => waf?.at.thirdParty.jwks ?? '',
  'waf.thirdParty.introspection': ({ waf }) => waf?.at.thirdParty.introspection ?? '',
  'waf.thirdParty.wwsf': ({ waf }) => waf?.at.thirdParty.wwsf ?? '',
  'waf.ca': ({ waf }) => waf?.ca ?? '',
  'waf.key': ({ waf }) => waf?.key ?? '',
  'waf.id': (_, { waf }) => waf.introspection.id,
  'waf.secret': (_, { waf }) => waf.introspection.secret,
  'waf.audience': (_, { waf }) => waf.audience,
  'waf.scope': (_, { waf }) => waf.scope,
  // Seconds.
  'waf.leeway': (_, { pixit }) => String(pixit.token.leeway / 1000),
  // The one admitted origin where the SUT is to check, else nothing.
  origins: (_, { w2 }, pics) => (pics.originCheck ? w2.origin : ''),
  'pics.emergencyPolicy': (_, _profile, pics) => String(pics.emergencyPolicy),
  'pics.originCountry': (_, _profile, pics) => String(pics.originCountry),
  'pics.tokenValidation': (_, _profile, pics) => String(pics.tokenValidation),
  'pics.thirdPartyWaf': (_, _profile, pics) => String(pics.thirdPartyWaf),
  'pics.rtcpMux': (_, _profile, pics) => String(pics.rtcpMux),
  'pics.iceLite': (_, _profile, pics) => String(pics.iceLite),
  // Milliseconds.
  consentExpiry: (_, { pixit }) => String(pixit.consentExpiry),
} as const satisfies Record<string, Value>;

type PlaceholderName = keyof typeof values;

export const placeholderNames = Object.keys(values) as readonly PlaceholderName[];

const PLACEHOLDER = /\{([A-Za-z0-9.]+)\}/g;

/** The names in braces that stand for nothing. */
export function unknownPlaceholders(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name)
    .filter((name) => !Object.hasOwn(values, name));
}

/** The text with every placeholder filled in. */
export function fillIn(template: string, chosen: Chosen, profile: Profile, pics: Pics): string {
  return template.replace(PLACEHOLDER, (all, name: string) => {
    const value: Value | undefined = Object.hasOwn(values, name)
      ? values[name as PlaceholderName]
      : undefined;
    return value ? value(chosen, profile, pics) : all;
  });
}
