import { type AuthenticationInfoInput, authenticationInfoText } from '../../sip/digest.ts';
import {
  chargingVector,
  contacts,
  expires as expiresOf,
  type NameAddr,
  nameAddrText,
  optionTags,
  to,
} from '../../sip/headers/index.ts';
import { type HeaderInit, respond, type SipRequest, type SipResponse } from '../../sip/message.ts';
import type { Identity } from '../identity.ts';
import type { Seen } from '../seen.ts';
import type { Binding, Bindings } from './bindings.ts';
import type { RegistrarPolicy } from './registrar-policy.ts';

export interface GrantInput {
  readonly seen: Seen<SipRequest>;
  readonly identity: Identity;
  readonly policy: RegistrarPolicy;
  readonly toTag: string;
  /** The implicit registration set of the IMPU in To. */
  readonly impus: readonly string[];
  readonly bindings: Bindings;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The challenge response that was found right, and the password it was made with. */
  readonly answered?: AuthenticationInfoInput;
}

/** Lifetime a UA gets that names none, in seconds (24.229 5.4.1.2.2F leaves it to the registrar). */
const DEFAULT_EXPIRES = 600_000;

/** Carries out an accepted REGISTER and makes its 200 (RFC 3261 10.3, 24.229 5.4.1.2.2F). */
export class Grant {
  readonly #in: GrantInput;

  constructor(input: GrantInput) {
    this.#in = input;
  }

  response(): SipResponse {
    const { seen, policy, toTag, impus } = this.#in;
    const active = this.#update();
    const path = seen.message.values('Path').map((value): HeaderInit => ['Path', value]);
    const headers: HeaderInit[] = [...active, ...path];
    for (const uri of policy.serviceRoute) headers.push(['Service-Route', `<${uri}>`]);
    headers.push(['P-Associated-URI', impus.map((impu) => `<${impu}>`).join(', ')]);
    headers.push(['P-Charging-Vector', this.#chargingVector()]);
    headers.push(['P-Charging-Function-Addresses', policy.chargingFunctions]);
    const outbound = policy.outbound && optionTags(seen.message, 'Supported').includes('outbound');
    if (outbound) headers.push(['Require', 'outbound']);
    const info = this.#authenticationInfo();
    if (info) headers.push(['Authentication-Info', info]);
    return respond(seen.message, 200, { toTag, headers });
  }

  /** Changes the bindings; returns the Contact fields of the 200. */
  #update(): HeaderInit[] {
    const { seen, policy, identity, bindings } = this.#in;
    const impu = to(seen.message).uri;
    const asked = contacts(seen.message);
    if (asked === '*') {
      bindings.remove(identity.impi, impu);
      return this.#listed(impu);
    }
    const gone: NameAddr[] = [];
    for (const contact of asked) {
      const lifetime = this.#lifetime(contact);
      if (lifetime > 0) bindings.put(this.#binding(contact, lifetime));
      else {
        bindings.remove(identity.impi, impu, contact.uri);
        gone.push(contact);
      }
    }
    const ended = policy.deregistered === 'contact-expires-0' ? gone : [];
    return [...this.#listed(impu), ...ended.map((contact) => contactField(contact, 0))];
  }

  #binding(contact: NameAddr, lifetime: number): Binding {
    const { seen, identity, impus, now } = this.#in;
    return {
      impi: identity.impi,
      impus,
      contact,
      path: seen.message.values('Path'),
      expires: lifetime,
      until: now + lifetime * 1000,
      request: seen,
    };
  }

  #lifetime(contact: NameAddr): number {
    const parameter = contact.params.get('expires');
    const asked = parameter === undefined ? expiresOf(this.#in.seen.message) : Number(parameter);
    return Math.min(asked ?? DEFAULT_EXPIRES, this.#in.policy.maxExpires);
  }

  #listed(impu: string): HeaderInit[] {
    const { bindings, now } = this.#in;
    return bindings
      .of(impu)
      .map(({ contact, until }) => contactField(contact, Math.round((until - now) / 1000)));
  }

  #chargingVector(): string {
    const { seen, policy, toTag } = this.#in;
    const asked = chargingVector(seen.message);
    const origIoi = asked?.get('orig-ioi');
    const icid = asked?.get('icid-value') ?? toTag;
    return `icid-value="${icid}"${origIoi ? `;orig-ioi=${origIoi}` : ''};term-ioi=${policy.termIoi}`;
  }

  #authenticationInfo(): string | undefined {
    const { answered, policy } = this.#in;
    return answered && policy.authenticationInfo ? authenticationInfoText(answered) : undefined;
  }
}

function contactField(contact: NameAddr, expires: number): HeaderInit {
  const params = new Map(contact.params).set('expires', String(expires));
  return ['Contact', nameAddrText({ ...contact, params })];
}
