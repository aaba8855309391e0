/**
 * Calls in which headless Chromium's WebRTC stack is the WIC's media, through the reference eP-CSCF:
 *
 *     node bin/w2conf.js --script bench/chromium.ts [calls] [path of Chromium]
 *
 * The WIC and the core call in turn; half of the calls meet an ICE lite eIMS-AGW, half a full one. A call is counted
 * once RTP has arrived in both directions.
 */
import { ChromiumMedia } from './media/chromium.ts';
import { type ChromiumCall, chromiumCall } from './media/chromium-call.ts';
import { startBenchHome } from './media/home.ts';

const [count = '20', executable = '/usr/bin/chromium'] = process.argv.slice(2);

await using end = new AsyncDisposableStack();
const media = await ChromiumMedia.launch(end, executable);
const done: ChromiumCall[] = [];
const failures: string[] = [];
for (const iceLite of [true, false]) {
  const home = await startBenchHome(end, { wics: 1, rtcpMux: true, iceLite });
  const [wic] = home.wics;
  if (!wic) throw new Error('no WIC');
  for (let index = 0; index < Number(count) / 2; index++) {
    try {
      done.push(await chromiumCall(home, wic, media, index % 2 === 0 ? 'wic' : 'core'));
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
}
const median = (values: readonly number[]): string =>
  `${[...values].sort((a, b) => a - b)[values.length >> 1]?.toFixed(0)} ms`;
console.log(`${done.length} calls with Chromium connected, ${failures.length} failed`);
for (const failure of failures) console.log(`  ${failure}`);
console.log(`INVITE to 200: median ${median(done.map(({ answeredAfter }) => answeredAfter))}`);
console.log(
  `INVITE to 10 RTP packets each way: median ${median(done.map(({ flowingAfter }) => flowingAfter))}`,
);
console.log(`SRTP ${[...new Set(done.map(({ peer }) => peer.srtp))].join(', ')}`);
