import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { ProfileError } from '../../src/profile/error.ts';
import { type LoadOptions, parseProfile } from '../../src/profile/load.ts';

const container = (text: string, options: LoadOptions = { driver: 'container' }) =>
  parseProfile(text, '/somewhere/my.yaml', options).sut.container;

test('a container has defaults for all but what is run, and its folder is relative to the profile', () => {
  assert.deepEqual(container('sut: { container: { build: ./epcscf } }'), {
    build: join('/somewhere', 'epcscf'),
    network: 'host',
    environment: {},
    files: {},
    ready: 'websocket',
    startWithin: 10_000,
    stopWithin: 5000,
  });
});

test('the profile itself may say that it is a container', () => {
  const { sut } = parseProfile('sut: { driver: container, container: { image: "a:1" } }', 'my.yaml');
  assert.equal(sut.driver, 'container');
  assert.equal(sut.container?.image, 'a:1');
});

test('an image that is named takes the place of what the profile says to run, and of nothing else', () => {
  const options: LoadOptions = { driver: 'container', image: 'b:2' };
  const given = container('sut: { container: { build: ., environment: { A: "{w2.port}" } } }', options);
  assert.equal(given?.image, 'b:2');
  assert.equal(given?.build, undefined);
  assert.deepEqual(given?.environment, { A: '{w2.port}' });
  assert.equal(container('sut: { name: x }', options)?.image, 'b:2');
});

const bridge = 'sut: { container: { image: a, network: bridge } }';
const mistakes: readonly (readonly [about: string, text: string, message: RegExp])[] = [
  ['nothing to run', 'sut: { container: {} }', /sut\.driver: driver: container, but no image to start/],
  ['no section', 'sut: { name: x }', /sut\.driver: driver: container, but no image to start/],
  [
    'two things to run',
    'sut: { container: { image: a, build: . } }',
    /build: both image and build are given/,
  ],
  [
    'a file without a path',
    'sut: { container: { image: a, files: { my.cfg: x } } }',
    /expected an absolute path in the container, found 'my\.cfg'/,
  ],
  [
    'a placeholder that stands for nothing',
    'sut: { container: { image: a, files: { /etc/my.cfg: "{w2.prt}" } } }',
    /\{w2\.prt\} is nothing that can be filled in\n\s+remedy: use one of/,
  ],
  [
    'an unknown way to be ready',
    'sut: { container: { image: a, ready: port } }',
    /sut\.container\.ready: expected websocket or options, found 'port'/,
  ],
  [
    'an unknown network',
    'sut: { container: { image: a, network: hots } }',
    /network: .*\n\s+remedy: did you mean host/,
  ],
  [
    'a core on loopback',
    `${bridge}\npics: { webAuth: false }`,
    /mw\.listen\.host: a container in a network of its own does not reach our core at 127\.0\.0\.1/,
  ],
  [
    'a WAF on loopback',
    `${bridge}\nmw: { listen: { host: 172.17.0.1 } }`,
    /waf\.listen\.host: .* does not reach our WAF at 127\.0\.0\.1/,
  ],
  [
    'a certificate without a name',
    `${bridge}\nmw: { listen: { host: 172.17.0.1 } }\npics: { webAuth: false }\nw2: { ca: ./ca.pem }`,
    /w2\.ca: its certificate cannot name the address that the container will have/,
  ],
];

for (const [about, text, message] of mistakes) {
  test(`refused: ${about}`, () => {
    assert.throws(
      () => container(text),
      (error) => {
        assert.ok(error instanceof ProfileError);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test('a file of a process has no path', () => {
  const text = 'sut: { process: { command: [./x], files: { a/b: x } } }';
  assert.throws(
    () => parseProfile(text, 'my.yaml', { driver: 'process' }),
    /expected a file name without a slash/,
  );
});
