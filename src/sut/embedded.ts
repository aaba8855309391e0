import type { MwAddress } from '../profile/address.ts';
import { parseMwAddress } from '../profile/address.ts';
import type { AddressRange } from '../profile/media.ts';
import type { Pics } from '../profile/pics.ts';
import type { Profile } from '../profile/profile.ts';
import { IPV6_LOOPBACK } from '../profile/reach.ts';
import type { KnownWafs } from '../profile/waf.ts';
import type { MediaConfig, PortsAt, ReferenceConfig, TokenIssuer, WafConfig } from '../reference/config.ts';
import type { DeviationName } from '../reference/deviations.ts';
import { startReference } from '../reference/reference.ts';
import type { Sut } from './sut.ts';

/**
 * The reference eP-CSCF in this process, set up as the configuration says, on ports that the system chooses.
 * @param core where our core listens at Mw
 * @param waf whose tokens it is to take
 */
export async function embeddedSut(
  profile: Profile,
  pics: Pics,
  core: Profile['mw']['listen'],
  deviation?: DeviationName,
  waf?: KnownWafs,
): Promise<Sut> {
  const transport = profile.mw.transport;
  const reference = await startReference({
    ...operatorSettings(profile, pics, waf),
    w2: { host: core.host, port: 0, ...(pics.w2Ipv6 && { ipv6: IPV6_LOOPBACK }) },
    mw: { transport, host: core.host, port: 0 },
    core: { transport, ...core },
    ...(deviation && { deviation }),
  });
  const mw: MwAddress | undefined = parseMwAddress(reference.mw);
  if (!mw) throw new Error(`the reference names no Mw address: ${reference.mw}`);
  return {
    w2: { url: reference.w2Url, ipv6Url: reference.w2Ipv6Url, ca: reference.ca, servername: undefined },
    mw,
    stop: () => reference.stop(),
  };
}

/** What an operator would configure in the reference so that it is what profile and PICS claim. */
export function operatorSettings(
  profile: Profile,
  pics: Pics,
  waf?: KnownWafs,
): Omit<ReferenceConfig, 'w2' | 'mw' | 'core' | 'deviation'> {
  return {
    home: profile.home,
    t1: profile.pixit.t1,
    policy: pics.emergencyPolicy,
    emergency: profile.pixit.emergency,
    originCountry: pics.originCountry === 'pani' ? 'pani' : 'unknown',
    outbound: pics.outbound,
    imsAka: pics.imsAka,
    rtcpMux: pics.rtcpMux,
    iceLite: pics.iceLite,
    ...(pics.media && { media: mediaSettings(profile, pics) }),
    ...(pics.originCheck && { origins: { allowed: [profile.w2.origin] } }),
    ...(pics.webAuth && waf && { waf: wafSettings(profile, pics, waf) }),
  };
}

/** What RFC 7675 5.1 says, in milliseconds. */
const CONSENT_EXPIRY = 30_000;

function mediaSettings({ media, pixit }: Profile, pics: Pics): MediaConfig {
  const portsAt = ({ host, ports }: Partial<AddressRange> = {}): PortsAt => ({
    ...(host !== undefined && { host }),
    ...(ports && { ports }),
  });
  return {
    access: portsAt(media.agw.access),
    core: portsAt(media.agw.core),
    consentExpiry: pics.consent ? pixit.consentExpiry : CONSENT_EXPIRY,
  };
}

/** How long the reference waits for an answer of a WAF, in milliseconds. */
const WAF_WITHIN = 2000;

function wafSettings(
  { waf: { audience, scope, introspection }, pixit }: Profile,
  pics: Pics,
  waf: KnownWafs,
): WafConfig {
  const issuer = (endpoints: KnownWafs['waf'], thirdParty: boolean): TokenIssuer => ({
    issuer: endpoints.issuer,
    thirdParty,
    ...(pics.tokenValidation === 'introspection'
      ? { introspection: { endpoint: endpoints.introspection, ...introspection } }
      : { jwksUri: endpoints.jwks }),
  });
  return {
    issuers: [issuer(waf.waf, false), ...(pics.thirdPartyWaf ? [issuer(waf.thirdParty, true)] : [])],
    audience,
    scope,
    wwsfs: [waf.waf.wwsf, ...(pics.thirdPartyWaf ? [waf.thirdParty.wwsf] : [])],
    ca: waf.ca,
    leeway: pixit.token.leeway / 1000,
    within: WAF_WITHIN,
  };
}
