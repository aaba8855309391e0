import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { select } from '../../src/cli/selection.ts';
import { toolInfo } from '../../src/cli/version.ts';
import { writeReports } from '../../src/cli/write-reports.ts';
import { makeCertificates } from '../../src/net/certificates.ts';
import { Waf } from '../../src/peers/waf/waf.ts';
import { defaultProfile, referenceProfile } from '../../src/profile/defaults.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { conduct } from '../../src/run/conduct.ts';
import { RecordWriter, readRecord } from '../../src/run/record-file.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Result } from '../../src/verdict/result.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { root } from '../support/w2conf.ts';
import { commandLines, Secrets } from './secrets.ts';

const catalogue = loadCatalogue();

interface Written {
  readonly folder: string;
  readonly secrets: Secrets;
  readonly result: Result;
  /** Command lines that had a secret in them. */
  readonly shown: readonly string[];
}

/** A run in this process with all its files. */
async function runOf(
  t: TestContext,
  profile: Profile,
  selection: readonly string[],
  { edition = profile.edition, parallel = 1 } = {},
): Promise<Written> {
  using scope = new DisposableStack();
  const secrets = new Secrets(scope);
  const folder = temporaryFolder(t);
  const file = join(folder, 'record.ndjson');
  const record = new RecordWriter(file);
  const lines = new Set<string>();
  await conduct({
    root,
    tool: toolInfo(),
    profile,
    catalogue,
    edition,
    selected: select(selection, catalogue, readScenarios(root), edition),
    selection,
    parallel,
    seed: 1,
    preflight: true,
    write: (line) => record.write(line),
    onEnded: () => {
      for (const line of commandLines()) lines.add(line);
    },
  }).finished;
  record.close();
  const result = judge([readRecord(file)], catalogue);
  t.mock.method(process.stdout, 'write', () => true);
  await writeReports(result, [readRecord(file)], catalogue, folder);
  t.mock.restoreAll();
  return { folder, secrets, result, shown: [...lines].filter((line) => secrets.in(line).length > 0) };
}

/** A search that finds nothing anywhere proves nothing. */
function assertFound(secrets: Secrets): void {
  const [token = ''] = secrets.tokens;
  const [, payload = ''] = token.split('.');
  const encoded = Buffer.from(`:${payload}`).toString('base64');
  for (const form of [token, payload, encoded]) assert.notDeepEqual(secrets.in(`part ${form}`), []);
}

function assertKept({ folder, secrets, shown }: Written): void {
  const found = secrets.inFiles(folder);
  assert.deepEqual(Object.keys(found).sort(), [
    'junit.xml',
    'record.ndjson',
    'report.html',
    'report.json',
    'trace.pcapng',
  ]);
  for (const [name, forms] of Object.entries(found)) assert.deepEqual(forms.slice(0, 3), [], name);
  assert.deepEqual(shown, []);
}

test('no file of a run of everything has a password, key or token in it, in any form', async (t) => {
  const reference = referenceProfile();
  const written = await runOf(
    t,
    { ...reference, pics: { ...reference.pics, imsAka: [true], tokenValidation: ['jwks', 'introspection'] } },
    [],
  );
  assert.ok(written.secrets.tokens.length > 50, `${written.secrets.tokens.length} tokens`);
  assert.ok(written.secrets.all.size > 500, `${written.secrets.all.size} secrets`);
  assertFound(written.secrets);
  assertKept(written);
});

test('nor where every request carries the token, in the form of RFC 6750', async (t) => {
  const reference = referenceProfile();
  const token = { ...reference.pixit.token, style: 'rfc6750' } as const;
  const written = await runOf(
    t,
    { ...reference, pixit: { ...reference.pixit, token } },
    ['EPC-6.4.2-1', 'EPC-6.4.2-2c', 'EPC-6.4.2-11', 'EPC-6.4.2-15'],
    {
      edition: 'R17',
    },
  );
  assert.ok(written.secrets.tokens.length > 5);
  assertKept(written);
});

const program = fileURLToPath(import.meta.resolve('./talkative.ts'));

