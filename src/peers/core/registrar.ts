import type { Clock } from '../../endpoint/clock.ts';
import type { ServerTransaction } from '../../endpoint/transactions.ts';
import { challengeText } from '../../sip/digest.ts';
import { authorization, type Credentials, to } from '../../sip/headers/index.ts';
import { newTag, type RandomSource } from '../../sip/ids.ts';
import { respond, type SipRequest, type SipResponse } from '../../sip/message.ts';
import { sameUri } from '../../sip/uri.ts';
import { defaultImpu, type Identity } from '../identity.ts';
import type { Seen } from '../seen.ts';
import { type Binding, Bindings } from './bindings.ts';
import { asksForAka, Challenges } from './challenges.ts';
import { Grant } from './grant.ts';
import { Hold } from './hold.ts';
import { type RegisterReply, type RegistrarPolicy, TRUSTED } from './registrar-policy.ts';

export interface RegistrarOptions {
  readonly clock: Clock;
  readonly policy: RegistrarPolicy;
  readonly random?: RandomSource;
}

interface Subscriber {
  readonly identity: Identity;
  readonly sets: readonly (readonly string[])[];
}

/** The registrar of the simulated S-CSCF (24.229 5.4.1, I-CSCF and HSS included). */
export class Registrar {
  policy: RegistrarPolicy;
  readonly bindings: Bindings;
  readonly challenges: Challenges;
  readonly #options: RegistrarOptions;
  readonly #subscribers = new Map<string, Subscriber>();
  readonly #replies: RegisterReply[] = [];
  readonly #holds: Hold[] = [];

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.policy = options.policy;
    this.bindings = new Bindings(options.clock);
    this.challenges = new Challenges(options.clock, options.random);
  }

  /**
   * Makes a subscription known.
   * @param sets its implicit registration sets; one set of all IMPUs unless told
   */
  add(identity: Identity, sets: readonly (readonly string[])[] = [identity.impus]): void {
    this.#subscribers.set(identity.impi, { identity, sets });
  }

  /** Scripts the answer to one REGISTER to come; several are used in order. */
  next(reply: RegisterReply): void {
    this.#replies.push(reply);
  }

  /** Keeps matching REGISTERs unanswered until the hold is released. */
  hold(when: (request: SipRequest) => boolean = () => true): Hold {
    const hold = new Hold(when);
    this.#holds.push(hold);
    return hold;
  }

  /** The binding that was granted last to a private user identity. */
  binding(impi: string): Binding | undefined {
    return this.bindings.ofImpi(impi).at(-1);
  }

  /** Answers a REGISTER: as scripted, else as a conformant registrar. */
  handle(transaction: ServerTransaction, seen: Seen<SipRequest>): void {
    const hold = this.#holds.find((each) => each.takes(seen.message));
    if (hold) hold.keep(() => this.#handle(transaction, seen));
    else this.#handle(transaction, seen);
  }

  #handle(transaction: ServerTransaction, seen: Seen<SipRequest>): void {
    const index = this.#replies.findIndex((reply) => reply.when?.(seen.message) ?? true);
    const reply = this.#replies[index] ?? {};
    if (index >= 0 && !reply.stays) this.#replies.splice(index, 1);
    if (reply.silent) return;
    transaction.respond(this.#answer(seen, reply));
  }

  #answer(seen: Seen<SipRequest>, reply: RegisterReply): SipResponse {
    const { message } = seen;
    const toTag = newTag(this.#options.random);
    const response =
      reply.status === undefined
        ? this.#judge(seen, { ...this.policy, ...reply.policy }, toTag)
        : respond(message, reply.status, { toTag, ...(reply.reason && { reason: reply.reason }) });
    return (reply.headers ?? []).reduce((r, [name, value]) => r.append(name, value), response);
  }

  #judge(seen: Seen<SipRequest>, policy: RegistrarPolicy, toTag: string): SipResponse {
    const { message } = seen;
    const credentials = authorization(message);
    const identity = this.#identityOf(message, credentials);
    if (!identity) return respond(message, 403, { toTag });
    const challenge = (stale = false): SipResponse => {
      const text = asksForAka(identity, credentials)
        ? this.#akaChallenge(identity, policy)
        : challengeText(this.challenges.issue(identity, policy.algorithm, stale));
      return respond(message, 401, { toTag, headers: [['WWW-Authenticate', text]] });
    };
    const grant = (answered?: Credentials): SipResponse =>
      new Grant({
        seen,
        identity,
        policy,
        toTag,
        impus: this.#setOf(identity, to(message).uri),
        bindings: this.bindings,
        now: this.#options.clock.now(),
        ...(answered && {
          answered: { credentials: answered, password: this.challenges.password(identity) },
        }),
      }).response();
    if (policy.challenge === 'never') return grant();
    if (policy.challenge === 'unless-trusted' && this.#isTrusted(identity, credentials)) return grant();
    if (!credentials || !isAnswer(credentials)) return challenge();
    const judgement = this.challenges.judge(identity, message.method, credentials);
    if (judgement === 'right') return grant(credentials);
    if (judgement === 'stale') return challenge(Boolean(credentials.params.get('response')));
    return judgement === 'resynchronised' ? challenge() : respond(message, 403, { toTag });
  }

  /** The keys in it are meant for a P-CSCF that sets up IPsec; 33.203 X.2.3 has no use for them. */
  #akaChallenge(identity: Identity, { akaKeys, akaWrongMac }: RegistrarPolicy): string {
    const { challenge, vector } = this.challenges.issueAka(identity, akaWrongMac);
    const [ck, ik] = [vector.ck, vector.ik].map((key) => Buffer.from(key).toString('hex'));
    return akaKeys ? `${challengeText(challenge)}, ck="${ck}", ik="${ik}"` : challengeText(challenge);
  }

  /** The IMPI is in the credentials, else the one the IMPU belongs to (33.203 P.3 NOTE 3). */
  #identityOf(request: SipRequest, credentials: Credentials | undefined): Identity | undefined {
    const username = credentials?.params.get('username');
    if (username) return this.#subscribers.get(username)?.identity;
    const { uri } = to(request);
    const known = [...this.#subscribers.values()].map(({ identity }) => identity);
    return known.find(({ impus }) => impus.some((impu) => sameUri(impu, uri)));
  }

  /** Trust in an association needs a registration it goes back to, trust in a node does not. */
  #isTrusted({ impi }: Identity, credentials: Credentials | undefined): boolean {
    // The source documents print auth-done with a blank; whoever writes that is not to be judged by what follows.
    const value = credentials?.params.get('integrity-protected')?.trimEnd() ?? '';
    if (!TRUSTED.has(value)) return false;
    return value === 'auth-done' || this.bindings.ofImpi(impi).length > 0;
  }

  #setOf(identity: Identity, impu: string): readonly string[] {
    const sets = this.#subscribers.get(identity.impi)?.sets ?? [];
    return sets.find((set) => set.some((each) => sameUri(each, impu))) ?? [defaultImpu(identity)];
  }
}

/** Whether credentials are for a challenge: the first ones have an empty nonce (24.229 5.1.1.2). */
function isAnswer({ params }: Credentials): boolean {
  return Boolean(params.get('response') || params.get('nonce'));
}
