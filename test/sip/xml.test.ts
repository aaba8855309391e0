import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AlternativeServiceError,
  alternativeServiceXml,
  parseAlternativeService,
} from '../../src/sip/alternative-service.ts';
import { parseRegInfo, type RegInfo, RegInfoError, regInfoXml } from '../../src/sip/reginfo.ts';
import { fixturePaths, fixtureText } from './fixtures.ts';

const regInfoFaults: Readonly<Record<string, RegExp>> = {
  'neg-missing-version': /'version' is required/,
  'neg-bad-event': /'reregistered' is not an element/,
  'neg-contact-without-uri': /Missing child element/,
  'neg-wrong-namespace': /No matching global declaration/,
  'neg-not-wellformed': /not well-formed/,
  'neg-negative-version': /'-1' is not a valid value/,
};
const nameOf = (path: string): string => path.replace(/^.*\/|\.xml$/g, '');

for (const path of fixturePaths('xml/reginfo', '.xml')) {
  const fault = regInfoFaults[nameOf(path)];
  test(`${path} is ${fault === undefined ? 'read and survives writing' : 'refused'}`, () => {
    const text = fixtureText(path);
    if (fault === undefined) {
      const info = parseRegInfo(text);
      assert.deepEqual(parseRegInfo(regInfoXml(info)), info);
      return;
    }
    assert.throws(
      () => parseRegInfo(text),
      (error) => error instanceof RegInfoError && fault.test(error.reason),
    );
  });
}

test('reg-event: states, times, all optional attributes and unknown parameters', () => {
  const probation = parseRegInfo(fixtureText('xml/reginfo/terminated-probation.xml')).registrations[0];
  assert.equal(probation?.state, 'terminated');
  assert.equal(probation?.contacts[0]?.event, 'probation');
  assert.equal(probation?.contacts[0]?.retryAfter, 30);
  const full = parseRegInfo(fixtureText('xml/reginfo/display-name-lang.xml')).registrations[0]?.contacts[0];
  assert.deepEqual(
    [full?.q, full?.callId, full?.cseq, full?.durationRegistered, full?.displayName],
    ['0.8', 'abc@ua', 2, 7322, 'Aliisa'],
  );
  const gruu = parseRegInfo(fixtureText('xml/reginfo/gruu.xml')).registrations[0]?.contacts[0];
  assert.deepEqual(gruu?.unknownParams?.[1], ['reg-id', '1']);
  const set = parseRegInfo(fixtureText('xml/reginfo/full-implicit-set.xml'));
  assert.deepEqual(
    set.registrations.map(({ aor }) => aor),
    ['sip:alice@example.com', 'tel:+358500000001'],
  );
});

test('reg-event: markup in values is escaped', () => {
  const info: RegInfo = {
    version: 7,
    state: 'partial',
    registrations: [
      {
        aor: 'sip:a@h?x=1&y=2',
        id: '"<',
        state: 'active',
        contacts: [
          { id: 'c', state: 'active', event: 'created', uri: 'sip:a@h;x=<&>', displayName: "Ä & 'B'" },
        ],
      },
    ],
  };
  assert.deepEqual(parseRegInfo(regInfoXml(info)), info);
});

test('alternative service: what is written is valid and read back', () => {
  for (const service of [
    { type: 'emergency', reason: '' },
    { type: 'emergency', reason: 'a < b & c', action: 'emergency-registration' },
  ]) {
    assert.deepEqual(parseAlternativeService(alternativeServiceXml(service)), {
      ...service,
      legacyType: false,
      schemaProblems: [],
    });
  }
});

for (const [name, expected] of Object.entries({
  emergency: { type: 'emergency', reason: 'emergency call detected', legacyType: false },
  'emergency-registration': {
    type: 'emergency',
    reason: '',
    action: 'emergency-registration',
    legacyType: false,
  },
  'anonymous-emergencycall': {
    type: 'emergency',
    reason: '',
    action: 'anonymous-emergencycall',
    legacyType: false,
  },
  'restoration-initial-registration': {
    type: 'restoration',
    reason: 'S-CSCF restoration',
    action: 'initial-registration',
    legacyType: false,
  },
  'unknown-type': { type: 'somethingnew', reason: 'x', legacyType: false },
})) {
  test(`xml/ims-3gpp/${name}.xml is valid`, () => {
    assert.deepEqual(parseAlternativeService(fixtureText(`xml/ims-3gpp/${name}.xml`)), {
      ...expected,
      schemaProblems: [],
    });
  });
}

for (const [name, expected, problem] of [
  ['no-reason', { type: 'emergency', legacyType: false }, /Expected is \( reason \)/],
  ['no-version', { type: 'emergency', reason: 'r', legacyType: false }, /'version' is required/],
  ['old-release-emergency-element', { type: 'emergency', reason: 'r', legacyType: true }, /Element 'type'/],
] as const) {
  test(`xml/ims-3gpp/${name}.xml is read and reported`, () => {
    const { schemaProblems, ...rest } = parseAlternativeService(fixtureText(`xml/ims-3gpp/${name}.xml`));
    assert.deepEqual(rest, expected);
    assert.equal(schemaProblems.length, 1);
    assert.match(schemaProblems[0] as string, problem);
  });
}

for (const [what, xml, reason] of [
  ['a body that is not well formed', fixtureText('xml/ims-3gpp/not-wellformed.xml'), /not well-formed/],
  ['service information', fixtureText('xml/ims-3gpp/service-info.xml'), /no alternative-service/],
  ['another root', '<reginfo/>', /root is reginfo/],
  [
    'no type',
    '<ims-3gpp version="1"><alternative-service><reason/></alternative-service></ims-3gpp>',
    /no type/,
  ],
  [
    'an empty type',
    '<ims-3gpp><alternative-service><type> </type></alternative-service></ims-3gpp>',
    /empty/,
  ],
  ['an empty body', '', /not well-formed/],
] as const) {
  test(`alternative service: ${what} is refused`, () => {
    assert.throws(
      () => parseAlternativeService(xml),
      (error) => error instanceof AlternativeServiceError && reason.test(error.reason),
    );
  });
}

test('external entities are refused and their files never read', () => {
  const own = new URL(import.meta.url).href;
  const xml = `<!DOCTYPE r [<!ENTITY x SYSTEM "${own}">]><ims-3gpp version="1"><alternative-service><type>&x;</type><reason/></alternative-service></ims-3gpp>`;
  assert.throws(() => parseAlternativeService(xml), /document type declaration is not allowed/);
  assert.throws(() => parseRegInfo(xml), RegInfoError);
});

test('entity bombs are refused', () => {
  const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join(
    '',
  );
  assert.throws(
    () => parseRegInfo(`<!DOCTYPE r [<!ENTITY e0 "0123456789">${levels}]><r>&e9;</r>`),
    RegInfoError,
  );
});
