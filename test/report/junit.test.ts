import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { junitReport } from '../../src/report/junit.ts';
import { judge } from '../../src/verdict/judge.ts';
import { demoBuilder, demoRecord } from '../support/demo-record.ts';
import { RecordBuilder } from '../support/record-builder.ts';
import { smallCatalogue } from '../support/small-catalogue.ts';

const xsd = readFileSync(new URL('../../src/report/junit.xsd', import.meta.url), 'utf8');

/** Parses and validates; the values of an XPath that selects attributes or elements. */
function valuesOf(xml: string, ...paths: string[]): string[][] {
  using schema = XmlDocument.fromString(xsd);
  using validator = XsdValidator.fromDoc(schema);
  using document = XmlDocument.fromString(xml);
  validator.validate(document);
  return paths.map((path) => document.find(path).map((node) => node.content));
}

const demo = () => junitReport(judge([demoRecord()], smallCatalogue()));

describe('junit.xml', () => {
  it('conforms to the schema whatever the SUT has sent', () => {
    const [suites] = valuesOf(demo(), '//testsuite/@name');
    assert.deepEqual(suites, [
      '4.1 General',
      '6.4.1 Registration with SIP digest',
      '7.4.3 Emergency sessions',
    ]);
  });

  it('names each case by id and title, and its class by the clause', () => {
    const [names, classes] = valuesOf(demo(), '//testcase/@name', '//testcase/@classname');
    assert.equal(names?.[0], 'EPC-4.1-2 The handshake selects sip');
    assert.deepEqual(new Set(classes), new Set(['TS24371.4.1', 'TS24371.6.4.1', 'TS24371.7.4.3']));
  });

  it('maps every verdict', () => {
    const of = (path: string) =>
      valuesOf(demo(), `//testcase[${path}]/@name`)[0]?.map((name) => name.split(' ')[0]);
    assert.deepEqual(of('failure'), ['EPC-6.4.1-4']);
    assert.deepEqual(of('error[@type="inconclusive"]'), ['EPC-6.4.1-3']);
    assert.deepEqual(of('error[@type="error"]'), ['EPC-6.4.1-5', 'EPC-6.4.1-8']);
    assert.deepEqual(of('skipped'), ['EPC-6.4.1-6', 'EPC-6.4.1-9']);
    assert.deepEqual(of('system-out'), ['EPC-6.4.1-2']);
    assert.deepEqual(of('not(*)'), ['EPC-4.1-2', 'EPC-6.4.1-1', 'EPC-7.4.3-1']);
  });

  it('says in a failure what was expected and received, and in a skipped case why', () => {
    const [failure, skipped] = valuesOf(demo(), '//failure', '//skipped/@message');
    assert.match(failure?.[0] ?? '', /expected no integrity-protected parameter or/);
    assert.match(failure?.[0] ?? '', /evidence mw-3, line 13/);
    assert.equal(skipped?.[0], 'not-applicable: the condition does not hold: outbound');
  });

  it('counts what it holds', () => {
    const attributes = ['tests', 'failures', 'errors', 'skipped'].map((name) => `/testsuites/@${name}`);
    assert.deepEqual(valuesOf(demo(), ...attributes).flat(), ['10', '1', '3', '2']);
  });

  it('is never green when the run is incomplete or the harness went wrong', () => {
    const incomplete = junitReport(
      judge([demoBuilder().record({ complete: false, reason: 'interrupted' })], smallCatalogue()),
    );
    assert.deepEqual(valuesOf(incomplete, '//testcase[@classname="TS24371.run"]/error/@message'), [
      ['incomplete: interrupted'],
    ]);
    const parse = { source: { uri: 'x.feature' }, message: 'no feature' };
    const broken = new RecordBuilder({ selection: ['x'] }).line({ parseError: parse }).record();
    assert.deepEqual(valuesOf(junitReport(judge([broken], smallCatalogue())), '/testsuites/@errors'), [
      ['1'],
    ]);
  });

  it('carries characters that XML cannot hold as visible ones', () => {
    const check = {
      outcome: 'violated',
      title: 'a\u0000b\u001b\ud800 ]]> \u202e',
      expected: ['x'],
      received: '',
    } as const;
    const record = new RecordBuilder()
      .scenario({
        requirement: 'EPC-6.4.1-1',
        line: 1,
        steps: [{ type: 'Outcome', status: 'FAILED' }],
        checks: [check],
        outcome: { class: 'CheckFailed' },
      })
      .record();
    const [message] = valuesOf(junitReport(judge([record], smallCatalogue())), '//failure/@message');
    assert.match(message?.[0] ?? '', /^a␀b␛\ufffd ]]> /);
  });
});
