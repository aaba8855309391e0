import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { htmlReport } from '../../src/report/html/page.ts';
import { type Hole, Html, html } from '../../src/report/html/template.ts';
import { scenarioKey } from '../../src/run/record.ts';
import type { RunRecord } from '../../src/run/record-file.ts';
import { tracesOf } from '../../src/run/record-traces.ts';
import { judge } from '../../src/verdict/judge.ts';
import { demoBuilder, demoRecord } from '../support/demo-record.ts';
import { passing, RecordBuilder, type ScenarioSpec, violatedCheck } from '../support/record-builder.ts';
import { smallCatalogue } from '../support/small-catalogue.ts';

const catalogue = smallCatalogue();
const pageOf = (record: RunRecord): string =>
  htmlReport(judge([record], catalogue), tracesOf([record]), catalogue);
const demo = pageOf(demoRecord());

/** The element with this id: its text up to the next row of the same kind. */
function row(id: string, page = demo): string {
  const from = page.indexOf(`<details class="row" id="${id}"`);
  assert.ok(from >= 0, id);
  const next = page.indexOf('<details class="row"', from + 1);
  return page.slice(from, next === -1 ? undefined : next);
}

describe('the template', () => {
  it('escapes what is put into it, in text and in attributes', () => {
    const evil = `<b a='1' b="2">&\``;
    assert.equal(
      html`<i title="${evil}">${evil}</i>`
        .toString()
        .match(/&lt;b a=&#39;1&#39; b=&#34;2&#34;&gt;&amp;&#96;/g)?.length,
      2,
    );
  });

  it('keeps its own markup, joins lists, and leaves out what is not there', () => {
    const items: Hole[] = ['<', 1, html`<br>`, undefined, false];
    assert.equal(html`<p>${items}</p>`.toString(), '<p>&lt;1<br></p>');
  });

  it('cannot be fooled by an object that looks like markup', () => {
    const fake = { toString: () => '<script>' } as unknown as string;
    assert.equal(html`${fake}`.toString(), '&lt;script&gt;');
    assert.ok(html`` instanceof Html);
  });

  it('shows what would be invisible or would turn the text around', () => {
    assert.equal(
      html`${'a\u0000\u001b\r\n\u202eb\u009f\ud800'}`.toString(),
      'a␀␛\n[U+202E]b[U+009F][U+D800]',
    );
  });
});

describe('report.html', () => {
  it('admits its own style and script by their hashes and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/
      .exec(demo)?.[1]
      ?.replaceAll('&#39;', "'");
    assert.match(
      policy ?? '',
      /^default-src 'none'; style-src 'sha256-[^ ]+'; script-src 'sha256-[^ ]+'; base-uri 'none'/,
    );
    for (const element of ['style', 'script']) {
      const found = [...demo.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g'))];
      assert.equal(found.length, 1);
      const hash = createHash('sha256')
        .update(found[0]?.[1] ?? '')
        .digest('base64');
      assert.ok(policy?.includes(`${element}-src 'sha256-${hash}'`), element);
    }
  });

  it('refers to nothing outside itself', () => {
    assert.doesNotMatch(demo, /<(?:img|link|iframe|object|embed|svg|base)\b/);
    assert.doesNotMatch(demo, /\s(?:src|srcset|action|style|on\w+)="/);
    for (const [, target] of demo.matchAll(/\shref="([^"]*)"/g)) assert.match(target ?? '', /^#/);
    assert.doesNotMatch(demo, /@import|url\(/);
  });

  it('has no two elements of one id, and every link leads somewhere', () => {
    const ids = [...demo.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const [, target] of demo.matchAll(/\shref="#([^"]*)"/g)) assert.ok(ids.includes(target), target);
  });

  it('closes every element that it opens', () => {
    const empty = new Set(['meta', 'input', 'br']);
    const stack: string[] = [];
    const markup = demo.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').replace('<!doctype html>', '');
    for (const [, close, name = ''] of markup.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
      if (empty.has(name)) continue;
      if (close === '') stack.push(name);
      else assert.equal(stack.pop(), name);
    }
    assert.deepEqual(stack, []);
  });

  it('shows the end of what the SUT wrote in a scenario that needs an answer, and lets nothing of it be markup', () => {
    const place = { requirement: 'EPC-6.4.1-1', line: 12, uri: 'x.feature' };
    const scenario = scenarioKey('', place.uri, place.line);
    const pageWith = (spec: Partial<ScenarioSpec>): string => {
      const builder = new RecordBuilder({ selection: ['x'], selected: [place.requirement] });
      builder.scenario({ ...place, ...passing, ...spec } as ScenarioSpec);
      for (let n = 1; n <= 61; n += 1) {
        builder.line({
          w2conf: { log: { at: n, source: 'sut', text: `<script>${n}`, scenarios: [scenario] } },
        });
      }
      return pageOf(builder.record());
    };
    const failed = pageWith({ checks: [violatedCheck], outcome: { class: 'CheckFailed' } });
    assert.match(failed, /Log of the SUT, the last 60 of 61 lines/);
    assert.match(failed, /<pre class="log">&lt;script&gt;2\n/);
    assert.doesNotMatch(pageWith({}), /Log of the SUT/);
  });

  it('shows SUT, edition, totals and the verdict', () => {
    assert.match(demo, /<h1>my-epcscf 2\.4 &lt;b&gt;/);
    assert.match(demo, /edition D \(source documents\)/);
    assert.match(demo, /<p class="overall error">/);
    assert.match(demo, /<b>3<\/b> pass/);
  });

  it('shows of a requirement verdict, level, modality, paraphrase, references, expected and received', () => {
    const text = row('EPC-6.4.1-4');
    for (const part of [
      'data-verdict="fail"',
      '<span>shall-not</span><span>level fail</span>',
      'An integrity mark from the WIC never reaches the core.',
      'TS 24.371 <span>clause 6.4.1</span>',
      '<q>integrity-protected=tls-protected</q>',
      '<q>integrity-protected=auth-done</q>',
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('highlights the deciding line in its message, which is open and marked in the ladder', () => {
    const text = row('EPC-6.4.1-4');
    assert.match(text, /<details class="rung request f1 t2 forth decides fail" id="[^"]+mw-3" open>/);
    assert.match(
      text,
      /<span class="fail"><mark>Authorization: Digest [^<]*integrity-protected=auth-done<\/mark><\/span>/,
    );
    assert.match(text, /<a href="#[^"]+mw-3">message mw-3, line 13<\/a>/);
  });

  it('holds each message once', () => {
    const messages = [...row('EPC-6.4.1-4').matchAll(/CSeq: \d REGISTER/g)].length;
    assert.equal(messages, 8);
  });

  it('draws both directions and names the reference points', () => {
    const text = row('EPC-7.4.3-1');
    assert.match(
      text,
      /<span>WIC a<\/span><span>eP-CSCF<\/span><span>core<\/span><span class="point f0">W2<\/span><span class="point f1">Mw<\/span>/,
    );
    assert.match(
      text,
      /class="rung refusal f1 t0 back"[^>]*>.*?<b>380 Alternative Service<\/b> <i>INVITE<\/i>/,
    );
  });

  it('dumps bytes that are no text', () => {
    assert.match(row('EPC-6.4.1-5'), /000000 {2}ff fe 00 00 ff/);
  });

  it('folds what was not judged and says why it was not', () => {
    assert.match(
      demo,
      /<summary class="fold">3 requirements not judged: 1 untested, 2 not-applicable<\/summary>/,
    );
    assert.match(row('EPC-6.4.1-7'), /Web authentication is not built yet\. \(since 2026-11-20\)/);
    assert.match(demo, /<dt>5 Functional entities<\/dt><dd>The clause only names the entities\.<\/dd>/);
  });

  it('says that a run is incomplete', () => {
    assert.ok(!demo.includes('This run is incomplete'));
    assert.match(
      pageOf(demoBuilder().record(null)),
      /This run is incomplete\.<\/b> the record has no footer/,
    );
  });

  it('stays below 2 MB, and keeps the messages of what failed before those of what passed', () => {
    const body = 'x'.repeat(15_000);
    const event = (id: string) =>
      ({
        id,
        at: 1,
        ref: 'Mw',
        kind: 'sip',
        from: 'eP-CSCF',
        to: 'core',
        transport: 'udp',
        connection: 'm',
        text: `INFO sip:a SIP/2.0\r\nX: ${body}\r\n\r\n`,
      }) as const;
    const trace = Array.from({ length: 10 }, (_, i) => event(`mw-${i + 1}`));
    const builder = new RecordBuilder();
    const pass = { steps: [{ type: 'Outcome' }], facts: ['registration-seen'], trace } as const;
    for (let line = 1; line <= 30; line += 1) {
      const last = line === 30;
      builder.scenario({
        requirement: last ? 'EPC-6.4.1-4' : 'EPC-6.4.1-1',
        line,
        ...pass,
        steps: [{ type: 'Outcome', status: last ? 'FAILED' : 'PASSED' }],
        outcome: { class: last ? 'CheckFailed' : 'none' },
        checks: [
          {
            outcome: last ? 'violated' : 'pass',
            title: 't',
            expected: ['e'],
            received: 'r',
            evidence: { message: 'mw-1' },
          },
        ],
      });
    }
    const page = pageOf(builder.record());
    assert.ok(Buffer.byteLength(page) <= 2_000_000, `${Buffer.byteLength(page)} bytes`);
    assert.ok(Buffer.byteLength(page) > 1_500_000, `${Buffer.byteLength(page)} bytes`);
    assert.ok(row('EPC-6.4.1-4', page).includes(body));
    assert.match(row('EPC-6.4.1-1', page), /Only the messages that were checked are shown/);
  });

  it('is the same for the same result', () => {
    assert.equal(pageOf(demoRecord()), demo);
  });
});
