import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { ProfileError } from '../../src/profile/error.ts';
import { loadProfile, parseProfile } from '../../src/profile/load.ts';
import type { Driver } from '../../src/profile/profile.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** The error text of a profile that must not load. */
function mistakes(text: string, driver?: Driver): string {
  try {
    parseProfile(text, 'my.yaml', driver === undefined ? {} : { driver });
  } catch (error) {
    assert.ok(error instanceof ProfileError, String(error));
    return error.message;
  }
  return assert.fail('the profile loads');
}

test('paths are resolved against the folder of the profile', (t) => {
  const folder = temporaryFolder(t, { 'sub/my.yaml': 'w2: { ca: ../ca.pem }\n' });
  const profile = loadProfile(join(folder, 'sub', 'my.yaml'));
  assert.equal(profile.w2.ca, join(folder, 'ca.pem'));
  assert.equal(profile.file, join(folder, 'sub', 'my.yaml'));
});

test('durations become milliseconds, addresses their parts', () => {
  const profile = parseProfile(
    'pixit: { t1: 0.25s, response: 900ms }\nmw: { sut: "tcp:[::1]:5062" }',
    'my.yaml',
  );
  assert.equal(profile.pixit.t1, 250);
  assert.equal(profile.pixit.response, 900);
  assert.deepEqual(profile.mw.sut, { transport: 'tcp', host: '::1', port: 5062 });
});

test('the driver given wins over the one in the profile', () => {
  const text = 'sut: { driver: remote }\n';
  assert.equal(parseProfile(text, 'my.yaml').sut.driver, 'remote');
  assert.equal(parseProfile(text, 'my.yaml', { driver: 'reference' }).sut.driver, 'reference');
});

test('fixed identities are kept as listed', () => {
  const list = '[{ impi: a@x, impus: ["sip:a@x", "tel:+1"], password: "1" }]';
  const profile = parseProfile(`identities: { mode: fixed, list: ${list} }`, 'my.yaml');
  assert.deepEqual(profile.identities, {
    mode: 'fixed',
    list: [{ impi: 'a@x', impus: ['sip:a@x', 'tel:+1'], password: '1' }],
  });
});

test('an empty profile and empty sections mean the defaults', () => {
  const { file: _, ...empty } = parseProfile('', 'my.yaml');
  const { file: __, ...commented } = parseProfile('pics:\n  # sipDigest: false\npixit:\n', 'my.yaml');
  assert.deepEqual(commented, empty);
});

const one: readonly [about: string, text: string, message: string][] = [
  [
    'a mistyped key',
    'edition: D\npixit:\n  gaurd: 1s\n',
    'my.yaml:3:3: pixit.gaurd: unknown key\n  remedy: did you mean guard?',
  ],
  [
    'an unknown key that resembles none',
    'home:\n  x: 1\n',
    'my.yaml:2:3: home.x: unknown key\n  remedy: the keys known here are domain, visitedNetwork, ioi',
  ],
  [
    'a mistyped value',
    'mw:\n  role: prxy\n',
    "my.yaml:2:9: mw.role: expected proxy, b2bua or unknown, found 'prxy'\n  remedy: did you mean proxy?",
  ],
  [
    'a PICS value that is none',
    'pics:\n  sipDigest: yes\n',
    "my.yaml:2:14: pics.sipDigest: expected true or false, found 'yes'\n  remedy: write one of these values",
  ],
  [
    'a PICS value in a list that is none',
    'pics:\n  emergencyPolicy: [reject, allow]\n',
    "my.yaml:2:29: pics.emergencyPolicy.1: expected reject or proceed, found 'allow'\n  remedy: write one of these values",
  ],
  [
    'an empty list',
    'pics:\n  media: []\n',
    'my.yaml:2:10: pics.media: the list is empty\n  remedy: add an element, or remove the key',
  ],
  [
    'a duration without unit',
    'pixit:\n  t1: 500\n',
    'my.yaml:2:7: pixit.t1: expected a duration in ms or s, found number 500\n  remedy: write for example 500ms',
  ],
  [
    'an unquoted number',
    'pixit:\n  emergency:\n    home: [112]\n',
    'my.yaml:3:12: pixit.emergency.home.0: expected an emergency number or URN as text, found number 112\n  remedy: quote it, for example "112"',
  ],
  [
    'a key without value',
    'w2:\n  ca:\n',
    'my.yaml:2:3: w2.ca: expected the path of a PEM file, found nothing\n  remedy: write for example ./ca.pem',
  ],
  [
    'a URL of another scheme',
    'w2: { url: "https://x/" }\n',
    "my.yaml:1:12: w2.url: expected a WebSocket URL, found 'https://x/'\n  remedy: write for example wss://127.0.0.1:8443/",
  ],
  [
    'a list where a group belongs',
    '- edition\n',
    'my.yaml:1:1: expected a group of keys, found a list\n  remedy: `w2conf init` prints a profile that shows how this key is written',
  ],
  [
    'the same key twice',
    'edition: D\nedition: R12\n',
    'my.yaml:2:1: not YAML: Map keys must be unique\n  remedy: correct this line',
  ],
  [
    'fixed identities that are not listed',
    'identities:\n  mode: fixed\n',
    'my.yaml:2:9: identities.mode: mode: fixed needs the identities to use\n  remedy: add list: [{impi, impus, password}], or set mode: generated',
  ],
  [
    'a list of identities that nobody uses',
    'identities:\n  list: [{ impi: a, impus: ["sip:a@x"] }]\n',
    'my.yaml:2:9: identities.list: a list of identities is not used with mode: generated\n  remedy: set mode: fixed, or remove the list',
  ],
];

