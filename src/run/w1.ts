import { readFileSync } from 'node:fs';
import { dependsOn } from '../catalogue/requirement.ts';
import { makeCertificates } from '../net/certificates.ts';
import { endpointsAt, type W1Access } from '../peers/waf/access.ts';
import { Waf } from '../peers/waf/waf.ts';
import { Wwsf } from '../peers/wwsf/wwsf.ts';
import type { HostPort } from '../profile/address.ts';
import type { ConditionName } from '../profile/pics.ts';
import type { Profile } from '../profile/profile.ts';
import { type KnownWafs, usesOwnWaf, type WafAddresses, type WafEndpoints } from '../profile/waf.ts';
import { SutUnreachable } from '../sut/sut.ts';
import type { Planned, Selected } from './plan.ts';

/** Identity of the WWSF that has its tokens from the third-party WAF. */
const THIRD_PARTY_WWSF = 'wwsf.partner.example';

/** What a condition asks for when its row is about tokens. */
const about: ReadonlySet<ConditionName> = new Set([
  'webAuth',
  'pool',
  'thirdPartyWaf',
  'tokenValidation',
  'wafEmbedded',
]);

/** Whether a planned scenario uses tokens of the harness's own WAF. */
export function needsW1(
  profile: Profile,
  selected: readonly Selected[],
  planned: readonly Planned[],
): boolean {
  if (!usesOwnWaf(profile)) return false;
  const asking = new Set(
    selected
      .filter(({ requirement }) => dependsOn(requirement).some((name) => about.has(name)))
      .map(({ requirement }) => requirement.id),
  );
  return planned.some(
    ({ scenario, configuration: { pics } }) =>
      // Without SIP digest every registration is by token.
      pics.webAuth && (!pics.sipDigest || asking.has(scenario.requirement)),
  );
}

/** The harness's own servers on W1, for as long as a run lasts. */
export interface W1 {
  /** What the SUT is told of them. */
  readonly addresses: WafAddresses;
  /** How labs reach them. */
  readonly access: W1Access;
  close(): Promise<void>;
}

/**
 * Opens the WAF, the third-party WAF and the WWSF; beside the embedded reference on ports that the system chooses.
 * @param secret told of everything that must not be written down, before anybody else
 * @throws SutUnreachable when an address or a certificate of the profile cannot be used
 */
export async function openW1(profile: Profile, secret: (value: string) => void): Promise<W1> {
  const { waf: settings, pixit, sut } = profile;
  const tls = await certificatesOf(settings);
  await using opened = new AsyncDisposableStack();
  const portOf = ({ port }: HostPort): number => (sut.driver === 'reference' ? 0 : port);
  const open = async (key: 'listen' | 'thirdParty', wwsf: string): Promise<Waf> => {
    const { host } = settings[key];
    const waf = await listening(`waf.${key}`, settings[key], () =>
      Waf.open({
        host,
        port: portOf(settings[key]),
        key: tls.key,
        cert: tls.cert,
        audience: settings.audience,
        scope: settings.scope,
        introspection: settings.introspection,
        // Tokens have times in whole seconds (RFC 7519 2).
        lifetime: Math.ceil(pixit.token.lifetime / 1000),
        leeway: Math.ceil(pixit.token.leeway / 1000),
        wwsf,
        secret,
      }),
    );
    opened.defer(() => waf.close());
    return waf;
  };
  const waf = await open('listen', settings.wwsf.id);
  const thirdParty = await open('thirdParty', THIRD_PARTY_WWSF);
  const wafs = { waf: waf.access, thirdParty: thirdParty.access, ca: tls.ca };
  const wwsf = await listening('waf.wwsf', settings.wwsf, () =>
    Wwsf.open({
      host: settings.wwsf.host,
      port: portOf(settings.wwsf),
      key: tls.key,
      cert: tls.cert,
      w1: wafs,
      secret,
    }),
  );
  opened.defer(() => wwsf.close());
  const held = opened.move();
  return {
    addresses: { waf: endpointsOf(waf), thirdParty: endpointsOf(thirdParty), ca: tls.ca },
    access: { ...wafs, wwsf: wwsf.access },
    close: () => held.disposeAsync(),
  };
}

/**
 * The same servers as a SUT can be told of them before they run.
 * @param profile names their ports
 * @param ca PEM that verifies their certificate
 */
export function foretoldW1({ waf: { listen, thirdParty, wwsf } }: Profile, ca: string): KnownWafs {
  const at = ({ host, port }: HostPort, id: string): KnownWafs['waf'] => {
    const issuer = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
    return { issuer, ...endpointsAt(issuer), wwsf: id };
  };
  return {
    waf: at(listen, wwsf.id),
    thirdParty: at(thirdParty, THIRD_PARTY_WWSF),
    ca,
  };
}

function endpointsOf(waf: Waf): WafEndpoints {
  const { jwks, introspection, publicKey, access } = waf;
  return { issuer: access.issuer, jwks, introspection, publicKey, wwsf: access.wwsf.id };
}

/** Those of the profile, else new ones. */
async function certificatesOf({ cert, key, listen, thirdParty, wwsf }: Profile['waf']): Promise<{
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}> {
  if (cert === undefined || key === undefined) {
    return makeCertificates({ hosts: [...new Set([listen.host, thirdParty.host, wwsf.host])] });
  }
  const chain = pem('waf.cert', cert);
  return { cert: chain, key: pem('waf.key', key), ca: chain };
}

function pem(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (reason) {
    throw new SutUnreachable(`${name} of the profile cannot be read: ${messageOf(reason)}`);
  }
}

async function listening<T>(name: string, { host, port }: HostPort, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (reason) {
    const { code = '' } = reason as NodeJS.ErrnoException;
    if (/^ERR_(OSSL|TLS)/.test(code)) {
      throw new SutUnreachable(`waf.cert and waf.key of the profile cannot be used: ${messageOf(reason)}`);
    }
    throw new SutUnreachable(
      `nothing can listen at ${host}:${port} (${name} of the profile): ${messageOf(reason)}`,
    );
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
