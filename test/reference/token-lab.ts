import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeCertificates } from '../../src/net/certificates.ts';
import { type HttpsServer, listenHttps } from '../../src/net/https-server.ts';
import type { Identity } from '../../src/peers/identity.ts';
import type { TokenValidation } from '../../src/peers/waf/access.ts';
import { EmbeddedTokens } from '../../src/peers/waf/embedded-tokens.ts';
import { Waf } from '../../src/peers/waf/waf.ts';
import type { ReferenceConfig, WafConfig } from '../../src/reference/config.ts';
import { newTag } from '../../src/sip/ids.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import { grant, type Lab, type MiniWic, patience, startLab } from './support.ts';

const tls = await makeCertificates({ hosts: ['127.0.0.1'] });
const introspection = { id: 'epcscf', secret: 'not told' };
const audience = 'urn:ims:epcscf';
const scope = 'ims';

/** A reference, a core, and two WAFs whose tokens the reference takes. */
export interface TokenLab extends Lab {
  readonly tokens: EmbeddedTokens;
  readonly waf: Waf;
  readonly thirdParty: Waf;
}

/** @param validation how the reference validates tokens */
export async function startTokenLab(
  validation: TokenValidation,
  config: Partial<ReferenceConfig> = {},
): Promise<TokenLab> {
  const open = (wwsf: string): Promise<Waf> =>
    Waf.open({
      host: '127.0.0.1',
      port: 0,
      ...tls,
      audience,
      scope,
      lifetime: 300,
      leeway: 5,
      wwsf,
      introspection,
    });
  const [waf, thirdParty] = await Promise.all([open('wwsf.home1.net'), open('wwsf.other.net')]);
  const issuers = [waf, thirdParty].map((each) => ({
    issuer: each.access.issuer,
    thirdParty: each === thirdParty,
    ...(validation === 'jwks'
      ? { jwksUri: each.jwks }
      : { introspection: { endpoint: each.introspection, ...introspection } }),
  }));
  const lab = await startLab({ waf: { ...wafConfig(issuers), ca: tls.ca }, ...config });
  const access = { waf: waf.access, thirdParty: thirdParty.access, ca: tls.ca };
  return {
    ...lab,
    waf,
    thirdParty,
    tokens: new EmbeddedTokens(access, validation, patience),
    async stop() {
      await lab.stop();
      await Promise.all([waf.close(), thirdParty.close()]);
    },
  };
}

/** What the reference is told of WAFs; tokens of either WWSF are good. */
function wafConfig(issuers: WafConfig['issuers']): WafConfig {
  return {
    issuers,
    audience,
    scope,
    wwsfs: ['wwsf.home1.net', 'wwsf.other.net'],
    ca: tls.ca,
    leeway: 5,
    within: patience,
  };
}

/** An HTTPS server in a WAF's place, and the configuration in which the reference asks it for keys. */
export async function serveInstead(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpsServer & { readonly waf: WafConfig }> {
  const server = await listenHttps({ host: '127.0.0.1', port: 0, ...tls }, () => handle);
  const { origin } = server;
  return { ...server, waf: wafConfig([{ issuer: origin, jwksUri: `${origin}/jwks` }]) };
}

/** Whom the tokens of a WIC name. */
export function identityOf(wic: MiniWic): Identity {
  return { impi: `${wic.user}@private.home1.net`, impus: [wic.impu, 'tel:+15551'], password: 'unused' };
}

/** A REGISTER with these Authorization values. */
export function registerWith(wic: MiniWic, ...authorization: string[]): SipRequest {
  return wic.build('REGISTER', 'sip:home1.net', [['Expires', '600']]).with('Authorization', ...authorization);
}

/** The token as the WIC shows it. */
export function bearer(token: string): string {
  return `Bearer access_token="${token}"`;
}

/** A WIC that is registered by a token, and the REGISTER that the core saw. */
export async function registeredByToken(
  lab: TokenLab,
  user = `user${newTag()}`,
): Promise<{ wic: MiniWic; atCore: SipRequest; token: string }> {
  const wic = await lab.wic(user);
  const token = await lab.tokens.issue(identityOf(wic));
  return { wic, atCore: await granted(lab, wic, registerWith(wic, bearer(token))), token };
}

/** Sends a REGISTER, which the core grants. @returns what the core saw */
export async function granted(lab: Lab, wic: MiniWic, request: SipRequest): Promise<SipRequest> {
  wic.send(request);
  const { message, link } = await lab.core.request('REGISTER');
  lab.core.answer(message, link, 200, grant(wic));
  const { status, values } = await wic.final(request).then((final) => ({
    status: final.status,
    values: final.values('Service-Route'),
  }));
  if (status !== 200) throw new Error(`the WIC got ${status}`);
  wic.serviceRoute = values;
  return message;
}

/** A registration by digest on another connection, after which everything before it has come to the core. */
export async function fence(lab: Lab): Promise<void> {
  await lab.registered(`fence${newTag()}`);
}