for (const [about, text, message] of one) {
  test(`refused with its place and remedy: ${about}`, () => assert.equal(mistakes(text), message));
}

const contradictions: readonly [about: string, text: string, driver: Driver, message: RegExp][] = [
  [
    'several values of a PICS that a remote SUT cannot be given',
    'pics:\n  emergencyPolicy: [reject, proceed]\n',
    'remote',
    /^my\.yaml:2:20: pics\.emergencyPolicy: several values, but the driver cannot configure the SUT/,
  ],
  [
    'a PICS value listed twice',
    'pics: { gruu: [true, true] }',
    'reference',
    /gruu: the same value is listed twice/,
  ],
  [
    'digest without password',
    'identities: { mode: fixed, list: [{ impi: a, impus: ["sip:a@x"] }] }',
    'remote',
    /identities\.list\.0: SIP digest is claimed, but this identity has no password/,
  ],
  [
    'AKA without key',
    'identities: { mode: fixed, list: [{ impi: a, impus: ["sip:a@x"], password: x }] }\npics: { imsAka: true }',
    'remote',
    /identities\.list\.0: IMS AKA is claimed, but this identity lacks k or opc/,
  ],
  [
    'a CA without TLS',
    'w2: { url: "ws://x/", ca: a.pem }',
    'remote',
    /w2\.ca: ca is for TLS, but w2\.url is ws:/,
  ],
  [
    'the SUT at our own address',
    'mw: { listen: { port: 5060 } }',
    'remote',
    /mw\.sut: the SUT and our core \(mw\.listen\) have the same address/,
  ],
  [
    'an origin both admitted and forbidden',
    'w2: { origin: "https://a", forbiddenOrigin: "https://a" }\npics: { originCheck: true }',
    'remote',
    /w2\.forbiddenOrigin: the admitted and the forbidden origin are the same/,
  ],
  [
    'a process without command',
    'sut: {}',
    'process',
    /sut\.driver: driver: process, but no command to start/,
  ],
  [
    'a port to choose at a remote SUT',
    'w2: { url: "wss://x:0/" }',
    'remote',
    /w2\.url: port 0 of a remote SUT/,
  ],
  [
    'a placeholder that stands for nothing',
    'sut: { process: { command: [./x, "{w2.prt}"] } }',
    'process',
    /sut\.process\.command\.1: \{w2\.prt\} is nothing that can be filled in\n\s+remedy: use one of \{w2\.host\}/,
  ],
  [
    'a response time beyond every wait',
    'pixit: { t1: 10ms }',
    'remote',
    /pixit\.response: longer than 64·T1 = 640ms/,
  ],
];

for (const [about, text, driver, message] of contradictions) {
  test(`refused as a contradiction: ${about}`, () => assert.match(mistakes(text, driver), message));
}

test('all mistakes are told at once, in the order of the lines', () => {
  const text = 'edition: E\nmw: { transport: sctp }\nfoo: 1\n';
  assert.deepEqual(
    mistakes(text)
      .split('\n')
      .filter((line) => line.startsWith('my.yaml'))
      .map((line) => line.split(': ', 2)),
    [
      ['my.yaml:1:10', 'edition'],
      ['my.yaml:2:18', 'mw.transport'],
      ['my.yaml:3:1', 'foo'],
    ],
  );
});

test('a secret never stands in a message', () => {
  const list = '[{ impi: a, impus: ["sip:a@x"], password: 4711, k: c0ffee }]';
  const message = mistakes(`identities: { mode: fixed, list: ${list} }`);
  assert.match(message, /password: expected a password as text/);
  assert.match(message, /k: expected the key K of 32 hexadecimal digits/);
  assert.doesNotMatch(message, /4711|c0ffee/);
});

test('a profile that is not there is named with the way to get one', () => {
  assert.throws(() => loadProfile('no/such.yaml'), {
    name: 'ProfileError',
    message: 'no/such.yaml: there is no such profile\n  remedy: `w2conf init no/such.yaml` writes one',
  });
});
