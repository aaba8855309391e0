import type { ServerTransaction } from '../endpoint/transactions.ts';
import { contacts } from '../sip/headers/address.ts';
import { optionTags } from '../sip/headers/option-tags.ts';
import { type SipRequest, SipResponse } from '../sip/message.ts';
import { onFinalToRegister, type Registering } from './6.4.1-association.ts';
import { digestCredentials, impiOf, isForeign, markIntegrity } from './6.4.1-digest.ts';
import { withoutKeys } from './33.203-X.2-ims-aka.ts';
import { withoutToken } from './bearer.ts';
import { chargingVector } from './charging.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { pathOf } from './path.ts';
import { answer, forwardToCore } from './rfc3261-16-proxy.ts';
import { removeNetworkProvided, withoutCharging } from './trust-domain.ts';

export const faults = {
  'no-path': {
    kills: ['EPC-T5221-1', 'EPC-T5221-6', 'EPC-7.4.3-C2', 'EPC-6.4.2-9'],
    about: 'adds no Path to REGISTER',
  },
  'require-path-missing': { kills: ['EPC-T5221-2', 'EPC-6.4.2-9'], about: 'does not require path' },
  'visited-network-missing': {
    kills: ['EPC-T5221-3', 'EPC-6.4.2-9'],
    about: 'adds no P-Visited-Network-ID to REGISTER',
  },
  'icid-constant': {
    kills: ['EPC-T5221-4', 'EPC-6.4.2-9'],
    about: 'uses one icid-value for every registration',
  },
  'charging-vector-missing': {
    kills: ['EPC-T5221-4', 'EPC-6.4.2-9'],
    about: 'adds no P-Charging-Vector to REGISTER',
  },
  'visited-network-of-wic-kept': {
    kills: ['EPC-T5221-5', 'EPC-6.4.2-9'],
    about: 'passes a P-Visited-Network-ID of the WIC on to the core, beside its own',
  },
  'path-without-ob': {
    kills: ['EPC-T5221-6', 'EPC-6.4.2-9'],
    about: 'leaves ob out of the Path of an outbound registration',
    needs: { outbound: true },
  },
  'path-token-shared': {
    kills: ['EPC-T5221-6', 'EPC-6.4.2-9'],
    about: 'writes the same Path for every connection of a host',
    needs: { outbound: true },
  },
  'instance-removed': {
    kills: ['EPC-T5221-7'],
    about: 'removes +sip.instance from the Contact of REGISTER',
  },
  'expiry-raised': {
    kills: ['EPC-T5221-7'],
    about: 'asks the core for twice the expiry that the WIC asked for',
  },
  'security-agreement-demanded': {
    kills: ['EPC-6.4.1-7'],
    preamble: ['*'],
    about: 'answers a REGISTER without Security-Client with 421 and Require: sec-agree',
  },
} as const satisfies FaultTable;

export const variants = {
  'forged-headers-refused': {
    exercises: ['EPC-T5221-5', 'EPC-6.4.2-9'],
    about: 'refuses a REGISTER in which the WIC puts what only the network may say, with 400',
  },
  'forged-integrity-refused': {
    exercises: ['EPC-T5221-8', 'EPC-6.4.2-9'],
    about: 'refuses a REGISTER in which the WIC puts integrity-protected, with 400',
  },
  'second-connection-refused': {
    exercises: ['EPC-6.4.1-1b2', 'EPC-6.4.1-3d', 'EPC-6.4.2-11'],
    about:
      'refuses a REGISTER on another connection while the private identity has an association (33.203 O.2.3)',
  },
  'second-connection-closed': {
    exercises: ['EPC-6.4.1-1b2', 'EPC-6.4.1-3d', 'EPC-6.4.2-11'],
    about: 'closes another connection on which a private identity with an association sends a REGISTER',
  },
  'service-unavailable-mapped': {
    exercises: ['EPC-6.4.1-6'],
    about: 'passes a lone 503 on as 500 (RFC 3261 16.7)',
  },
  'path-second-entry': {
    exercises: ['EPC-T5221-1', 'EPC-6.4.2-9'],
    about: 'adds the Path of a further proxy of its network above its own',
  },
  'require-repeated': {
    exercises: ['EPC-T5221-2', 'EPC-6.4.2-9'],
    about: 'writes the option tag path in capitals and in a field of its own',
  },
  'visited-network-token': {
    exercises: ['EPC-T5221-3', 'EPC-6.4.2-9'],
    about: 'writes P-Visited-Network-ID as token instead of quoted string',
  },
  'icid-per-registration': {
    exercises: ['EPC-T5221-4', 'EPC-6.4.2-9'],
    about: 'uses one icid-value for all the REGISTERs of one Call-ID',
  },
  'ioi-type-prefix': {
    exercises: ['EPC-T5221-4'],
    about: 'writes orig-ioi with the prefix Type 1, as later releases do',
  },
  'register-trying': {
    exercises: [
      'EPC-6.4.1-2',
      'EPC-6.4.1-2b',
      'EPC-6.4.1-2c',
      'EPC-6.4.1-4',
      'EPC-6.4.1-6',
      'EPC-6.4.1-9',
      'EPC-6.4.2-1',
    ],
    about: 'answers a REGISTER with 100 (Trying) before it is forwarded',
  },
  'access-network-info-provided': {
    exercises: ['EPC-T5221-7', 'EPC-T5221-12', 'EPC-6.4.1-1a2', 'EPC-6.4.1-1c3'],
    about: 'adds a network-provided P-Access-Network-Info to REGISTER',
  },
} as const satisfies VariantTable;

