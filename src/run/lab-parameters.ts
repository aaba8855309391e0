import type { W1Access } from '../peers/waf/access.ts';
import type { Pics } from '../profile/pics.ts';
import type { Edition, Pixit, Profile } from '../profile/profile.ts';
import type { Sut } from '../sut/sut.ts';

/** What a lab needs to know of the run; crosses into worker threads as JSON. */
export interface LabParameters {
  /** Names the channels of the run. */
  readonly run: string;
  /** Name of the configuration; '' when nothing varies. */
  readonly configuration: string;
  readonly pics: Pics;
  readonly pixit: Pixit;
  readonly edition: Edition;
  readonly seed: number;
  /** Nobody wants to see the messages. */
  readonly untraced?: boolean | undefined;
  readonly home: Profile['home'];
  readonly identities: Profile['identities'];
  readonly mwRole: Profile['mw']['role'];
  readonly w2: Sut['w2'] & Pick<Profile['w2'], 'expectedSource' | 'origin' | 'forbiddenOrigin'>;
  /** Where the SUT listens at Mw. */
  readonly sutMw: Sut['mw'];
  /** Where our core listens at Mw. */
  readonly core: Profile['mw']['listen'];
  /** Where media flow. */
  readonly media: Profile['media'];
  /** The harness's own WAFs and WWSF; absent where the SUT takes no tokens, or those of somebody else's WAF. */
  readonly waf?: W1Access | undefined;
  /** PEM of the CA of a vendor's WAF, where the profile names one. */
  readonly vendorCa?: string | undefined;
}
