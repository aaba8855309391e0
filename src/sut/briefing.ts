import { makeCertificates } from '../net/certificates.ts';
import type { MwAddress } from '../profile/address.ts';
import type { Pics } from '../profile/pics.ts';
import { type Chosen, fillIn } from '../profile/placeholders.ts';
import type { Profile } from '../profile/profile.ts';
import type { WafAddresses } from '../profile/waf.ts';
import { freePort } from './free-port.ts';
import { caOf } from './remote.ts';

/** Where a SUT is to listen. Hosts without brackets. */
interface Ends {
  readonly w2: { readonly host: string; readonly port: number };
  readonly mw: MwAddress;
}

/** Where it is to listen, where its next hop is, and its folder as the SUT itself sees it. */
interface Whereabouts extends Ends {
  readonly core: Profile['mw']['listen'];
  /** Whose tokens it is to take. */
  readonly waf?: WafAddresses | undefined;
  readonly run: string;
}

/** What a SUT is told at each of its starts. */
export interface Briefing extends Ends {
  /** The files that the placeholders name, by path: all PEM. They have to be there before it starts. */
  readonly files: Readonly<Record<string, string>>;
  /** PEM of the CA that signed the certificate which it presents at W2. */
  readonly ca: string;
  /** A template of the profile with every placeholder filled in. */
  fill(template: string): string;
}

/** Makes the certificate for the host of W2, and knows what every placeholder stands for. */
export async function brief(profile: Profile, pics: Pics, where: Whereabouts): Promise<Briefing> {
  const { servername } = profile.w2;
  const { w2, run } = where;
  const hosts = [w2.host, ...(servername === undefined ? [] : [servername])];
  const { ca, cert, key } = await makeCertificates({ hosts });
  const tls = { cert: `${run}/cert.pem`, key: `${run}/key.pem`, ca: `${run}/ca.pem` };
  const { waf: at } = where;
  const waf = at && { at, ca: `${run}/waf-ca.pem`, key: `${run}/waf-key.pem` };
  const chosen: Chosen = { ...where, tls, waf };
  return {
    w2,
    mw: where.mw,
    files: {
      [tls.cert]: cert,
      [tls.key]: key,
      [tls.ca]: ca,
      ...(waf && { [waf.ca]: waf.at.ca, [waf.key]: waf.at.waf.publicKey }),
    },
    ca: profile.w2.ca === undefined ? ca : caOf(profile.w2.ca),
    fill: (template) => fillIn(template, chosen, profile, pics),
  };
}

/** The addresses of the profile, with ports that are free on this machine where it says 0. */
export async function freeEnds({ w2, mw }: Profile): Promise<Ends> {
  const at = endOf(w2.url);
  return {
    w2: { ...at, port: at.port === 0 ? await freePort(at.host) : at.port },
    mw: { ...mw.sut, port: mw.sut.port === 0 ? await freePort(mw.sut.host) : mw.sut.port },
  };
}

/** The same at an address that nobody shares with the SUT: port 0 is the usual one. */
export function endsAt(host: string, { w2, mw }: Profile): Ends {
  return {
    w2: { host, port: endOf(w2.url).port || 8443 },
    mw: { transport: mw.sut.transport, host, port: mw.sut.port || 5060 },
  };
}

/** Host without brackets and port of a WebSocket URL. */
function endOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port === '' ? 443 : port) };
}