/** A SUT that logs all it hears, told of the WAF by these variables. */
function talkative(waf: Readonly<Record<string, string>>): Profile {
  const profile = defaultProfile('remote');
  const [t1, guard] = [50, 50];
  return {
    ...profile,
    sut: {
      name: 'talkative',
      driver: 'process',
      process: {
        command: [process.execPath, program],
        environment: {
          SUT_W2: '{w2.host}:{w2.port}',
          SUT_MW: '{mw.host}:{mw.port}',
          SUT_CORE: '{core.host}:{core.port}',
          SUT_CERT: '{tls.cert}',
          SUT_KEY: '{tls.key}',
          SUT_VALIDATION: '{pics.tokenValidation}',
          ...waf,
        },
        files: {},
        ready: 'websocket',
        startWithin: 20_000,
        stopWithin: 2000,
      },
    },
    w2: { ...profile.w2, url: 'wss://127.0.0.1:0/' },
    mw: { ...profile.mw, listen: { host: '127.0.0.1', port: 0 }, sut: { ...profile.mw.sut, port: 0 } },
    waf: {
      ...profile.waf,
      listen: { host: '127.0.0.1', port: 0 },
      thirdParty: { host: '127.0.0.1', port: 0 },
      wwsf: { ...profile.waf.wwsf, port: 0 },
    },
    pixit: { ...profile.pixit, t1, guard, token: { ...profile.pixit.token, leeway: 100 } },
  };
}

test('what a SUT writes about them is kept, too, and no command line shows them', async (t) => {
  const profile = talkative({
    SUT_ISSUER: '{waf.issuer}',
    SUT_JWKS: '{waf.jwks}',
    SUT_INTROSPECTION: '{waf.introspection}',
    SUT_ID: '{waf.id}',
    SUT_SECRET: '{waf.secret}',
    SUT_AUDIENCE: '{waf.audience}',
    SUT_SCOPE: '{waf.scope}',
    SUT_WWSF: '{waf.wwsf}',
    SUT_CA: '{waf.ca}',
  });
  const both = { ...profile, pics: { ...profile.pics, tokenValidation: ['jwks', 'introspection'] as const } };
  const selection = ['EPC-6.4.2-1', 'EPC-6.4.2-2a', 'EPC-6.4.2-2c', 'EPC-6.4.2-15', 'EPC-6.4.1-1a'];
  const written = await runOf(t, both, selection);
  assert.equal(written.result.verdict, 'pass');
  assert.ok(written.secrets.tokens.length > 5);
  assertKept(written);
});

test("tokens of a vendor's WAF are had in worker threads, and kept as well", async (t) => {
  const certificates = await makeCertificates({ hosts: ['127.0.0.1'] });
  const folder = temporaryFolder(t, { 'ca.pem': certificates.ca });
  const told: string[] = [];
  const { waf: settings } = defaultProfile('remote');
  const waf = await Waf.open({
    ...settings,
    ...certificates,
    host: '127.0.0.1',
    port: 0,
    wwsf: settings.wwsf.id,
    lifetime: 300,
    leeway: 1,
    secret: (value) => void told.push(value),
  });
  t.after(() => waf.close());
  const ca = join(folder, 'ca.pem');
  const profile = talkative({
    SUT_ISSUER: waf.access.issuer,
    SUT_JWKS: waf.jwks,
    SUT_AUDIENCE: settings.audience,
    SUT_SCOPE: settings.scope,
    SUT_WWSF: settings.wwsf.id,
    SUT_CA: ca,
  });
  const { id, secret } = waf.access.wwsf;
  const clientCredentials = { endpoint: `${waf.access.issuer}/token`, id, secret, scope: settings.scope, ca };
  const token = { ...profile.pixit.token, from: 'clientCredentials', clientCredentials } as const;
  const vendor = { ...profile, pixit: { ...profile.pixit, token } };
  const written = await runOf(t, vendor, ['EPC-6.4.2-1', 'EPC-6.4.2-2a', 'EPC-6.4.2-4', 'EPC-6.4.2-11'], {
    parallel: 2,
  });
  for (const value of told) written.secrets.all.add(value);
  const verdictOf = (row: string) => written.result.requirements.find(({ id: of }) => of === row)?.verdict;
  for (const row of ['EPC-6.4.2-1', 'EPC-6.4.2-4', 'EPC-6.4.2-11']) assert.equal(verdictOf(row), 'pass', row);
  assert.equal(verdictOf('EPC-6.4.2-2a'), 'not-applicable', 'only our WAF makes wrong tokens');
  assert.ok(written.secrets.tokens.length > 2);
  assertKept(written);
});
