import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Address } from '../../src/net/link.ts';
import type { OwnLine } from '../../src/run/record.ts';
import { isOwnLine } from '../../src/run/record.ts';
import { readRecord } from '../../src/run/record-file.ts';
import { requires } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { runToEnd, w2conf } from '../support/w2conf.ts';
import { assertExpected } from './verdicts.ts';

test('Kamailio as a container gets exactly the same verdicts and leaves nothing behind', async (t) => {
  const docker = requires(t, 'docker');
  if (docker === undefined) return;
  const out = temporaryFolder(t);
  assertExpected(w2conf(['run', '--sut', 'kamailio', '--out', out]), out);

  const own = readRecord(join(out, 'record.ndjson')).lines.flatMap((line) =>
    isOwnLine(line) ? [line.w2conf] : [],
  );
  const logged = own.flatMap(({ log }) => (log?.source === 'sut' && log.scenarios.length > 0 ? [log] : []));
  assert.notEqual(logged.length, 0, 'what Kamailio writes during a scenario is in the record');

  // Other tests may have containers of other images at the same time.
  const listed = runToEnd(docker, ['ps', '--all', '--format', '{{.Image}} {{.Names}} {{.Status}}']).stdout;
  assert.doesNotMatch(listed, /kamailio/);
  for (const address of listenedAt(own)) await bindsTo(address);
});

/** Where the SUT took messages and connections. */
function listenedAt(own: readonly OwnLine[]): readonly Address[] {
  const byText = new Map<string, Address>();
  for (const { trace } of own) {
    const { to, destination, ref, kind } = trace ?? {};
    if (to !== 'eP-CSCF' || destination === undefined) continue;
    if (ref === 'Mw' || kind === 'open') byText.set(`${destination.host} ${destination.port}`, destination);
  }
  assert.ok(byText.size >= 2, 'W2 and Mw are in the record');
  return [...byText.values()];
}

/** Nobody else listens there. */
async function bindsTo({ host, port }: Address): Promise<void> {
  const server = createServer().listen({ host, port, exclusive: true });
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
