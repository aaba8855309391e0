import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseProfile } from '../../src/profile/load.ts';
import { tryMediaAddresses } from '../../src/run/media/addresses.ts';

const elsewhere = 'media: { wic: 127.0.0.1, core: 192.0.2.1 }';

it('media at an address of another machine are refused before anything runs', async () => {
  await assert.rejects(tryMediaAddresses(parseProfile(elsewhere, 'my.yaml')), {
    name: 'SutUnreachable',
    message: 'no media can be had at 192.0.2.1 (media.core of the profile): EADDRNOTAVAIL',
  });
});

it('nobody asks for the address where no media are claimed', async () => {
  await tryMediaAddresses(parseProfile(`${elsewhere}\npics: { media: false }`, 'my.yaml'));
});
