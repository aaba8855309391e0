import { endpointsAt, type WafAccess } from '../peers/waf/access.ts';
import type { LabParameters } from './lab-parameters.ts';

/**
 * What a SUT must know of our WAFs to take their tokens, one line each; empty where the tokens are somebody else's.
 */
export function tokenFacts({ waf: w1, pics, pixit }: LabParameters): readonly string[] {
  if (!w1 || pixit.token.from !== 'embedded') return [];
  const factsOf = (what: string, { issuer, wwsf, audience, scope, introspectedBy }: WafAccess): string => {
    const { jwks, introspection } = endpointsAt(issuer);
    const validation =
      pics.tokenValidation === 'introspection'
        ? `introspection at ${introspection} as client ${introspectedBy}`
        : `keys at ${jwks}`;
    return `${what}: issuer ${issuer}, ${validation}, audience ${audience}, scope ${scope}, WWSF ${wwsf.id}`;
  };
  return [
    factsOf('tokens of the WAF', w1.waf),
    ...(pics.thirdPartyWaf ? [factsOf('tokens of the third-party WAF', w1.thirdParty)] : []),
  ];
}
