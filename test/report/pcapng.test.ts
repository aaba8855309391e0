import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pcapng } from '../../src/report/pcapng.ts';
import { tracesOf } from '../../src/run/record-traces.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { demoRecord } from '../support/demo-record.ts';
import { requires } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';

const options = [
  'OPTIONS sip:core.example SIP/2.0',
  'Via: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK1',
  'Max-Forwards: 70',
  'From: <sip:a@example.org>;tag=1',
  'To: <sip:core.example>',
  'Call-ID: v6',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');
const v6: TraceEvent = {
  id: 'mw-1',
  scenario: '|x.feature:3',
  at: 1_700_000_000_123.456,
  ref: 'Mw',
  kind: 'sip',
  from: 'eP-CSCF',
  to: 'core',
  transport: 'udp',
  connection: 'mw',
  source: { host: '2001:db8::1', port: 5060 },
  destination: { host: '::1', port: 5070 },
  bytes: Buffer.from(options),
};

/** Types of the blocks; checks that every block closes with its own length. */
function blocks(capture: Uint8Array): number[] {
  const view = Buffer.from(capture);
  const types: number[] = [];
  for (let at = 0; at < view.length; ) {
    const length = view.readUInt32LE(at + 4);
    assert.equal(length % 4, 0);
    assert.equal(view.readUInt32LE(at + length - 4), length);
    types.push(view.readUInt32LE(at));
    at += length;
  }
  return types;
}

/** What tshark reads from the events: one line per packet, fields separated by tabs. */
function fields(t: TestContext, events: readonly TraceEvent[], ...names: string[]): string[] | undefined {
  const tshark = requires(t, 'tshark');
  if (tshark === undefined) return undefined;
  const file = join(temporaryFolder(t), 'trace.pcapng');
  writeFileSync(file, pcapng(events, 'w2conf 0.1.0'));
  const args = ['-r', file, '-T', 'fields', ...names.flatMap((name) => ['-e', name])];
  return execFileSync(tshark, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .trimEnd()
    .split('\n');
}

/** tshark counts the comment of a packet among its remarks, with a severity of its own. */
const COMMENT_ONLY = /^\d+ [A-Z]+\t1048576\t127\.0\.0\.1$/;

describe('trace.pcapng', () => {
  it('is a section, two interfaces and a packet per SIP message', () => {
    const { all } = tracesOf([demoRecord()]);
    const sip = all.filter(({ kind }) => kind === 'sip').length;
    assert.ok(sip > 10);
    assert.deepEqual(blocks(pcapng(all, 'w2conf 0.1.0')), [
      0x0a0d0d0a,
      1,
      1,
      ...Array.from({ length: sip }, () => 6),
    ]);
  });

  it('is read by tshark with interface, addresses, time and comment', (t) => {
    const names = [
      'frame.interface_name',
      'ipv6.src',
      'ipv6.dst',
      'frame.time_epoch',
      'frame.comment',
      'sip.Method',
    ];
    const lines = fields(
      t,
      [v6],
      ...names.filter((name) => !name.startsWith('ipv6')),
      'exported_pdu.ipv6_src',
      'exported_pdu.ipv6_dst',
      'exported_pdu.src_port',
    );
    if (lines === undefined) return;
    assert.deepEqual(lines[0]?.split('\t'), [
      'Mw',
      '1700000000.123456000',
      'mw-1 eP-CSCF → core, |x.feature:3',
      'OPTIONS',
      '2001:db8::1',
      '::1',
      '5060',
    ]);
  });

  it('makes tshark decode every message of a record without complaint', (t) => {
    const events = tracesOf([demoRecord()]).all.filter(({ scenario }) => !scenario?.endsWith(':24'));
    const lines = fields(t, events, 'sip.CSeq', '_ws.expert.severity', 'exported_pdu.ipv4_src');
    if (lines === undefined) return;
    assert.equal(lines.length, events.filter(({ kind }) => kind === 'sip').length);
    for (const line of lines) assert.match(line, COMMENT_ONLY);
  });
});
