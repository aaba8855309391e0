import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConditionError, evaluate, keysOf, parseCondition, textOf } from '../../src/catalogue/condition.ts';
import { type Pics, picsNames, picsTable } from '../../src/profile/pics.ts';

const initial = Object.fromEntries(picsNames.map((name) => [name, picsTable[name].initial])) as Pics;

function holds(condition: string, pics: Partial<Pics>): boolean {
  return evaluate(parseCondition(condition), { ...initial, ...pics });
}

test('a name alone asks whether the PICS is declared', () => {
  assert.equal(holds('outbound', { outbound: true }), true);
  assert.equal(holds('outbound', { outbound: false }), false);
  assert.equal(holds('!outbound', { outbound: false }), true);
  assert.equal(holds('!!outbound', { outbound: true }), true);
});

test('how the SUT is reached can be asked for, too', () => {
  assert.equal(holds('sipDigest && w2Ipv6', { w2Ipv6: true }), true);
  assert.equal(holds('sipDigest && w2Ipv6', { w2Ipv6: false }), false);
  assert.equal(holds('sipDigest && w2Ipv6', {}), false);
});

test('a comparison asks for a value', () => {
  assert.equal(holds('emergencyPolicy == proceed', { emergencyPolicy: 'proceed' }), true);
  assert.equal(holds('emergencyPolicy == proceed', { emergencyPolicy: 'reject' }), false);
  assert.equal(holds('originCountry != unknown', { originCountry: 'pani' }), true);
  assert.equal(holds('originCountry != unknown', { originCountry: 'unknown' }), false);
  assert.equal(holds('sipDigest == false', { sipDigest: false }), true);
});

test('&& binds more than ||, and parentheses more than both', () => {
  const pics = { sipDigest: true, imsAka: false, webAuth: false };
  assert.equal(holds('sipDigest || imsAka && webAuth', pics), true);
  assert.equal(holds('(sipDigest || imsAka) && webAuth', pics), false);
  assert.equal(holds('!(sipDigest && imsAka)', pics), true);
});

test('blanks do not matter', () => {
  assert.deepEqual(parseCondition(' sipDigest&&!outbound '), parseCondition('sipDigest && !outbound'));
});

test('keys are named once, in their order', () => {
  const condition = parseCondition('sipDigest && originCountry == pani || !sipDigest && regEvent');
  assert.deepEqual(keysOf(condition), ['sipDigest', 'originCountry', 'regEvent']);
});

test('a person can read it', () => {
  assert.equal(
    textOf(parseCondition('sipDigest && (emergencyPolicy == proceed || !outbound)')),
    'sipDigest is declared and (emergencyPolicy is proceed or outbound is not declared)',
  );
  assert.equal(textOf(parseCondition('originCountry != pani')), 'originCountry is not pani');
  assert.equal(textOf(parseCondition('!(pool && gruu)')), 'not (pool is declared and gruu is declared)');
});

for (const [text, message] of [
  ['sipDigset', /sipDigset is no PICS name; did you mean sipDigest\?/],
  ['emergencyPolicy', /no yes\/no PICS; compare it with one of reject, proceed/],
  ['emergencyPolicy == rejct', /emergencyPolicy is never "rejct", but one of reject, proceed/],
  ['sipDigest &&', /a PICS name is missing at the end/],
  ['sipDigest && && pool', /a PICS name is missing before "&&"/],
  ['(sipDigest', /a parenthesis is not closed/],
  ['sipDigest pool', /"pool" is unexpected/],
  ['sipDigest & pool', /"& pool" is no expression/],
  ['', /a PICS name is missing at the end/],
] as const) {
  test(`"${text}" is refused`, () => {
    assert.throws(
      () => parseCondition(text),
      (error) => error instanceof ConditionError && message.test(error.message),
    );
  });
}
