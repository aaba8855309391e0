import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { host } from '../null-suts/null-sut.ts';
import { w2conf } from '../support/w2conf.ts';
import { verdictsIn } from './evidence.ts';
import { start } from './process.ts';

const folder = mkdtempSync(join(tmpdir(), 'w2conf-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Media through the addresses of the SDP. */
const through = 'EPC-7.4.1-c3';
const PORTS = 50;
const common = 'pixit: { t1: 50ms, guard: 100ms }';

/** Three ranges of ports, apart from each other, as `FIRST-LAST`. */
async function ranges(): Promise<readonly [string, string, string]> {
  const first = await freePort(host);
  const range = (n: number) => `${first + n * PORTS}-${first + (n + 1) * PORTS - 1}`;
  return [range(0), range(1), range(2)];
}

function agw(access: string, core: string): string {
  return `media: { agw: { access: { host: ${host}, ports: ${access} }, core: { host: ${host}, ports: ${core} } } }`;
}

/** Writes a profile. @returns its path */
function profile(name: string, ...lines: readonly string[]): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Runs these rows. @returns exit code, and verdicts of rows and scenarios */
function run(name: string, sut: string, file: string, rows: readonly string[]) {
  const out = join(folder, name);
  const selection = rows.flatMap((row) => ['--select', row]);
  const { code } = w2conf(['run', '--sut', sut, '--profile', file, '--out', out, ...selection]);
  return { code, verdicts: verdictsIn(out) };
}

describe('ranges of the eIMS-AGW in the profile', () => {
  it('are those of a SUT that w2conf starts, and it passes', async () => {
    const [access, core] = await ranges();
    const file = profile('own', common, agw(access, core));
    const { code, verdicts } = run('own', 'reference', file, [through]);
    assert.equal(verdicts[through], 'pass');
    assert.equal(code, 0);
  });

  it('fail a SUT that has other ports on either side', async () => {
    const [w2Port, mwPort, corePort] = [await freePort(host), await freePort(host), await freePort(host)];
    const [access, core, another] = await ranges();
    const pics = 'pics: { webAuth: false, pool: false }';
    const its = profile('its', common, pics, agw(access, core));
    const at = ['--w2', `${host}:${w2Port}`, '--mw', `udp:${host}:${mwPort}`];
    const reference = start(['reference', ...at, '--core', `udp:${host}:${corePort}`, '--profile', its]);
    try {
      const { w2, mw, ca } = JSON.parse(await reference.ready) as { w2: string; mw: string; ca: string };
      const told = (media: string) => [
        common,
        pics,
        `w2: { url: "${w2}", ca: ${JSON.stringify(ca)} }`,
        `mw: { listen: { host: "${host}", port: ${corePort} }, sut: "${mw}" }`,
        media,
      ];
      const expected = {
        right: [agw(access, core), 'pass', 0],
        'wrong-access': [agw(another, core), 'fail', 1],
        'wrong-core': [agw(access, another), 'fail', 1],
      } as const;
      for (const [name, [media, verdict, exit]] of Object.entries(expected)) {
        const { code, verdicts } = run(name, 'remote', profile(name, ...told(media)), [through]);
        assert.deepEqual([verdicts[through], code], [verdict, exit], name);
      }
    } finally {
      reference.signal('SIGTERM');
    }
    assert.equal((await reference.ended).code, 0);
  });
});

it('a SUT without media gateway is judged on its signalling alone', () => {
  const needsMedia = loadCatalogue()
    .requirements.filter(({ condition, entity }) => condition === 'media' && entity === 'eP-CSCF')
    .map(({ id }) => id);
  assert.ok(needsMedia.includes(through));
  const signalling = [
    'GEN-7.1-5',
    'EPC-7.4.1-a4',
    'EPC-7.4.1-c',
    'EPC-7.4.1-f1',
    'EPC-7.4.2-b',
    'EPC-7.4.2-c',
  ];
  const file = profile('signalling', common, 'pics: { media: false }');
  const { code, verdicts } = run('signalling', 'reference', file, [...needsMedia, ...signalling]);
  for (const id of needsMedia) assert.equal(verdicts[id], 'not-applicable', id);
  for (const id of signalling) assert.equal(verdicts[id], 'pass', id);
  assert.equal(code, 0);
});
