import { type Pics, picsNames } from './pics.ts';
import type { Profile } from './profile.ts';
import { comesOverIpv6 } from './reach.ts';
import { usesOwnWaf } from './waf.ts';

/** One way to set the SUT up. */
export interface Configuration {
  /** The PICS that vary with their values, `emergencyPolicy=reject`, joined by commas; '' when nothing varies. */
  readonly name: string;
  readonly pics: Pics;
}

/** Every combination of the PICS that have several values, in the order in which the profile lists them. */
export function configurations(
  profile: Pick<Profile, 'pics' | 'pixit' | 'sut' | 'w2'>,
): readonly Configuration[] {
  let combinations: { readonly names: readonly string[]; readonly pics: Partial<Pics> }[] = [
    { names: [], pics: { w2Ipv6: comesOverIpv6(profile), wafEmbedded: usesOwnWaf(profile) } },
  ];
  for (const name of picsNames) {
    const choices = profile.pics[name];
    combinations = combinations.flatMap(({ names, pics }) =>
      choices.map((value) => ({
        names: choices.length > 1 ? [...names, `${name}=${value}`] : names,
        pics: { ...pics, [name]: value },
      })),
    );
  }
  return combinations.map(({ names, pics }) => ({ name: names.join(','), pics: pics as Pics }));
}
