import type { Address } from '../net/link.ts';
import type { IceFacts } from './facts.ts';

/** The facts of one ICE component while they are collected. */
export class IceLog implements IceFacts {
  requestsReceived = 0;
  requestsAnswered = 0;
  readonly requestsRefused: string[] = [];
  requestsSent = 0;
  successes = 0;
  readonly errors: number[] = [];
  responsesIgnored = 0;
  selected: Address | undefined;
  selectedAt: number | undefined;
  consentAt: number | undefined;
  consentExpiredAt: number | undefined;
  consentAnswered = 0;
  consentGiven = 0;

  snapshot(): IceFacts {
    return { ...this, requestsRefused: [...this.requestsRefused], errors: [...this.errors] };
  }
}
