import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseRecord, RecordError, RecordWriter, readRecord } from '../../src/run/record-file.ts';
import { tracesOf } from '../../src/run/record-traces.ts';
import { passing, RecordBuilder } from '../support/record-builder.ts';
import { temporaryFolder } from '../support/temporary.ts';

const builder = () => new RecordBuilder().scenario({ requirement: 'EPC-6.4.1-1', line: 12, ...passing });

const refused = (text: string, pattern: RegExp): void => {
  assert.throws(
    () => parseRecord(text, 'x.ndjson'),
    (error: Error) => error instanceof RecordError && pattern.test(error.message),
  );
};

describe('reading a record', () => {
  it('gives header, lines and footer', () => {
    const record = builder().record();
    assert.equal(record.header.sut.name, 'my-epcscf');
    assert.equal(record.footer?.complete, true);
    assert.ok(record.lines.length > 5);
  });

  it('takes a record that was cut off in its last line, which then has no footer', () => {
    const text = builder().text();
    for (const missing of [2, 30, 90]) {
      const record = parseRecord(text.slice(0, -missing), 'x.ndjson');
      assert.equal(record.footer, undefined);
      assert.equal(record.header.seed, 7);
    }
  });

  it('takes a last line without line feed, and empty lines', () => {
    assert.equal(parseRecord(`${builder().text().trimEnd()}`, 'x').footer?.complete, true);
    assert.equal(parseRecord(builder().text().replaceAll('\n', '\r\n\r\n'), 'x').footer?.complete, true);
  });

  it('refuses what is no record, and names file, line and remedy', () => {
    refused('', /^x\.ndjson:1: .*empty.* Name a record\.ndjson that a run has written\.$/);
    refused('{"verdict":"pass"}\n', /^x\.ndjson:1: .*no record header/);
    refused('<html>\n', /^x\.ndjson:1: .*no line of a run record/);
    refused('[]', /^x\.ndjson:1: /);
    refused('{"w2conf":{"header":{"format":1,"tool":{}}}}\n', /header without catalogue, sut/);
    const lines = builder().text().split('\n');
    refused([...lines.slice(0, 3), '{"cut', ...lines.slice(3)].join('\n'), /^x\.ndjson:4: /);
  });

  it('refuses a record of another format', () => {
    refused('{"w2conf":{"header":{"format":2}}}\n', /has format 2, this tool reads format 1/);
  });

  it('says why a file cannot be read', (t) => {
    const folder = temporaryFolder(t);
    assert.throws(
      () => readRecord(join(folder, 'none.ndjson')),
      /none\.ndjson: cannot be read: there is no such file/,
    );
    assert.throws(() => readRecord(folder), /it is a folder/);
  });
});

describe('writing a record', () => {
  it('has every line on disk at once, and takes no more once closed', (t) => {
    const file = join(temporaryFolder(t), 'record.ndjson');
    const writer = new RecordWriter(file);
    writer.write({ w2conf: { log: { at: 1, source: 'harness', text: 'one\ntwo ü', scenarios: [] } } });
    assert.equal(
      readFileSync(file, 'utf8'),
      '{"w2conf":{"log":{"at":1,"source":"harness","text":"one\\ntwo ü","scenarios":[]}}}\n',
    );
    writer.close();
    writer.close();
    writer.write({ w2conf: { log: { at: 2, source: 'harness', text: 'late', scenarios: [] } } });
    assert.equal(readFileSync(file, 'utf8').split('\n').length, 2);
  });
});

describe('the trace of a record', () => {
  const event = (id: string, at: number) =>
    ({
      id,
      at,
      ref: 'Mw',
      kind: 'sip',
      from: 'core',
      to: 'eP-CSCF',
      transport: 'udp',
      connection: 'm',
    }) as const;

  it('is ordered by time, with the bytes as they were', () => {
    const record = new RecordBuilder()
      .scenario({
        requirement: 'EPC-6.4.1-1',
        line: 12,
        trace: [
          { ...event('mw-2', 20), base64: '/wA=' },
          { ...event('mw-1', 10), text: 'ü\r\n' },
        ],
      })
      .line({ w2conf: { trace: event('o-1', 15) } })
      .record();
    const traces = tracesOf([record]);
    const own = traces.of({ record: 0, key: '|features/epcscf/6.4.1-digest.feature:12' });
    assert.deepEqual(
      own.map(({ id, bytes }) => [id, [...(bytes ?? [])]]),
      [
        ['mw-1', [0xc3, 0xbc, 13, 10]],
        ['mw-2', [0xff, 0]],
      ],
    );
    assert.deepEqual(
      traces.all.map(({ id }) => id),
      ['mw-1', 'o-1', 'mw-2'],
    );
    assert.deepEqual(traces.of({ record: 1, key: 'x' }), []);
  });
});
