import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import type { Cap } from '../../src/check/recorder.ts';
import { evidenceIn } from '../../src/check/sdp.ts';
import type { ComponentFacts } from '../../src/media/facts.ts';
import { fingerprintOf } from '../../src/media/fingerprint.ts';
import { componentName, dtlsText, iceText, lineName } from '../../src/run/media/in-words.ts';
import type { CallLine, MediaCall } from '../../src/run/media/media-call.ts';
import { fingerprints, setup } from '../../src/sdp/dtls.ts';
import { candidates, credentials } from '../../src/sdp/ice.ts';
import type { SdpLine } from '../../src/sdp/line.ts';
import type { Scenario } from '../support/world.ts';

/** Each component of each accepted line, as the WIC saw it. */
function* components(call: MediaCall): Iterable<{ of: CallLine; facts: ComponentFacts; name: string }> {
  for (const of of call.lines) {
    for (const facts of of.line.wic.facts()) yield { of, facts, name: componentName(of.line, facts) };
  }
}

/** The line of the SUT's description on W2 that said so. */
function said(call: MediaCall, line: SdpLine | undefined, otherwise: CallLine) {
  return evidenceIn(call.onW2.seen, line ?? otherwise.onW2.line);
}

Then('ICE of {wic} completes on each accepted line', function (this: Scenario, name: string) {
  iceCompletes(this.notes.mediaCall(name));
});

Then('as a control ICE of {wic} completes', function (this: Scenario, name: string) {
  iceCompletes(this.notes.mediaCall(name), 'inconclusive');
});

function iceCompletes(call: MediaCall, cap?: Cap): void {
  for (const { of, facts, name: component } of components(call)) {
    const own = candidates(of.onW2).find((each) => each.component === facts.component);
    const { lines } = credentials(of.onW2);
    check({
      title: `ICE of ${component} completes with the credentials of the SDP on W2`,
      ok: facts.ice.selected !== undefined,
      expected: ['success responses to the checks of the WIC on a candidate of the SDP, and a selected pair'],
      received: iceText(facts),
      evidence: said(call, own?.line ?? lines[0], of),
      cap,
    });
  }
}

Then(
  'no check with another {credential} beside {wic} had success',
  function (this: Scenario, wrong: string, name: string) {
    const call = this.notes.mediaCall(name);
    for (const intruder of this.notes.intruders(name)) {
      for (const facts of intruder.facts()) {
        const { lines } = credentials(intruder.of.onW2);
        check({
          title: `Checks with another ${wrong} get no success on component ${facts.component} of ${lineName(intruder.of.line)}`,
          ok: facts.ice.successes === 0,
          expected: ['400', '401', 'another error response', 'no response'],
          received: iceText(facts),
          evidence: said(call, lines.at(wrong === 'password' ? -1 : 0), intruder.of),
        });
      }
    }
  },
);

Then('each consent check of {wic} had success', function (this: Scenario, name: string) {
  const call = this.notes.mediaCall(name);
  const results = this.notes.consentChecks(name);
  for (const [index, of] of call.lines.entries()) {
    for (const [component, { asked, answered, unusable }] of (results[index] ?? []).entries()) {
      const own = candidates(of.onW2).find((each) => each.component === component + 1);
      check({
        title: `The consent checks on component ${component + 1} of ${lineName(of.line)} are answered`,
        ok: answered >= asked,
        expected: [`${asked} success responses with MESSAGE-INTEGRITY from where the checks were sent to`],
        received: `${answered} of them, and ${unusable} other responses`,
        evidence: said(call, own?.line, of),
      });
    }
  }
});

Then(
  'the certificate on each accepted line is that of the SDP to {wic}',
  function (this: Scenario, name: string) {
    const call = this.notes.mediaCall(name);
    for (const { of, facts, name: component } of components(call)) {
      const signalled = fingerprints(of.onW2);
      const { remoteCertificate, verified } = facts.dtls;
      check({
        title: `The certificate of the eIMS-AGW on ${component} has the fingerprint of the SDP on W2`,
        ok: verified === true,
        expected: signalled.map(({ hash, value }) => `${hash} ${value}`),
        received: remoteCertificate
          ? signalled.map(({ hash }) => certificateText(remoteCertificate, hash)).join(', ')
          : `no certificate; ${dtlsText(facts)}`,
        evidence: said(call, signalled[0]?.line, of),
        cap: dtlsCap(facts),
      });
    }
  },
);

Then(
  'DTLS of each accepted line is set up as the SDP to {wic} says',
  function (this: Scenario, name: string) {
    const call = this.notes.mediaCall(name);
    for (const { of, facts, name: component } of components(call)) {
      const theirs = facts.dtls.role === 'client' ? 'server' : 'client';
      check({
        title: `DTLS of ${component} is up with the eIMS-AGW as ${theirs}`,
        ok: facts.dtls.state === 'connected',
        expected: [
          theirs === 'client' ? 'a ClientHello of the eIMS-AGW' : 'an answer to the ClientHello of the WIC',
          'a handshake that completes',
        ],
        received: dtlsText(facts),
        evidence: said(call, setup(of.onW2)?.line, of),
        cap: dtlsCap(facts),
      });
      check({
        title: `The eIMS-AGW has one role in DTLS of ${component}`,
        ok: theirs === 'client' || !facts.dtls.clientHelloReceived,
        expected: ['no ClientHello of the eIMS-AGW, since it is the server'],
        received: facts.dtls.clientHelloReceived ? 'a ClientHello' : 'no ClientHello',
        evidence: said(call, setup(of.onW2)?.line, of),
        cap: 'warning',
      });
      check({
        title: `SRTP of ${component} is agreed on by use_srtp`,
        ok: facts.dtls.profile !== undefined,
        expected: ['an SRTP protection profile in the DTLS handshake'],
        received: facts.dtls.profile === undefined ? 'none' : `profile ${facts.dtls.profile}`,
        evidence: said(call, of.onW2.line, of),
        cap: dtlsCap(facts),
      });
    }
  },
);

Then('the ClientHello to {wic} has the use_srtp extension', function (this: Scenario, name: string) {
  const call = this.notes.mediaCall(name);
  for (const { of, facts, name: component } of components(call)) {
    const { clientHelloReceived, useSrtp } = facts.dtls;
    check({
      title: `The eIMS-AGW begins DTLS of ${component}, as the WIC is passive`,
      ok: clientHelloReceived,
      expected: ['a ClientHello'],
      received: dtlsText(facts),
      evidence: said(call, setup(of.onW2)?.line, of),
      cap: 'inconclusive',
    });
    if (!clientHelloReceived) continue;
    check({
      title: `The ClientHello on ${component} has the use_srtp extension`,
      ok: useSrtp !== undefined && useSrtp.length > 0,
      expected: ['use_srtp with at least one SRTP protection profile'],
      received:
        useSrtp === undefined ? 'no use_srtp' : `use_srtp with profiles ${useSrtp.join(', ') || 'none'}`,
      evidence: said(call, setup(of.onW2)?.line, of),
    });
  }
});

/** RFC 5764 leaves versions, suites and groups open: where the WIC speaks none of the SUT's nothing is shown. */
function dtlsCap({ dtls }: ComponentFacts): Cap | undefined {
  return dtls.ownLimit ? 'inconclusive' : undefined;
}

function certificateText(der: Uint8Array, hash: string): string {
  try {
    return `${hash} ${fingerprintOf(der, hash).value}`;
  } catch {
    return `${hash}, which is no hash function of RFC 8122`;
  }
}
