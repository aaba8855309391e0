import type { Clock } from '../endpoint/clock.ts';
import type { Timers } from '../endpoint/timers.ts';
import type { RegSubscriptions } from './5.2.3-reg-event.ts';
import type { ReferenceConfig } from './config.ts';
import type { CoreSide } from './core-side.ts';
import type { Deviation } from './deviations.ts';
import type { Dialogs } from './dialogs.ts';
import type { Flows } from './flows.ts';
import type { Identifiers } from './identifiers.ts';
import type { MediaCalls } from './ims-alg/media-calls.ts';
import type { OwnUris } from './own-uris.ts';
import type { TokenValidator } from './token-validation.ts';
import type { WicSide } from './wic-side.ts';

/** What every procedure of the eP-CSCF works with. */
export interface EpCscf {
  readonly config: ReferenceConfig;
  readonly deviation: Deviation;
  /** Calls asked of it are taken back when the eP-CSCF stops. */
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Identifiers;
  readonly own: OwnUris;
  /** The WebSocket connections that are open. */
  readonly flows: Flows;
  /** The dialogs of the WICs that this eP-CSCF has seen come into being. */
  readonly dialogs: Dialogs;
  /** The calls whose descriptions it converts and whose media its eIMS-AGW relays. */
  readonly calls: MediaCalls;
  /** Its own subscriptions to the reg event package. */
  readonly subscriptions: RegSubscriptions;
  /** Where access tokens are taken. */
  readonly tokens: TokenValidator | undefined;
  readonly core: CoreSide;
  readonly wics: WicSide;
}