/** 24.229 5.2.2.1 and 24.371 6.4.1: a REGISTER of a WIC that the core is to authenticate. */
export function onRegister(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const request = withoutToken(tx.request);
  const isUnnamed = flow.association && !digestCredentials(request);
  if (cscf.deviation.is('unnamed-refused') && isUnnamed) return answer(cscf, tx, 403);
  if (cscf.deviation.is('security-agreement-demanded')) {
    return answer(cscf, tx, 421, { headers: [['Require', 'sec-agree']] });
  }
  register(
    cscf,
    { tx, flow, request },
    {
      onward: (onward) => markIntegrity(cscf, flow, onward),
      back: (response) => withoutKeys(cscf, response),
    },
  );
}

/** How a REGISTER differs from its plain forwarding. */
interface RegisterEdits {
  /** Edits the REGISTER last, before it goes to the core. */
  readonly onward?: (request: SipRequest) => SipRequest;
  /** Edits the response before the WIC gets it. */
  readonly back?: (response: SipResponse) => SipResponse;
}

/** Forwards a REGISTER as a P-CSCF does, unless the connection belongs to another user. */
export function register(cscf: EpCscf, registering: Registering, edits: RegisterEdits = {}): void {
  const { tx, flow, request } = registering;
  const { onward: edit = (r) => r, back = (r) => r } = edits;
  if (isForeign(cscf, flow, request)) {
    return cscf.deviation.is('foreign-impi-closed') ? flow.link.close(1008) : answer(cscf, tx, 403);
  }
  if (isRefused(cscf, withoutToken(tx.request))) return answer(cscf, tx, 400);
  if (hasOtherConnection(cscf, flow, request)) {
    if (cscf.deviation.is('second-connection-refused')) return answer(cscf, tx, 403);
    if (cscf.deviation.is('second-connection-closed')) return flow.link.close(1008);
  }
  if (cscf.deviation.is('register-trying')) answer(cscf, tx, 100);
  const onward = addChargingVector(cscf, flow, addPath(cscf, registering, cleaned(cscf, registering)));
  forwardToCore(cscf, tx, edit(announceNetwork(cscf, onward)), {
    response: (response) => withoutCharging(cscf, mapped(cscf, response)),
    pass: (response) => onFinalToRegister(cscf, registering, back(response)),
  });
}

function isRefused(cscf: EpCscf, request: SipRequest): boolean {
  const { deviation } = cscf;
  const forged = ['P-Visited-Network-ID', 'P-Charging-Vector', 'P-Asserted-Identity'];
  if (deviation.is('forged-headers-refused') && forged.some((name) => request.has(name))) return true;
  const marked = digestCredentials(request)?.params.has('integrity-protected') ?? false;
  return deviation.is('forged-integrity-refused') && marked;
}

function hasOtherConnection(cscf: EpCscf, flow: Flow, request: SipRequest): boolean {
  return cscf.flows.ofImpi(impiOf(request)).some((other) => other !== flow && other.link.open);
}

function mapped(cscf: EpCscf, response: SipResponse): SipResponse {
  if (response.status !== 503 || !cscf.deviation.is('service-unavailable-mapped')) return response;
  return new SipResponse(500, 'Server Internal Error', response.headers, response.body);
}

