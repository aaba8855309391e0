import type { Lab } from './lab.ts';
import { attemptRegister, type RegisterAttempt } from './register-attempt.ts';

/** One for the challenge, and one more for the challenge that follows a resynchronisation (24.229 5.1.1.5.3). */
const MOST_ANSWERS = 2;

/**
 * Registers by IMS AKA as far as the SUT lets it: the first REGISTER, and an answer to what challenge it gets, which
 * may be that the ISIM does not accept it.
 * @throws PeerDidNot when the SUT serves nobody else either
 */
export async function attemptAkaRegistration(lab: Lab, name: string): Promise<readonly RegisterAttempt[]> {
  const { credentials } = lab.wic(name).ua;
  const attempts = [await attemptRegister(lab, name)];
  while (attempts.length <= MOST_ANSWERS) {
    const answer = attempts.at(-1)?.answer?.message;
    if (answer?.status !== 401 || !credentials.take(answer)) break;
    attempts.push(await attemptRegister(lab, name, { authorization: 'answer' }));
  }
  return attempts;
}
