import type { Address } from '../../trace/event.ts';
import type { MwArrival, MwTarget } from '../core/mw-port.ts';

/** What crosses the channel between the hub and its ports. Every port hears everything and takes its own. */
export type ToHub =
  | {
      readonly kind: 'claim';
      readonly port: string;
      readonly scenario: string;
      readonly keys: readonly string[];
      readonly token: number;
    }
  | { readonly kind: 'release'; readonly port: string; readonly token: number }
  | {
      readonly kind: 'send';
      readonly port: string;
      readonly token: number;
      readonly bytes: Uint8Array;
      readonly to: MwTarget;
    };

export type ToPort =
  /** A claim or a release is in force. */
  | { readonly kind: 'done'; readonly port: string; readonly token: number; readonly local: Address }
  | { readonly kind: 'message'; readonly port: string; readonly arrival: MwArrival }
  | {
      readonly kind: 'sent';
      readonly port: string;
      readonly token: number;
      readonly id: string;
      readonly at: number;
    }
  | { readonly kind: 'failed'; readonly port: string; readonly token: number; readonly why: string };

/** Name of the channel of a run, so that runs in one process do not hear each other. */
export function channelName(run: string): string {
  return `w2conf mw ${run}`;
}
