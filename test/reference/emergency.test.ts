import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReferenceConfig } from '../../src/reference/config.ts';
import { parseAlternativeService } from '../../src/sip/alternative-service.ts';
import { addresses } from '../../src/sip/headers/index.ts';
import type { HeaderInit } from '../../src/sip/message.ts';
import { startLab } from './support.ts';

const home: HeaderInit = ['P-Access-Network-Info', '3GPP-UTRAN-FDD; utran-cell-id-3gpp=0010112340000001'];
const abroad: HeaderInit = ['P-Access-Network-Info', '3GPP-UTRAN-FDD; utran-cell-id-3gpp=2620112340000001'];

interface Case {
  readonly uri: string;
  readonly from?: HeaderInit;
  readonly method?: string;
  readonly outcome: 'rejected' | 'ordinary' | 'emergency';
}

async function judge(config: Partial<ReferenceConfig>, cases: readonly Case[]): Promise<void> {
  const lab = await startLab(config);
  try {
    const { wic } = await lab.registered('erin', { impus: ['sip:erin@home1.net', 'tel:+1555'] });
    for (const { uri, from, method = 'INVITE', outcome } of cases) {
      const sent = wic.initial(method, uri, from ? [from] : []);
      const what = `${method} ${uri} ${from?.[1] ?? ''}`;
      if (outcome === 'rejected') {
        const final = await wic.final(sent);
        assert.equal(final.status, 380, what);
        assert.equal(final.has('Contact'), false);
        assert.equal(parseAlternativeService(Buffer.from(final.body).toString()).type, 'emergency');
        assert.equal(addresses(final, 'P-Asserted-Identity').length, 1);
        assert.equal(
          lab.core.inbox.all(({ message }) => message.value('Call-ID') === sent.value('Call-ID')).length,
          0,
        );
        continue;
      }
      const { message, link } = await lab.core.request(
        method,
        (m) => m.value('Call-ID') === sent.value('Call-ID'),
      );
      assert.equal(message.uri, outcome === 'emergency' ? 'urn:service:sos' : uri, what);
      if (outcome === 'emergency') {
        assert.deepEqual(message.values('P-Asserted-Identity'), ['<sip:erin@home1.net>', '<tel:+1555>']);
      }
      lab.core.answer(message, link, 486, { toTag: 'x' });
      assert.equal((await wic.final(sent)).status, 486, what);
    }
  } finally {
    await lab.stop();
  }
}

const forms = [
  'tel:112',
  'tel:112;phone-context=home1.net',
  'sip:112;phone-context=home1.net@home1.net;user=phone',
  'sip:112@home1.net;user=phone',
  'urn:service:sos',
  'urn:service:sos.police',
];
const ordinary = [
  'tel:1123;phone-context=home1.net',
  'tel:+49112',
  'sip:112@elsewhere.net',
  'urn:service:sosx',
];

test('with the country unknown every list counts and the call is rejected under either policy', async () => {
  for (const policy of ['reject', 'proceed'] as const) {
    await judge({ policy }, [
      ...forms.map((uri): Case => ({ uri, outcome: 'rejected' })),
      { uri: 'tel:110', outcome: 'rejected' },
      { uri: 'tel:112', from: home, outcome: 'rejected' },
      ...ordinary.map((uri): Case => ({ uri, outcome: 'ordinary' })),
      ...['MESSAGE', 'OPTIONS', 'SUBSCRIBE', 'FOOBAR'].map(
        (method): Case => ({ uri: 'tel:112', method, outcome: 'rejected' }),
      ),
    ]);
  }
});

test('with the country from P-Access-Network-Info the policy counts at home and the partner list abroad', async () => {
  await judge({ originCountry: 'pani', policy: 'proceed' }, [
    { uri: 'tel:112', from: home, outcome: 'emergency' },
    { uri: 'tel:110', from: home, outcome: 'ordinary' },
    { uri: 'tel:112', from: abroad, outcome: 'rejected' },
    { uri: 'tel:110', from: abroad, outcome: 'rejected' },
    { uri: 'tel:112', outcome: 'rejected' },
  ]);
  await judge({ originCountry: 'pani', policy: 'reject' }, [
    { uri: 'tel:112', from: home, outcome: 'rejected' },
  ]);
});
