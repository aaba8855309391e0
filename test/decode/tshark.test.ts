import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { select } from '../../src/cli/selection.ts';
import { toolInfo } from '../../src/cli/version.ts';
import { referenceProfile } from '../../src/profile/defaults.ts';
import { pcapng } from '../../src/report/pcapng.ts';
import { conduct } from '../../src/run/conduct.ts';
import type { RecordLine } from '../../src/run/record.ts';
import { parseRecord, type RunRecord } from '../../src/run/record-file.ts';
import { tracesOf } from '../../src/run/record-traces.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { requires } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { root } from '../support/w2conf.ts';
import { decode } from './tshark.ts';

/** Faults that a scenario puts into a message itself, by its name: what tshark must say, and nowhere else. */
const deliberate: Readonly<Record<string, string>> = {
  'A NOTIFY with a body that breaks off deregisters nobody': 'Unrecognized text',
};

/** The record of a run of everything against the reference. */
async function greenRun(): Promise<RunRecord> {
  const catalogue = loadCatalogue();
  const profile = referenceProfile();
  const lines: RecordLine[] = [];
  await conduct({
    root,
    tool: toolInfo(),
    profile,
    catalogue,
    edition: profile.edition,
    selected: select([], catalogue, readScenarios(root), profile.edition),
    selection: [],
    parallel: 1,
    seed: 1,
    preflight: true,
    write: (line) => lines.push(line),
  }).finished;
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  return parseRecord(text, 'record.ndjson');
}

test('tshark decodes every SIP message of a run without complaint', async (t) => {
  const tshark = requires(t, 'tshark');
  if (tshark === undefined) return;
  const record = await greenRun();
  const events = tracesOf([record]).all;
  const sent = events.filter(({ kind, bytes }) => kind === 'sip' && bytes !== undefined);
  const file = join(temporaryFolder(t), 'trace.pcapng');
  writeFileSync(file, pcapng(events, 'w2conf'));

  const packets = decode(tshark, file);
  const names = new Map(record.header.planned.map(({ scenario, name }) => [scenario, name]));
  const complaints = packets.flatMap(({ comment, sip, complaints: some }) => {
    const name = names.get(comment.slice(comment.indexOf(', ') + 2));
    const ours = !comment.includes(' eP-CSCF →');
    return some
      .filter((complaint) => !(ours && name !== undefined && deliberate[name] === complaint))
      .map((complaint) => `${comment}: ${sip}: ${complaint}`);
  });
  assert.deepEqual(complaints, []);
  assert.equal(packets.filter(({ sip }) => sip !== '').length, sent.length);
  assert.ok(sent.length > 0);
});
