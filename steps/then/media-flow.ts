import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import type { Cap, Evidence } from '../../src/check/recorder.ts';
import { evidenceIn } from '../../src/check/sdp.ts';
import { type AddressRange, isInRange } from '../../src/profile/media.ts';
import { lineName, rtpText } from '../../src/run/media/in-words.ts';
import type { CallLine, MediaCall } from '../../src/run/media/media-call.ts';
import type { Side } from '../../src/run/media/media-line.ts';
import type { Scenario } from '../support/world.ts';

const across: Readonly<Record<Side, { readonly from: Side; readonly where: string }>> = {
  core: { from: 'wic', where: 'the far user' },
  wic: { from: 'core', where: 'the WIC' },
};

/** The m= line of the SUT's description to that side. */
function evidence(call: MediaCall, line: CallLine, at: Side): Evidence {
  return at === 'wic'
    ? evidenceIn(call.onW2.seen, line.onW2.line)
    : evidenceIn(call.onMw.seen, line.onMw.line);
}

function rtpArrives(call: MediaCall, of: CallLine, at: Side, cap?: Cap): boolean {
  const { line } = of;
  const arrived = line.rtpAt(at).length > 0;
  check({
    title: `RTP of ${lineName(line)} arrives at ${across[at].where}`,
    ok: arrived,
    expected: [`RTP sent by ${across[across[at].from].where} while the call lasts`],
    received: rtpText(line, at),
    evidence: evidence(call, of, at),
    cap: arrivalCap(of, at) ?? cap,
  });
  return arrived;
}

/** A transcoder's packets are not known as those that were sent, and what is sent here is no speech to transcode. */
function arrivalCap({ line, transcoded }: CallLine, at: Side): Cap | undefined {
  if (line.rtpAt(at).length > 0) return undefined;
  if (line.strange[at] > 0) return 'warning';
  return transcoded ? 'inconclusive' : undefined;
}

Then('media of {wic} and the far user pass through the eIMS-AGW', function (this: Scenario, name: string) {
  const call = this.notes.mediaCall(name);
  for (const of of call.lines) {
    const { line } = of;
    const both = (['wic', 'core'] as const).map((at) => line.rtpAt(at).length > 0 || line.strange[at] > 0);
    // No packet at all is a failure, one direction only a warning.
    const cap = both.includes(true) ? 'warning' : undefined;
    for (const at of ['core', 'wic'] as const) rtpArrives(call, of, at, cap);
    isPlain(call, of);
    isProtected(call, of);
    comesFrom(call, of);
    isWithin(call, of, 'wic', this.lab.parameters.media.agw.access);
    isWithin(call, of, 'core', this.lab.parameters.media.agw.core);
  }
});

/** Where the profile says which addresses the eIMS-AGW has. */
function isWithin(call: MediaCall, of: CallLine, at: Side, range: AddressRange | undefined): void {
  if (!range) return;
  const { address, port } = at === 'wic' ? of.onW2 : of.onMw;
  const [first, last] = range.ports ?? [1, 65_535];
  check({
    title: `The address of ${lineName(of.line)} to ${across[at].where} is one of the eIMS-AGW`,
    ok: isInRange(range, address, port),
    expected: [`${range.host}, a port from ${first} to ${last} (media.agw of the profile)`],
    received: `${address} port ${port}`,
    evidence: evidence(call, of, at),
  });
}

/** What arrives at the core is no SRTP. */
function isPlain(call: MediaCall, of: CallLine): void {
  const secured = of.line.rtpAt('core').filter(({ likeness }) => likeness === 'protected');
  check({
    title: `RTP of ${lineName(of.line)} is in the clear at the far user`,
    ok: secured.length === 0,
    expected: ['RTP', 'RTP of another codec'],
    received: secured.length === 0 ? 'RTP' : `${secured.length} packets as SRTP of the WIC`,
    evidence: evidence(call, of, 'core'),
    // Another codec may have longer payloads, as SRTP has.
    cap: of.transcoded ? 'warning' : undefined,
  });
}

/** Nothing arrives at the WIC that SRTP does not accept. */
function isProtected(call: MediaCall, of: CallLine): void {
  const [facts] = of.line.wic.facts();
  const refused = (facts?.undecryptable ?? 0) - (facts?.early ?? 0);
  check({
    title: `RTP of ${lineName(of.line)} is SRTP at the WIC`,
    ok: refused === 0,
    expected: ['packets that SRTP accepts with the keys of DTLS'],
    received:
      refused === 0
        ? `${facts?.decrypted.rtp ?? 0} packets that SRTP accepts`
        : `${refused} packets that SRTP does not accept`,
    evidence: evidence(call, of, 'wic'),
  });
}

