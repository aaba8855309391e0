import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accessNetworkIn,
  dialled,
  type EmergencyLists,
  fullForms,
  homeEntry,
  isSosUrn,
  lookalikes,
  ordinaryUri,
  otherForms,
  partnerCountries,
  partnerOnlyEntries,
} from '../../src/run/emergency-stimuli.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { validateMessage } from '../../src/sip/validate.ts';

const lists: EmergencyLists = {
  home: ['urn:service:sos', '112', '911'],
  partners: { '262': ['112', '110'], '228': ['117', '110'], '001': ['000'], '310': ['911'] },
  homeCountry: '001',
};

test('a number counts as configured with its context, a service URN as it stands', () => {
  assert.deepEqual(fullForms('112', 'ims.example'), [
    'tel:112;phone-context=ims.example',
    'sip:112;phone-context=ims.example@ims.example;user=phone',
  ]);
  assert.deepEqual(fullForms('urn:service:sos', 'ims.example'), ['urn:service:sos']);
  assert.equal(dialled('112', 'ims.example'), 'tel:112;phone-context=ims.example');
});

test('a number of the home list is dialled before a URN', () => {
  assert.equal(homeEntry(lists), '112');
  assert.equal(homeEntry({ ...lists, home: ['urn:service:sos'] }), 'urn:service:sos');
  assert.equal(homeEntry({ ...lists, home: [] }), undefined);
});

test('an entry is of one partner alone when neither the home list nor another partner has it', () => {
  assert.deepEqual(partnerCountries(lists).sort(), ['228', '262', '310']);
  assert.deepEqual(partnerOnlyEntries(lists), [{ mcc: '228', entry: '117' }]);
  assert.deepEqual(partnerOnlyEntries({ ...lists, partners: { '262': ['110'] } }), [
    { mcc: '262', entry: '110' },
  ]);
});

test('a lookalike is in no list, whatever the lists hold', () => {
  const odd = { ...lists, home: ['112', '1123'], partners: { '262': ['1124'] } };
  assert.deepEqual(lookalikes(odd, 'ims.example'), [
    'tel:+12025550112',
    'tel:1125;phone-context=ims.example',
    'tel:+120255501123',
    'tel:11233;phone-context=ims.example',
  ]);
});

test('every stimulus is a request that we may send', () => {
  const uris = [
    ...lists.home.flatMap((entry) => [
      ...fullForms(entry, 'ims.example'),
      ...otherForms(entry, 'ims.example'),
    ]),
    ...lookalikes(lists, 'ims.example'),
    ordinaryUri,
  ];
  for (const uri of uris) {
    const request = SipRequest.build({
      method: 'OPTIONS',
      uri,
      headers: [
        ['Via', 'SIP/2.0/WSS a.invalid;branch=z9hG4bK1'],
        ['Max-Forwards', '70'],
        ['From', '<sip:a@ims.example>;tag=1'],
        ['To', `<${uri}>`],
        ['Call-ID', '1'],
        ['CSeq', '1 OPTIONS'],
        ['P-Access-Network-Info', accessNetworkIn('262')],
      ],
    });
    assert.deepEqual(validateMessage(request), [], uri);
  }
});

test('the cell identity begins with the country', () => {
  assert.match(accessNetworkIn('262'), /^3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=26201[0-9a-f]{11}$/);
});

test('only sos and what is below it is an emergency service', () => {
  assert.ok(isSosUrn('urn:service:sos'));
  assert.ok(isSosUrn('URN:service:sos.police'));
  assert.ok(!isSosUrn('urn:service:sosx'));
  assert.ok(!isSosUrn('urn:service:counseling'));
});
