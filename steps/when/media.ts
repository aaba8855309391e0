import { When } from '@cucumber/cucumber';
import { unlessMissing } from '../../src/run/attempt.ts';
import {
  callWithMedia,
  type MediaCallOptions,
  type MediaOffer,
  release,
} from '../../src/run/media/call-with-media.ts';
import { askConsent, untilConsentExpired } from '../../src/run/media/consent.ts';
import { intrude, type WrongCredential } from '../../src/run/media/intruder.ts';
import type { MediaCall } from '../../src/run/media/media-call.ts';
import type { MediaLine, Side } from '../../src/run/media/media-line.ts';
import { report, type TalkOptions, talk } from '../../src/run/media/talk.ts';
import type { Scenario } from '../support/world.ts';

/** Offers that either side makes. */
type MediaShape = 'audio' | 'audio and video';

/** Begins a call and waits until ICE and DTLS are done or the bound is over: either is for the checks to judge. */
async function call(
  scenario: Scenario,
  name: string,
  offer: MediaOffer,
  options: MediaCallOptions = {},
): Promise<void> {
  const { lab, notes } = scenario;
  const made = await callWithMedia(lab, name, offer, options);
  notes.addMediaCall(name, made);
  const isSecure = options.misbehaviour !== 'plain RTP';
  const setUp = async ({ wic }: MediaLine) => {
    await wic.selected(lab.bound);
    if (isSecure) await wic.connected(lab.bound);
  };
  await Promise.all(made.lines.map(({ line }) => unlessMissing(setUp(line))));
}

When(
  '{wic} calls the far user with media of {media}',
  function (this: Scenario, name: string, offer: MediaShape | 'bundled audio and video') {
    return call(this, name, { by: 'wic', offer });
  },
);

When(
  'the far user calls {wic} with media of {media}',
  function (this: Scenario, name: string, offer: MediaShape) {
    return call(this, name, { by: 'core', offer });
  },
);

When('the far user calls {wic}, which is passive in DTLS', function (this: Scenario, name: string) {
  return call(this, name, { by: 'core', offer: 'audio', dtlsRole: 'server' });
});

When('{wic}, which begins no DTLS, calls the far user', function (this: Scenario, name: string) {
  return call(this, name, { by: 'wic', offer: 'audio' }, { misbehaviour: 'plain RTP' });
});

When(
  '{wic}, whose certificate does not have its fingerprint, calls the far user',
  function (this: Scenario, name: string) {
    return call(this, name, { by: 'wic', offer: 'audio' }, { misbehaviour: 'wrong certificate' });
  },
);

When(
  'the far user calls {wic}, whose certificate does not have its fingerprint',
  function (this: Scenario, name: string) {
    return call(this, name, { by: 'core', offer: 'audio' }, { misbehaviour: 'wrong certificate' });
  },
);

When(
  '{wic} calls the far user, and before ICE there are checks with another {credential}',
  async function (this: Scenario, name: string, wrong: WrongCredential) {
    const before = async ({ lines, onW2 }: MediaCall): Promise<void> => {
      const { lab, notes } = this;
      const { guard } = lab.parameters.pixit;
      notes.addIntruders(name, await Promise.all(lines.map((of) => intrude(lab, onW2, of, wrong, guard))));
    };
    await call(this, name, { by: 'wic', offer: 'audio' }, { before });
  },
);

When('{wic} and the far user send RTP', async function (this: Scenario, name: string) {
  const { lab, notes } = this;
  const made = notes.mediaCall(name);
  // The call was given its time before, so what is not there now does not come.
  await Promise.all(made.lines.map(({ line }) => line.wic.connected(lab.parameters.pixit.guard)));
  await talk(made, lab.bound);
});

/** What is sent from now on must not arrive: it is sent for the guard time, and awaited as long again. */
async function goOn(scenario: Scenario, name: string, options?: TalkOptions): Promise<void> {
  const { lab, notes } = scenario;
  const made = notes.mediaCall(name);
  made.mark();
  await talk(made, lab.parameters.pixit.guard, options);
  await lab.guard();
}

When('{wic} and the far user send RTP all the same', function (this: Scenario, name: string) {
  return goOn(this, name);
});

When('{wic}, in the clear, and the far user send RTP', function (this: Scenario, name: string) {
  return goOn(this, name, { inTheClear: true });
});

When(
  'consent has expired and the far user of {wic} goes on sending RTP',
  async function (this: Scenario, name: string) {
    await untilConsentExpired(this.lab);
    await goOn(this, name, { sides: ['core'] });
  },
);

When('{wic} and the far user send RTCP', function (this: Scenario, name: string) {
  return report(this.notes.mediaCall(name), this.lab.bound);
});

When('{wic} sends {int} consent checks', async function (this: Scenario, name: string, count: number) {
  const { lab, notes } = this;
  notes.addConsentChecks(name, await askConsent(notes.mediaCall(name), count, lab.bound));
});

/** Releases the call; what comes after the barrier was sent when the SUT knew of it. */
async function released(scenario: Scenario, name: string, by: Side): Promise<void> {
  await release(scenario.notes.mediaCall(name), by);
  await scenario.lab.fence(name);
}

When('{wic} releases the call with media', function (this: Scenario, name: string) {
  return released(this, name, 'wic');
});

When('the far user releases the call with media of {wic}', function (this: Scenario, name: string) {
  return released(this, name, 'core');
});

When(
  'the WebSocket of {wic} is lost during the call with media',
  async function (this: Scenario, name: string) {
    const { lab, notes } = this;
    const { dialog } = notes.mediaCall(name).dialogs.core;
    lab.wic(name).terminate();
    // A SUT that ends the call says so to the core; one that does not has had its time.
    await unlessMissing(lab.core.next('BYE', (request) => dialog.matches(request)));
    await lab.fence(name);
  },
);
