import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pcapng } from '../../src/report/pcapng.ts';
import type { RunRecord } from '../../src/run/record-file.ts';
import { tracesOf } from '../../src/run/record-traces.ts';
import { parseMessage } from '../../src/sip/parse.ts';
import { validateMessage } from '../../src/sip/validate.ts';
import { requires } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { greenRun } from './green-run.ts';
import { decode } from './tshark.ts';

/** Faults that a scenario puts into a message itself, by its name: what tshark must say, and nowhere else. */
const deliberate: Readonly<Record<string, string>> = {
  'A NOTIFY with a body that breaks off deregisters nobody': 'Unrecognized text',
};

/** tshark decodes the key of a=crypto (RFC 4568), which is no base64 any more once it is redacted. */
const redactedKey = /^a=crypto:.* inline:‹redacted:/m;

/** The one scenario that sends what is no SIP message. */
const twoInOne = 'Two requests in one WebSocket message do no harm';

describe('a green run, seen by other eyes', () => {
  let record: RunRecord;
  before(async () => {
    record = await greenRun();
  });
  const nameOf = (scenario = '') => record.header.planned.find((one) => one.scenario === scenario)?.name;

  it('shows tshark SIP messages that it decodes without complaint', (t) => {
    const tshark = requires(t, 'tshark');
    if (tshark === undefined) return;
    const events = tracesOf([record]).all;
    const sent = events.filter(({ kind, bytes }) => kind === 'sip' && bytes !== undefined);
    const file = join(temporaryFolder(t), 'trace.pcapng');
    writeFileSync(file, pcapng(events, 'w2conf'));

    const packets = decode(tshark, file);
    const withoutKey = new Set(
      sent
        .filter(({ bytes = new Uint8Array() }) => redactedKey.test(Buffer.from(bytes).toString()))
        .map(({ id, scenario }) => `${id} ${scenario}`),
    );
    const complaints = packets.flatMap(({ comment, sip, complaints: some }) => {
      const name = nameOf(comment.slice(comment.indexOf(', ') + 2));
      const ours = !comment.includes(' eP-CSCF →');
      const hasKey = !withoutKey.has(
        `${comment.slice(0, comment.indexOf(' '))} ${comment.slice(comment.indexOf(', ') + 2)}`,
      );
      return some
        .filter((complaint) => hasKey || !complaint.includes('Malformed Packet'))
        .filter((complaint) => !(ours && name !== undefined && deliberate[name] === complaint))
        .map((complaint) => `${comment}: ${sip}: ${complaint}`);
    });
    assert.deepEqual(complaints, []);
    assert.equal(packets.filter(({ sip }) => sip !== '').length, sent.length);
    assert.ok(sent.length > 0);
  });

  it('has no message, stimuli included, that our own validator objects to', () => {
    const problems = tracesOf([record]).all.flatMap(({ kind, bytes, ref, scenario, from }) => {
      if (kind !== 'sip' || !bytes || nameOf(scenario) === twoInOne) return [];
      return validateMessage(parseMessage(bytes, ref === 'W2' ? 'message' : 'datagram')).map(
        (problem) => `${nameOf(scenario)}: ${from}: ${problem}`,
      );
    });
    assert.deepEqual(problems, []);
  });
});