/** RFC 4961, and the SDP of both sides: media come from where they are sent to. */
function comesFrom(call: MediaCall, of: CallLine): void {
  const { line, onMw } = of;
  const own = `${onMw.address ?? ''}:${onMw.port}`;
  const sources = new Set(line.rtpAt('core').map(({ from }) => `${from?.host}:${from?.port}`));
  check({
    title: `RTP of ${lineName(line)} comes from the address of the SDP on Mw`,
    ok: [...sources].every((each) => each === own),
    expected: [own],
    received: [...sources].join(', ') || 'nothing',
    evidence: evidence(call, of, 'core'),
    cap: 'warning',
  });
  const [facts] = line.wic.facts();
  const selected = facts?.ice.selected;
  const peers = [...(facts?.received.rtp.peers.keys() ?? [])];
  check({
    title: `SRTP of ${lineName(line)} comes from the candidate that ICE selected`,
    ok: selected === undefined || peers.every((each) => each === `${selected.host}:${selected.port}`),
    expected: [selected ? `${selected.host}:${selected.port}` : 'a selected candidate'],
    received: peers.join(', ') || 'nothing',
    evidence: evidence(call, of, 'wic'),
    cap: 'warning',
  });
}

Then(
  'what arrives on either side of the call of {wic} is what was sent',
  function (this: Scenario, name: string) {
    const call = this.notes.mediaCall(name);
    for (const of of call.lines) {
      for (const at of ['core', 'wic'] as const) {
        rtpArrives(call, of, at, 'inconclusive');
        const differing = of.line.rtpAt(at).filter(({ likeness }) => likeness !== 'unchanged');
        check({
          title: `RTP of ${lineName(of.line)} arrives at ${across[at].where} as it was sent`,
          ok: differing.length === 0 && of.line.rtpAt(at).length > 0,
          expected: [
            'payload type, marker, sequence number, timestamp and payload as sent',
            'with transcoding: a warning',
          ],
          received: rtpText(of.line, at),
          evidence: evidence(call, of, at),
          cap: arrivalCap(of, at) ?? (of.transcoded ? 'warning' : undefined),
        });
      }
    }
  },
);

function nothingArrives(call: MediaCall, at: Side, when: string, cap?: Cap): void {
  for (const of of call.lines) {
    const since = call.since(of.line, across[at].from);
    const late = of.line.rtpAt(at).filter(({ index }) => index >= since);
    const strange = call.strangeSince(of.line, at);
    check({
      title: `No RTP of ${lineName(of.line)} that was sent ${when} arrives at ${across[at].where}`,
      ok: late.length === 0 && strange === 0,
      expected: ['no packet'],
      received: rtpText(of.line, at, since),
      evidence: evidence(call, of, at),
      // When a transcoder's packets were sent nobody can tell.
      cap: late.length === 0 ? 'inconclusive' : cap,
    });
  }
}

Then('nothing of it arrives, as the call of {wic} was released', function (this: Scenario, name: string) {
  const call = this.notes.mediaCall(name);
  for (const at of ['core', 'wic'] as const) nothingArrives(call, at, 'after the release');
});

/** Whether the eP-CSCF ends such a call is judged elsewhere, and no more than a warning there. */
Then('nothing of it arrives, as the WebSocket of {wic} was lost', function (this: Scenario, name: string) {
  const call = this.notes.mediaCall(name);
  for (const at of ['core', 'wic'] as const) nothingArrives(call, at, 'after the loss', 'warning');
});

Then('nothing of it arrives at {wic}', function (this: Scenario, name: string) {
  nothingArrives(this.notes.mediaCall(name), 'wic', 'after consent had expired');
});

Then(
  'nothing of it arrives, as the certificate of {wic} is another',
  function (this: Scenario, name: string) {
    const call = this.notes.mediaCall(name);
    for (const at of ['core', 'wic'] as const) nothingArrives(call, at, 'beside a wrong certificate');
  },
);

Then('nothing of it arrives, as there is no DTLS with {wic}', function (this: Scenario, name: string) {
  const call = this.notes.mediaCall(name);
  nothingArrives(call, 'core', 'before DTLS was up');
  for (const of of call.lines) {
    const [facts] = of.line.wic.facts();
    const { rtp, rtcp, other } = facts?.received ?? {};
    const count = (rtp?.count ?? 0) + (rtcp?.count ?? 0) + (other?.count ?? 0);
    check({
      title: `Nothing but STUN and DTLS of ${lineName(of.line)} arrives at the WIC before DTLS is up`,
      ok: count === 0,
      expected: ['STUN', 'DTLS'],
      received:
        count === 0
          ? 'nothing else'
          : `${count} other packets, from ${[...(rtp?.peers.keys() ?? [])].join(', ')}`,
      evidence: evidence(call, of, 'wic'),
    });
  }
});
