import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { addresses, contacts, from, to } from '../../src/sip/headers/address.ts';
import { cseq, maxForwards } from '../../src/sip/headers/basic.ts';
import { vias } from '../../src/sip/headers/via.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { parseMessage, SipParseError } from '../../src/sip/parse.ts';
import { parseUri } from '../../src/sip/uri.ts';
import { validateMessage } from '../../src/sip/validate.ts';
import { fixture, fixturePaths } from './fixtures.ts';
import { tortureCases } from './rfc4475-cases.ts';

const bytesOf = (file: string): Uint8Array => fixture(`rfc4475/${file}`);

test('the fixtures of RFC 4475 are complete', () => {
  assert.deepEqual(fixturePaths('rfc4475', '.dat'), tortureCases.map(({ file }) => `rfc4475/${file}`).sort());
});

for (const { file, section, kind, sha256, refused, problems = [] } of tortureCases) {
  test(`RFC 4475 ${section} ${file} (${kind})`, () => {
    const bytes = bytesOf(file);
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    if (refused !== undefined) {
      assert.throws(
        () => parseMessage(bytes),
        (error) => error instanceof SipParseError && refused.test(error.reason),
      );
      return;
    }
    const message = parseMessage(bytes);
    assert.deepEqual(Buffer.from(message.bytes), Buffer.from(bytes.subarray(0, message.bytes.length)));
    const said = validateMessage(message);
    assert.equal(said.length, problems.length, said.join(' | '));
    problems.forEach((problem, index) => {
      assert.ok(said[index]?.startsWith(problem), `${said[index]} does not begin with ${problem}`);
    });
  });
}

test('valid and semantic messages parse; a refused one is of another class', () => {
  for (const { file, kind, refused } of tortureCases) {
    if (kind === 'valid' || kind === 'semantic') assert.equal(refused, undefined, file);
  }
});

test('an invalid message that parses has a problem named and says why it is let through', () => {
  for (const { file, kind, refused, problems, note } of tortureCases) {
    if (kind === 'invalid' && refused === undefined)
      assert.ok(problems !== undefined && note !== undefined, file);
  }
});

test('3.1.1.1 folding, compact names and odd spacing are read', () => {
  const message = parseMessage(bytesOf('wsinv.dat'));
  assert.deepEqual(
    vias(message).map(({ transport, host, branch }) => [transport, host, branch]),
    [
      ['UDP', '192.0.2.2', '390skdjuw'],
      ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'],
      ['UDP', '192.168.255.111', 'z9hG4bK30239'],
    ],
  );
  assert.equal(from(message).displayName, 'J Rosenberg \\"');
  assert.equal(to(message).params.get('tag'), '1918181833n');
  assert.equal(maxForwards(message), 68);
  assert.deepEqual(cseq(message), { number: 9, method: 'INVITE' });
  assert.equal(message.value('Subject'), '');
  assert.equal(message.value('NewFangledHeader'), 'newfangled value continued newfangled value');
  assert.deepEqual([...(addresses(message, 'Route')[0]?.params ?? [])], []);
  const [contact] = contacts(message);
  assert.ok(typeof contact === 'object');
  assert.equal(contact.displayName, 'Quoted string ""');
  assert.deepEqual(
    [...contact.params],
    [
      ['newparam', 'newvalue'],
      ['secondparam', undefined],
      ['q', '0.33'],
    ],
  );
  assert.equal(message.lineOf('Via', 1), 22);
  assert.equal(message.lineOf('Via', 2), 24);
  assert.equal(message.lineOf('Route'), 21);
});

test('3.1.1.2 every punctuation character, quoted controls and UTF-8', () => {
  const message = parseMessage(bytesOf('intmeth.dat'));
  assert.ok(message instanceof SipRequest);
  assert.equal(message.method, "!interesting-Method0123456789_*+`.%indeed'~");
  assert.equal(parseUri(message.uri).password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
  assert.equal(to(message).displayName, 'BEL:\u0007 NUL:\0 DEL:\u007f');
  assert.equal(from(message).params.get("fromparam''~+*_!.-%"), 'работающий');
});

test('3.1.1.3 to 3.1.1.5 escapes are undone once and only where they are escapes', () => {
  const esc01 = contacts(parseMessage(bytesOf('esc01.dat')));
  assert.ok(esc01 !== '*');
  assert.equal(parseUri((esc01[0] as { uri: string }).uri).params.get('name'), 'value%41');
  const uris = contacts(parseMessage(bytesOf('escnull.dat')));
  assert.ok(uris !== '*');
  assert.deepEqual(
    uris.map(({ uri }) => parseUri(uri).user),
    ['\0', '\0\0'],
  );
  const esc02 = parseMessage(bytesOf('esc02.dat'));
  assert.equal((contacts(esc02) as readonly unknown[]).length, 2);
  assert.equal(esc02.has('C%6Fntact'), true);
});

test('3.1.1.8 what follows Content-Length in a datagram is dropped, and refused on other transports', () => {
  const bytes = bytesOf('dblreq.dat');
  const message = parseMessage(bytes);
  assert.equal((message as SipRequest).method, 'REGISTER');
  assert.equal(message.body.length, 0);
  assert.equal(message.bytes.length, bytes.length - 450);
  assert.throws(() => parseMessage(bytes, 'message'), /450 octets follow/);
  assert.throws(() => parseMessage(bytes, 'stream'), /450 octets follow/);
});

test('3.1.1.9 a semicolon in the user part is part of it', () => {
  const message = parseMessage(bytesOf('semiuri.dat'));
  assert.ok(message instanceof SipRequest);
  const uri = parseUri(message.uri);
  assert.equal(uri.user, 'user;par=u@example.net');
  assert.equal(uri.host, 'example.com');
});

test('3.3.9 contradicting Content-Length: the first decides in a datagram, a stream is refused', () => {
  const bytes = bytesOf('mcl01.dat');
  assert.equal(parseMessage(bytes).body.length, 13);
  assert.throws(() => parseMessage(bytes, 'stream'), /contradict/);
});

test('3.3.12 and 3.3.13 a parameter belongs to the header without <> and to the URI inside', () => {
  const [outside] = contacts(parseMessage(bytesOf('cparam01.dat')));
  const [inside] = contacts(parseMessage(bytesOf('cparam02.dat')));
  assert.ok(typeof outside === 'object' && typeof inside === 'object');
  assert.equal(outside.params.has('unknownparam'), true);
  assert.equal(parseUri(outside.uri).params.has('unknownparam'), false);
  assert.equal(inside.params.has('unknownparam'), false);
  assert.equal(parseUri(inside.uri).params.has('unknownparam'), true);
});
