import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { SutUnreachable } from '../sut/sut.ts';
import { Lab } from './lab.ts';
import { LabLink } from './lab-link.ts';
import type { LabParameters } from './lab-parameters.ts';
import { tokenFacts } from './token-facts.ts';

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
  const { w2, core, sutMw, pics } = parameters;
  const byToken = pics.sipDigest ? [] : tokenFacts(parameters);
  await inLab(parameters, found, name, async (lab, step) => {
    const wic = await step(
      `WebSocket with subprotocol sip at ${w2.url}`,
      'look at w2.url, w2.ca and w2.servername of the profile',
      () => lab.connect(name),
    );
    const register = lab.register(wic);
    register.catch(() => {});
    await step(
      `REGISTER reaches the core at ${core.host}:${core.port}`,
      ['look at mw.listen of the profile and at the next hop configured in the SUT', ...byToken].join('; '),
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
  });
}

/**
 * Looks whether the SUT takes a token, beside what else it takes.
 * @throws SutUnreachable saying what the SUT must know
 */
export async function tokenPreflight(parameters: LabParameters, found: Finding): Promise<void> {
  await inLab(parameters, found, 'preflight by token', async (lab, step) => {
    const wic = await step('a token is issued', 'look at pixit.token of the profile', async () => {
      const connected = await lab.connect('preflight');
      connected.useToken(await lab.tokens.issue(connected.identity));
      return connected;
    });
    await step(
      'a WIC registers with it',
      ['look at what the SUT is told of the WAF, or set pics.webAuth: false', ...tokenFacts(parameters)].join(
        '; ',
      ),
      () => wic.register(),
    );
  });
}

type Step = <T>(what: string, remedy: string, attempt: () => Promise<T>) => Promise<T>;

/** Goes steps of which each needs the one before. @throws SutUnreachable for the first that fails */
async function inLab(
  parameters: LabParameters,
  found: Finding,
  name: string,
  look: (lab: Lab, step: Step) => Promise<void>,
): Promise<void> {
  const link = new LabLink(parameters.run);
  const lab = await Lab.open(parameters, name, link);
  try {
    await look(lab, async (what, remedy, attempt) => {
      try {
        const result = await attempt();
        found(what);
        return result;
      } catch (reason) {
        if (!(reason instanceof PeerDidNot)) throw reason;
        throw new SutUnreachable(`${name}: ${what}: ${reason.message}; ${remedy}`);
      }
    });
  } finally {
    await lab.close();
    link.close();
  }
}
