import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Account } from './accounts.ts';

/** One browser in which somebody is logged in. */
export interface Session {
  readonly id: string;
  readonly account: Account;
  /** The token that was handed out last, and is still in use. */
  token: { readonly value: string; readonly revocable: boolean } | undefined;
}

/** Who is logged in, by the cookie `session`. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  begin(account: Account): Session {
    const session: Session = { id: randomBytes(24).toString('base64url'), account, token: undefined };
    this.#sessions.set(session.id, session);
    return session;
  }

  /** The session of a request; undefined when nobody is logged in. */
  of(request: IncomingMessage): Session | undefined {
    const [, id] = /(?:^|;\s*)session=([^;]*)/.exec(request.headers.cookie ?? '') ?? [];
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  end(session: Session): void {
    this.#sessions.delete(session.id);
  }
}
