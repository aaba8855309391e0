import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProfileError } from '../../src/profile/error.ts';
import { parseProfile } from '../../src/profile/load.ts';
import { type Chosen, fillIn } from '../../src/profile/placeholders.ts';

const media = (text: string) => parseProfile(text, 'my.yaml').media;

test('both sides have their media where our core listens, unless told', () => {
  assert.deepEqual(media('mw: { listen: { host: 192.0.2.1 } }'), {
    wic: '192.0.2.1',
    core: '192.0.2.1',
    agw: {},
  });
  assert.equal(media('mw: { listen: { host: 0.0.0.0 } }').wic, '127.0.0.1');
  assert.equal(media('mw: { listen: { host: localhost } }').core, '127.0.0.1');
  assert.equal(
    media('media: { wic: 198.51.100.1 }\nmw: { listen: { host: 192.0.2.1 } }').wic,
    '198.51.100.1',
  );
});

test('the addresses of the eIMS-AGW are read with and without ports', () => {
  const { agw } = media(
    'media: { agw: { access: { host: 127.0.0.1, ports: 40000-44999 }, core: { host: "::1" } } }',
  );
  assert.deepEqual(agw, { access: { host: '127.0.0.1', ports: [40_000, 44_999] }, core: { host: '::1' } });
});

const mistakes: readonly (readonly [about: string, text: string, message: RegExp])[] = [
  [
    'a name as address',
    'media: { wic: media.example }',
    /media\.wic: expected an IP address, found 'media\./,
  ],
  ['every address', 'media: { core: 0.0.0.0 }', /media\.core: expected an IP address/],
  [
    'ports the wrong way round',
    'media: { agw: { core: { host: 127.0.0.1, ports: 5-4 } } }',
    /media\.agw\.core\.ports: expected a range of ports, found '5-4'\n\s+remedy: write for example 40000-44999/,
  ],
  [
    'a port beyond the last',
    'media: { agw: { core: { host: 127.0.0.1, ports: 65000-65536 } } }',
    /expected a range of ports/,
  ],
  [
    'ports that overlap',
    'media: { agw: { access: { host: 127.0.0.1, ports: 40000-40100 }, core: { host: 127.0.0.1, ports: 40100-40200 } } }',
    /media\.agw\.core: its ports overlap with those of agw\.access/,
  ],
  [
    'media at a loopback address that a container does not reach',
    'sut: { driver: container, container: { image: a, network: bridge } }\n' +
      'mw: { listen: { host: 172.17.0.1 } }\npics: { webAuth: false }\nmedia: { wic: 127.0.0.1 }',
    /media\.wic: a container in a network of its own does not reach the media of our WICs at 127\.0\.0\.1/,
  ],
];
for (const [about, text, message] of mistakes) {
  test(`${about}: refused with a remedy`, () => {
    assert.throws(
      () => parseProfile(text, 'my.yaml'),
      (error) => error instanceof ProfileError && message.test(error.message),
    );
  });
}

test('a SUT that is started is told where its media gateway has to be', () => {
  const chosen = { w2: { host: '127.0.0.1' }, mw: { host: '127.0.0.2' } } as Chosen;
  const say = (profile: string) => {
    const parsed = parseProfile(profile, 'my.yaml');
    const template = '{agw.access.host}:{agw.access.firstPort}-{agw.access.lastPort} {agw.core.host}';
    return fillIn(template, chosen, parsed, {} as never);
  };
  assert.equal(say('edition: D'), '127.0.0.1:40000-44999 127.0.0.2');
  assert.equal(
    say('media: { agw: { access: { host: 192.0.2.7, ports: 100-199 } } }'),
    '192.0.2.7:100-199 127.0.0.2',
  );
});
