import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { SutUnreachable } from '../sut/sut.ts';
import { Lab } from './lab.ts';
import { LabLink } from './lab-link.ts';
import type { LabParameters } from './lab-parameters.ts';

/** One thing the preflight found to work. */
export type Finding = (found: string) => void;

/**
 * Looks before the first scenario whether the SUT answers at all: TCP and TLS at W2, the WebSocket handshake, and
 * one plain registration through it to the core and back.
 * @param name what the registration is called in trace and messages; each name is another subscription
 * @throws SutUnreachable naming the first thing that does not work and where to look
 */
export async function preflight(
  parameters: LabParameters,
  found: Finding = () => {},
  name = 'preflight',
): Promise<void> {
  const link = new LabLink(parameters.run);
  const lab = await Lab.open(parameters, name, link);
  const { w2, core, sutMw } = parameters;
  const step = async <T>(what: string, remedy: string, attempt: () => Promise<T>): Promise<T> => {
    try {
      const result = await attempt();
      found(what);
      return result;
    } catch (reason) {
      if (!(reason instanceof PeerDidNot)) throw reason;
      throw new SutUnreachable(`${name}: ${what}: ${reason.message}; ${remedy}`);
    }
  };
  try {
    const wic = await step(
      `WebSocket with subprotocol sip at ${w2.url}`,
      'look at w2.url, w2.ca and w2.servername of the profile',
      () => lab.connect(name),
    );
    const register = lab.register(wic);
    register.catch(() => {});
    await step(
      `REGISTER reaches the core at ${core.host}:${core.port}`,
      'look at mw.listen of the profile and at the next hop configured in the SUT',
      // An answer that the SUT gives by itself says more than that nothing came.
      () => {
        const reached = lab.core.next('REGISTER');
        return Promise.race([reached, register.then(() => reached)]);
      },
    );
    await step(
      "the core's answers come back and a WIC registers",
      `look at home.domain of the profile, and whether the SUT sends responses from ${sutMw.host}:${sutMw.port}`,
      () => register,
    );
  } finally {
    await lab.close();
    link.close();
  }
}
