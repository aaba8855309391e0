import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChromiumMedia } from '../../bench/media/chromium.ts';
import { chromiumCall } from '../../bench/media/chromium-call.ts';
import { startBenchHome } from '../../bench/media/home.ts';
import { requires } from '../support/requires.ts';

for (const iceLite of [true, false]) {
  test(`Chromium as the WIC's media, called and calling, with ${iceLite ? 'ICE lite' : 'a full ICE agent'}`, async (t) => {
    const executable = requires(t, 'chromium');
    if (executable === undefined) return;
    await using end = new AsyncDisposableStack();
    const home = await startBenchHome(end, { wics: 1, rtcpMux: true, iceLite });
    const media = await ChromiumMedia.launch(end, executable);
    const [wic] = home.wics;
    assert.ok(wic);
    for (const by of ['wic', 'core'] as const) {
      const { peer, atFar } = await chromiumCall(home, wic, media, by);
      assert.equal(peer.state, 'connected');
      assert.equal(peer.dtls, 'connected');
      assert.equal(peer.role, by === 'wic' ? 'server' : 'client');
      assert.match(peer.srtp ?? '', /^SRTP_/);
      assert.ok(peer.received >= 10 && peer.sent > 0 && atFar >= 10, JSON.stringify({ peer, atFar }));
    }
  });
}
