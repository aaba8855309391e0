import { Given } from '@cucumber/cucumber';
import type { WicShape } from '../../src/peers/wic/offers/offer.ts';
import {
  callWithMedia,
  type MediaCallOptions,
  type MediaOffer,
  release,
} from '../../src/run/media/call-with-media.ts';
import { mustFlow, talk } from '../../src/run/media/talk.ts';
import type { Scenario } from '../support/world.ts';

/** A call of the WIC with media both ways. @throws PeerDidNot when a line has none */
function established(
  scenario: Scenario,
  name: string,
  offer: WicShape,
  options?: MediaCallOptions,
): Promise<void> {
  return withMedia(scenario, name, { by: 'wic', offer }, options);
}

async function withMedia(
  { lab, notes }: Scenario,
  name: string,
  offer: MediaOffer,
  options?: MediaCallOptions,
): Promise<void> {
  const made = await callWithMedia(lab, name, offer, options);
  notes.addMediaCall(name, made);
  await Promise.all(made.lines.map(({ line }) => line.wic.connected(lab.bound)));
  await talk(made, lab.bound);
  mustFlow(made);
}

Given('{wic} has a call with media', function (this: Scenario, name: string) {
  return established(this, name, 'audio');
});

Given('the far user has a call with media to {wic}', function (this: Scenario, name: string) {
  return withMedia(this, name, { by: 'core', offer: 'audio' });
});

Given('{wic} has a call with media and with rtcp-mux in its offer', function (this: Scenario, name: string) {
  return established(this, name, 'with rtcp-mux');
});

Given(
  '{wic} has a call with media and without rtcp-mux in its offer',
  function (this: Scenario, name: string) {
    return established(this, name, 'without rtcp-mux');
  },
);

Given(
  '{wic} has a call with media to which it gives no further consent',
  function (this: Scenario, name: string) {
    return established(this, name, 'audio', { misbehaviour: 'no consent answer' });
  },
);

/** A control: media of this WIC do pass when nothing is wrong. */
Given('{wic} had a call with media', async function (this: Scenario, name: string) {
  await established(this, name, 'audio');
  await release(this.notes.mediaCall(name), 'wic');
});
