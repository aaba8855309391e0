import type { SipMessage } from '../sip/message.ts';
import { directiveValues } from './digest-directives.ts';

/** What a trusted node says of a user that it has authenticated itself (33.203 P.4.2, U). */
export const AUTH_DONE = 'auth-done';

/**
 * Whether a REGISTER vouches for its sender as that of a trusted node. The source documents print a blank after
 * auth-done; an S-CSCF may take that for the same.
 */
export function vouches(register: SipMessage): boolean {
  return directiveValues(register, 'Authorization', 'integrity-protected').some(
    (value) => value.trim() === AUTH_DONE,
  );
}
