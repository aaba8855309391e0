import { durationText } from './duration.ts';
import { picsNames } from './pics.ts';
import type { Profile } from './profile.ts';
import { usesOwnWaf } from './waf.ts';

/** Two keys of a profile that disagree. */
export interface Disagreement {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly remedy: string;
}

/** Everything in which a profile contradicts itself; empty for a sound one. */
export function consistency(profile: Profile): readonly Disagreement[] {
  return [
    ...driven(profile),
    ...picsLists(profile),
    ...credentials(profile),
    ...addresses(profile),
    ...tokens(profile),
    ...gateway(profile),
    ...times(profile),
  ];
}

function* driven(profile: Profile): Iterable<Disagreement> {
  const { sut, w2, mw } = profile;
  if (sut.driver === 'process') {
    if (sut.process === undefined) {
      const remedy = 'add sut.process with command: [PROGRAM, ARGUMENT, ...]';
      yield { path: ['sut', 'driver'], message: 'driver: process, but no command to start', remedy };
    }
    return;
  }
  if (sut.driver === 'container') return yield* contained(profile);
  if (sut.driver !== 'remote') return;
  const remedy = 'write the port; only an SUT that is started here can be given one';
  if (new URL(w2.url).port === '0') yield { path: ['w2', 'url'], message: 'port 0 of a remote SUT', remedy };
  if (mw.sut.port === 0) yield { path: ['mw', 'sut'], message: 'port 0 of a remote SUT', remedy };
}

function* contained(profile: Profile): Iterable<Disagreement> {
  const { sut, w2, mw, media, waf, pics } = profile;
  const { image, build, network } = sut.container ?? {};
  if (image === undefined && build === undefined) {
    const remedy = 'add sut.container with image: NAME, or build: FOLDER of a Dockerfile';
    yield { path: ['sut', 'driver'], message: 'driver: container, but no image to start', remedy };
  }
  if (image !== undefined && build !== undefined) {
    const remedy = 'keep the one that is to be run';
    yield { path: ['sut', 'container', 'build'], message: 'both image and build are given', remedy };
  }
  if (network !== 'bridge') return;
  const ours = isLoopback(mw.listen.host);
  const reached = [
    { path: ['mw', 'listen', 'host'], what: 'our core', host: mw.listen.host },
    // What was not given is the core's.
    ...(pics.media.includes(true) && !ours
      ? [
          { path: ['media', 'wic'], what: 'the media of our WICs', host: media.wic },
          { path: ['media', 'core'], what: 'the media behind our core', host: media.core },
        ]
      : []),
    ...(usesOwnWaf(profile)
      ? [
          { path: ['waf', 'listen', 'host'], what: 'our WAF', host: waf.listen.host },
          { path: ['waf', 'thirdParty', 'host'], what: 'our other WAF', host: waf.thirdParty.host },
        ]
      : []),
  ];
  for (const { path, what, host } of reached) {
    if (!isLoopback(host)) continue;
    const remedy = 'name an address of this machine that it reaches, for example 172.17.0.1 of docker0';
    yield { path, message: `a container in a network of its own does not reach ${what} at ${host}`, remedy };
  }
  if (w2.ca !== undefined && w2.servername === undefined) {
    yield {
      path: ['w2', 'ca'],
      message: 'its certificate cannot name the address that the container will have',
      remedy: 'add w2.servername with the name in it, or remove w2.ca to have a certificate made',
    };
  }
}

function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === '::1' || host === 'localhost';
}

function* picsLists({ sut, pics }: Profile): Iterable<Disagreement> {
  for (const name of picsNames) {
    const choices: readonly unknown[] = pics[name];
    if (new Set(choices).size < choices.length) {
      const remedy = 'list each value once';
      yield { path: ['pics', name], message: 'the same value is listed twice', remedy };
    } else if (choices.length > 1 && sut.driver === 'remote') {
      yield {
        path: ['pics', name],
        message: 'several values, but the driver cannot configure the SUT (driver: remote)',
        remedy: `write the one value with which the SUT runs, for example ${name}: ${choices[0]}`,
      };
    }
  }
}

