/**
 * Calls with media through the reference eP-CSCF and its eIMS-AGW, which are a process of their own:
 *
 *     node bin/w2conf.js --script bench/calls.ts [calls in a row] [WICs at once] [calls of each]
 *
 * First calls in a row, made by the WIC and by the core in turn; then as many WICs as told call at once, several
 * times each; at last each WIC holds one call with media in both directions, for the memory a call takes. Every
 * call has ICE, DTLS and SRTP of its own, and is only counted once RTP has arrived in both directions.
 */
import { type BenchHome, startBenchHome } from './media/home.ts';
import { type LiveCall, setUp } from './media/live-call.ts';

const [inARow = 200, wics = 50, each = 10] = process.argv.slice(2).map(Number);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const worst = (values: readonly number[]): number => Math.max(...values);
const ms = (values: readonly number[]): string =>
  `median ${median(values).toFixed(1)} ms, worst ${worst(values).toFixed(1)} ms`;

/** Calls that connected, and why the others did not. */
class Tally {
  readonly calls: LiveCall[] = [];
  readonly failures: string[] = [];

  async add(home: BenchHome, index: number, by: 'wic' | 'core'): Promise<LiveCall | undefined> {
    const wic = home.wics[index];
    if (!wic) throw new Error(`no WIC ${index}`);
    try {
      const call = await setUp(home, wic, by);
      this.calls.push(call);
      return call;
    } catch (error) {
      this.failures.push((error as Error).message);
      return undefined;
    }
  }

  print(): void {
    const { calls, failures } = this;
    console.log(`  ${calls.length} connected, ${failures.length} failed`);
    for (const failure of new Set(failures)) console.log(`    ${failure}`);
    if (calls.length === 0) return;
    console.log(`  INVITE to 200: ${ms(calls.map(({ answeredAfter }) => answeredAfter))}`);
    const both = calls.map(({ firstRtpAfter: { wic, core } }) => Math.max(wic, core));
    console.log(`  INVITE to first RTP both ways: ${ms(both)}`);
  }
}

async function row(home: BenchHome): Promise<void> {
  console.log(`${inARow} calls in a row, by the WIC and by the core in turn`);
  const tally = new Tally();
  for (let index = 0; index < inARow; index++) {
    const call = await tally.add(home, 0, index % 2 === 0 ? 'wic' : 'core');
    await call?.release();
  }
  tally.print();
}

async function crowd(home: BenchHome): Promise<void> {
  console.log(`${wics} WICs call at once, ${each} calls each`);
  const tally = new Tally();
  const start = performance.now();
  const before = await home.load();
  await Promise.all(
    home.wics.map(async (_, index) => {
      for (let count = 0; count < each; count++) await (await tally.add(home, index, 'wic'))?.release();
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const { cpu } = await home.load();
  tally.print();
  const busy = (cpu.user + cpu.system - before.cpu.user - before.cpu.system) / 1000;
  console.log(`  ${(tally.calls.length / seconds).toFixed(1)} calls a second`);
  console.log(`  processor time of the reference: ${(busy / tally.calls.length).toFixed(1)} ms a call`);
}

async function held(home: BenchHome): Promise<void> {
  console.log(`${wics} calls at once with media`);
  const tally = new Tally();
  const before = await home.load();
  for (const index of home.wics.keys()) await tally.add(home, index, 'wic');
  tally.print();
  const talks = tally.calls.map((call) => call.talk());
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const { rss, heap, cpu } = await home.load();
  for (const talk of talks) talk.stop();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const sum = (what: 'sent' | 'arrived'): number => talks.reduce((total, talk) => total + talk[what], 0);
  const kib = (octets: number): string => (octets / 1024 / tally.calls.length).toFixed(0);
  console.log(
    `  memory of the reference a call: ${kib(heap - before.heap)} KiB in use, ${kib(rss - before.rss)} KiB resident`,
  );
  console.log(`  ${sum('arrived')} of ${sum('sent')} packets arrived in 5 s`);
  const busy = (cpu.user + cpu.system - before.cpu.user - before.cpu.system) / 1000;
  console.log(`  processor time of the reference: ${(busy / 5000).toFixed(2)} processors`);
  await Promise.all(tally.calls.map((call) => call.release()));
}

await using end = new AsyncDisposableStack();
const home = await startBenchHome(end, { wics });
console.log(
  `Node ${process.version}, reference at ${((await home.load()).rss / 1024 / 1024).toFixed(0)} MiB`,
);
await row(home);
await crowd(home);
await held(home);
