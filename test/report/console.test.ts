import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { consoleSummary } from '../../src/report/console.ts';
import { judge } from '../../src/verdict/judge.ts';
import { ATTACK, demoBuilder, demoRecord } from '../support/demo-record.ts';
import { RecordBuilder } from '../support/record-builder.ts';
import { smallCatalogue } from '../support/small-catalogue.ts';

const summary = () =>
  consoleSummary(judge([demoRecord()], smallCatalogue()), ['reports/report.html', 'reports/junit.xml']);

describe('the summary on the console', () => {
  it('has the rows that need an answer with expectation, reception and evidence', () => {
    const text = summary();
    const from = text.indexOf('fail  EPC-6.4.1-4  A forged mark is replaced');
    assert.equal(
      text.slice(from, text.indexOf('\n\n', from)),
      [
        'fail  EPC-6.4.1-4  A forged mark is replaced',
        '  shall-not, 24.371 6.4.1',
        '  features/epcscf/6.4.1-digest.feature:48 [emergencyPolicy=reject]',
        '  check     the Authorization field carries no mark that the WIC has forged',
        '  expected  no integrity-protected parameter or integrity-protected=tls-yes or',
        '            integrity-protected=tls-protected',
        '  received  integrity-protected=auth-done',
        '  evidence  message mw-3, line 13',
      ].join('\n'),
    );
  });

  it('has a line per clause with its counts', () => {
    const lines = summary().split('\n');
    assert.match(
      lines.find((line) => line.startsWith('Clause')) ?? '',
      /pass {2}warn {2}inconc {2}fail {2}error {2}other$/,
    );
    assert.match(lines.find((line) => line.startsWith('6.4.1')) ?? '', /digest +1 +1 +1 +1 +2 +3$/);
  });

  it('ends with totals, verdict and where the reports are', () => {
    const text = summary();
    assert.match(text, /^Verdict {2}error$/m);
    const totals = [
      'Totals   3 pass, 1 warning, 1 inconclusive, 1 fail, 2 error, 2 not-applicable,',
      '         1 untested, 1 untestable',
    ];
    assert.ok(text.includes(totals.join('\n')), text);
    assert.ok(text.endsWith('Report   reports/report.html\n         reports/junit.xml\n'));
  });

  it('keeps to 80 columns, but for words that are longer', () => {
    for (const line of summary()
      .split('\n')
      .filter((line) => !line.includes('window.pwned'))) {
      assert.ok(line.length <= 80, line);
    }
  });

  it('does not let the SUT steer the terminal', () => {
    const name = `x\u001b]0;title\u0007\u202e${ATTACK}`;
    const text = consoleSummary(
      judge([new RecordBuilder({ sut: { name, driver: 'remote' } }).record()], smallCatalogue()),
      [],
    );
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
  });

  it('is plain by itself and coloured through the styler', () => {
    assert.ok(!summary().includes('\u001b['));
    const result = judge([demoRecord()], smallCatalogue());
    const styled = consoleSummary(result, [], (style, text) => `<${style}>${text}</>`);
    assert.match(styled, /<red>fail<\/> {2}<bold>EPC-6\.4\.1-4<\/>/);
  });

  it('says that a run is incomplete and why', () => {
    const record = demoBuilder().record({ complete: false, reason: 'interrupted by SIGINT' });
    assert.match(
      consoleSummary(judge([record], smallCatalogue()), []),
      /^INCOMPLETE: interrupted by SIGINT$/m,
    );
  });

  it('says once that the SUT is out of reach, not with every requirement', () => {
    const builder = new RecordBuilder();
    for (const line of [12, 48]) builder.scenario({ requirement: 'EPC-6.4.1-4', line, upTo: 'planned' });
    const text = consoleSummary(
      judge([builder.record({ unreachable: 'nobody there' })], smallCatalogue()),
      [],
    );
    assert.equal(text.match(/nobody there/g)?.length, 1);
    assert.match(text, /^SUT unreachable: nobody there$/m);
    assert.doesNotMatch(text, /^error/m);
  });
});
