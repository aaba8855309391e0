import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import type { Cap } from '../../src/check/recorder.ts';
import { evidenceIn } from '../../src/check/sdp.ts';
import { countText, lineName } from '../../src/run/media/in-words.ts';
import type { CallLine } from '../../src/run/media/media-call.ts';
import { plainRemote } from '../../src/run/media/remote-line.ts';
import { rtcpAddress, rtcpMux } from '../../src/sdp/rtcp.ts';
import type { Scenario } from '../support/world.ts';

Then('RTCP of {wic} arrives at the far user', function (this: Scenario, name: string) {
  const call = this.notes.mediaCall(name);
  for (const of of call.lines) {
    const { line, onMw } = of;
    const [rtp, rtcp] = line.far.facts();
    const arrived = line.rtcpAt('core') > 0;
    const own = arrived || rtcp.received.rtcp.count === 0;
    check({
      title: `RTCP of ${lineName(line)} arrives at the far user on its port for RTCP`,
      ok: arrived,
      expected: [`RTCP in the clear on port ${rtcp.local.port}`],
      received: `${countText(rtcp.received.rtcp)} there, ${countText(rtp.received.rtcp)} on the port for RTP${own ? '' : '; of the eIMS-AGW itself'}`,
      evidence: evidenceIn(call.onMw.seen, rtcpAddress(onMw).line),
      // Reports of the eIMS-AGW's own are legal.
      cap: own ? rtcpCap(of) : 'warning',
    });
    const where = plainRemote(onMw);
    const sources = [...rtcp.received.rtcp.peers.keys()];
    check({
      title: `RTCP of ${lineName(line)} comes from the address of the SDP on Mw`,
      ok: sources.every((each) => each === `${where?.host}:${where?.rtcp}`),
      expected: [`${where?.host}:${where?.rtcp}`],
      received: sources.join(', ') || 'nothing',
      evidence: evidenceIn(call.onMw.seen, rtcpAddress(onMw).line),
      cap: 'warning',
    });
  }
});

Then(
  'RTCP of the far user arrives at {wic} on the port that was negotiated',
  function (this: Scenario, name: string) {
    const call = this.notes.mediaCall(name);
    for (const of of call.lines) {
      const { line, onW2 } = of;
      const components = line.wic.facts();
      const shared = rtcpMux(onW2);
      const carrying = components.at(-1);
      const arrived = line.rtcpAt('wic') > 0 && (carrying?.decrypted.rtcp ?? 0) > 0;
      const own = arrived || (carrying?.decrypted.rtcp ?? 0) === 0;
      const mux = onW2.attribute('rtcp-mux');
      check({
        title: `RTCP of ${lineName(line)} arrives at the WIC ${shared ? 'on the port of RTP' : 'on a port of its own'}`,
        ok: arrived,
        expected: [
          `SRTCP on port ${carrying?.local.port}, since the eIMS-AGW ${rtcpMux(onW2) ? 'takes' : 'does not take'} rtcp-mux`,
        ],
        received: components
          .map(
            ({ component, received, decrypted }) =>
              `component ${component}: ${countText(received.rtcp)}, ${decrypted.rtcp} decrypted`,
          )
          .join('; '),
        evidence: evidenceIn(call.onW2.seen, mux?.line ?? onW2.line),
        cap: own ? rtcpCap(of) : 'warning',
      });
    }
  },
);

/** Without rtcp-mux and a candidate of component 2 the WIC has nowhere to send RTCP to: RTCP may be off (RFC 3556). */
function rtcpCap({ line, onW2 }: CallLine): Cap | undefined {
  return !rtcpMux(onW2) && line.wic.facts().length === 1 ? 'inconclusive' : undefined;
}
