import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Normaliser } from '../../src/trace/normalise.ts';

const request = (o: { callId: string; branch: string; tag: string; port: number; nonce: string }): string =>
  [
    'REGISTER sip:ims.example SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:${o.port};branch=${o.branch};rport=${o.port}`,
    `From: <sip:u@ims.example>;tag=${o.tag}`,
    'To: <sip:u@ims.example>',
    `Call-ID: ${o.callId}`,
    'CSeq: 2 REGISTER',
    'Max-Forwards: 69',
    'Expires: 600000',
    `Authorization: Digest nonce="${o.nonce}", response="‹redacted:ab12›"`,
    '',
    '',
  ].join('\r\n');

const one = { callId: 'aaaaaa@h', branch: 'z9hG4bKone', tag: 'tag-one', port: 5061, nonce: 'bm9uY2Ux' };
const two = { callId: 'zz-bbbbbb', branch: 'z9hG4bKtwo', tag: 'other', port: 40123, nonce: 'bm9uY2Uy' };

describe('normalised form', () => {
  it('is the same for two runs that differ only in generated values', () => {
    assert.equal(new Normaliser().text(request(one)), new Normaliser().text(request(two)));
  });

  it('keeps everything else', () => {
    const text = new Normaliser().text(request(one));
    for (const kept of [
      'CSeq: 2 REGISTER',
      'Max-Forwards: 69',
      'Expires: 600000',
      'sip:u@ims.example',
      'z9hG4bK',
    ]) {
      assert.equal(text.includes(kept), kept !== 'z9hG4bK', kept);
    }
  });

  it('shows that a value returns, and that another one does not', () => {
    const n = new Normaliser();
    const [a, b, c] = ['Call-ID: first-1', 'Call-ID: second-2', 'Call-ID: first-1'].map((l) => n.text(l));
    assert.equal(a, c);
    assert.notEqual(a, b);
  });

  it('replaces a Call-ID also where a check quotes it', () => {
    const n = new Normaliser();
    n.text('Call-ID: f81d4fae-7dec');
    assert.equal(n.text('expected f81d4fae-7dec'), 'expected ‹call-id 1›');
  });

  it('replaces the id of a contact in a registration document', () => {
    const contact = '<contact id="c-c2lwOmE" state="active" event="created">';
    assert.equal(new Normaliser().text(contact), '<contact id="‹contact 1›" state="active" event="created">');
  });

  it('replaces the port that a check quotes from a Via', () => {
    assert.equal(new Normaliser().text('expected rport=40123'), 'expected rport=‹port 1›');
  });

  it('replaces times, durations and ports of JSON and of prose', () => {
    const check = (at: number, ms: number, port: number) => ({
      at,
      durationMs: ms,
      address: { host: '::1', port },
      received: `after ${ms} ms from [::1]:${port}`,
      timestamp: { seconds: at, nanos: ms },
    });
    assert.deepEqual(new Normaliser().value(check(1, 20, 5060)), new Normaliser().value(check(7, 31, 5080)));
  });

  it('leaves the line of a feature file alone', () => {
    const key = '|features/epcscf/6.4.1-digest.feature:12';
    assert.equal(new Normaliser().text(key), key);
  });

  it('keeps generated .invalid names apart from each other', () => {
    const text = new Normaliser().text('a1b2.invalid, c3d4.invalid, a1b2.invalid');
    assert.equal(text, '‹host 1›.invalid, ‹host 2›.invalid, ‹host 1›.invalid');
  });

  it('replaces the generated user of a Contact, a Path or a Record-Route, and no other', () => {
    const contact = (user: string) => `Contact: <sip:${user}@h.invalid;transport=ws>`;
    const [one, two] = [contact('8f81d95d2e4af571'), contact('97c6bbafdcd9f489')];
    assert.equal(new Normaliser().text(one), new Normaliser().text(two));
    assert.notEqual(new Normaliser().text(`${one}\r\n${two}`), new Normaliser().text(`${one}\r\n${one}`));
    assert.notEqual(new Normaliser().text(contact('alice')), new Normaliser().text(contact('bob')));
  });
});