/** Takes out what only the network may say, and the security agreement, which W2 does not use (33.203 O.2.3). */
function cleaned(cscf: EpCscf, { request, token }: Registering): SipRequest {
  const { deviation } = cscf;
  let onward = request
    .without('Path')
    .without('P-Charging-Vector')
    .without('P-Charging-Function-Addresses')
    .without('P-Asserted-Identity')
    .without('Security-Client')
    .without('Security-Verify');
  const keepsNetwork =
    deviation.is('visited-network-of-wic-kept') || (token && deviation.is('trusted-node-keeps-forged'));
  if (!keepsNetwork) onward = onward.without('P-Visited-Network-ID');
  if (deviation.is('instance-removed')) {
    onward = onward.with(
      'Contact',
      ...onward.values('Contact').map((c) => c.replace(/;\s*\+sip\.instance="[^"]*"/i, '')),
    );
  }
  if (deviation.is('expiry-raised')) onward = raiseExpiry(onward);
  onward = removeNetworkProvided(onward);
  if (deviation.is('access-network-info-provided')) {
    onward = onward.append('P-Access-Network-Info', 'IEEE-802.11;network-provided');
  }
  return onward;
}

function addPath(cscf: EpCscf, { flow, token }: Registering, request: SipRequest): SipRequest {
  const { deviation } = cscf;
  if (deviation.is('no-path') || (token && deviation.is('trusted-node-without-path')))
    return requirePath(cscf, request);
  let onward = request.prepend('Path', pathOf(cscf, flow, usesOutbound(cscf, request)));
  if (deviation.is('path-second-entry')) onward = onward.prepend('Path', `<sip:${cscf.own.mwHostPort};lr>`);
  return requirePath(cscf, onward);
}

/** RFC 5626 5.1: the first hop marks Path when the WIC asks for an outbound registration. */
function usesOutbound(cscf: EpCscf, request: SipRequest): boolean {
  if (!cscf.config.outbound) return false;
  const bound = contacts(request);
  return bound !== '*' && bound.some((contact) => contact.params.has('reg-id'));
}

function requirePath(cscf: EpCscf, request: SipRequest): SipRequest {
  const others = withoutTag(request, 'Require', 'sec-agree', 'mediasec');
  const clean = withoutTag(others, 'Proxy-Require', 'sec-agree', 'mediasec');
  if (cscf.deviation.is('require-path-missing')) return clean;
  if (cscf.deviation.is('require-repeated')) return clean.append('Require', 'PATH');
  const tags = clean.values('Require');
  return optionTags(clean, 'Require').includes('path')
    ? clean
    : clean.with('Require', [...tags, 'path'].join(', '));
}

function withoutTag(request: SipRequest, name: 'Require' | 'Proxy-Require', ...tags: string[]): SipRequest {
  const kept = request.values(name).filter((tag) => !tags.includes(tag.toLowerCase()));
  if (kept.length === request.values(name).length) return request;
  return kept.length === 0 ? request.without(name) : request.with(name, kept.join(', '));
}

function announceNetwork(cscf: EpCscf, request: SipRequest): SipRequest {
  const { deviation, config } = cscf;
  if (deviation.is('visited-network-missing')) return request;
  const network = config.home.visitedNetwork;
  return request.append(
    'P-Visited-Network-ID',
    deviation.is('visited-network-token') ? network : `"${network}"`,
  );
}

function addChargingVector(cscf: EpCscf, flow: Flow, request: SipRequest): SipRequest {
  const { deviation } = cscf;
  if (deviation.is('charging-vector-missing')) return request;
  if (deviation.is('icid-constant')) return request.append('P-Charging-Vector', chargingVector(cscf, '1'));
  const perRegistration = deviation.is('icid-per-registration') && request.value('Call-ID');
  const icid = perRegistration ? `${flow.token}.${perRegistration}` : cscf.ids.icid(cscf.own.mwHost);
  return request.append('P-Charging-Vector', chargingVector(cscf, icid));
}

function raiseExpiry(request: SipRequest): SipRequest {
  const doubled = (seconds: string): string => String(2 * Number(seconds));
  const seconds = request.value('Expires');
  const raised = seconds === undefined ? request : request.with('Expires', doubled(seconds));
  const bound = raised
    .values('Contact')
    .map((c) => c.replace(/(;\s*expires\s*=\s*)(\d+)/i, (_, p, s) => p + doubled(s)));
  return bound.length === 0 ? raised : raised.with('Contact', ...bound);
}