function* credentials({ identities, pics }: Profile): Iterable<Disagreement> {
  if (identities.mode !== 'fixed') return;
  for (const [index, { password, k, opc }] of identities.list.entries()) {
    const path = ['identities', 'list', index];
    if (pics.sipDigest.includes(true) && password === undefined) {
      const remedy = 'add its password, or set pics.sipDigest: false';
      yield { path, message: 'SIP digest is claimed, but this identity has no password', remedy };
    }
    if (pics.imsAka.includes(true) && (k === undefined || opc === undefined)) {
      const remedy = 'add its k and opc, or set pics.imsAka: false';
      yield { path, message: 'IMS AKA is claimed, but this identity lacks k or opc', remedy };
    }
  }
}

function* addresses({ w2, mw, pics }: Profile): Iterable<Disagreement> {
  if (w2.url.startsWith('ws:')) {
    for (const key of ['ca', 'servername'] as const) {
      if (w2[key] === undefined) continue;
      const remedy = `use a wss: URL, or remove ${key}`;
      yield { path: ['w2', key], message: `${key} is for TLS, but w2.url is ${w2.url}`, remedy };
    }
  }
  if (mw.listen.host === mw.sut.host && mw.listen.port === mw.sut.port && mw.sut.port !== 0) {
    yield {
      path: ['mw', 'sut'],
      message: 'the SUT and our core (mw.listen) have the same address',
      remedy: 'give the core an address or port of its own in mw.listen',
    };
  }
  if (pics.originCheck.includes(true) && w2.origin === w2.forbiddenOrigin) {
    yield {
      path: ['w2', 'forbiddenOrigin'],
      message: 'the admitted and the forbidden origin are the same',
      remedy: 'name an origin that the SUT must refuse, or set pics.originCheck: false',
    };
  }
}

function* tokens({ sut, identities, waf, pixit, pics }: Profile): Iterable<Disagreement> {
  if ((waf.cert === undefined) !== (waf.key === undefined)) {
    const [given, missing] = waf.cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    const remedy = `add ${missing}, or remove ${given}`;
    yield { path: ['waf', given ?? ''], message: `the WAF has a ${given} but no ${missing}`, remedy };
  }
  if (!pics.webAuth.includes(true)) return;
  const { from, clientCredentials } = pixit.token;
  if (from === 'clientCredentials' && clientCredentials === undefined) {
    const remedy = 'add pixit.token.clientCredentials with endpoint, id and secret';
    yield {
      path: ['pixit', 'token', 'from'],
      message: 'from: clientCredentials, but no token endpoint',
      remedy,
    };
  }
  if (from === 'static') {
    if (identities.mode !== 'fixed') {
      const remedy = 'use identities.mode: fixed and write the token of each identity';
      yield { path: ['pixit', 'token', 'from'], message: 'static tokens need listed identities', remedy };
    } else {
      for (const [index, { token }] of identities.list.entries()) {
        if (token !== undefined) continue;
        const remedy = 'add its token, or use another pixit.token.from';
        const message = 'from: static, but this identity has no token';
        yield { path: ['identities', 'list', index], message, remedy };
      }
    }
  }
  if (from === 'embedded' && sut.driver === 'remote') {
    for (const key of ['listen', 'thirdParty'] as const) {
      if (waf[key].port !== 0) continue;
      const remedy = 'write the port; a SUT that runs already cannot be told another one';
      yield { path: ['waf', key, 'port'], message: 'port 0 beside a remote SUT', remedy };
    }
  }
}

/** Two sides at one address are told apart by their ports. */
function* gateway({ media: { agw } }: Profile): Iterable<Disagreement> {
  const { access, core } = agw;
  if (!access?.ports || !core?.ports || access.host !== core.host) return;
  if (access.ports[1] < core.ports[0] || core.ports[1] < access.ports[0]) return;
  const remedy = 'give each side ports, or an address, of its own';
  yield { path: ['media', 'agw', 'core'], message: 'its ports overlap with those of agw.access', remedy };
}

function* times({ pixit }: Profile): Iterable<Disagreement> {
  const bound = 64 * pixit.t1;
  for (const key of ['response', 'guard'] as const) {
    if (pixit[key] <= bound) continue;
    yield {
      path: ['pixit', key],
      message: `longer than 64·T1 = ${durationText(bound)}, where every wait ends`,
      remedy: `shorten ${key}, or raise t1`,
    };
  }
}
