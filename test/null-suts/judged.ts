import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { loadProfile } from '../../src/profile/load.ts';
import type { Profile } from '../../src/profile/profile.ts';
import type { Selected } from '../../src/run/plan.ts';
import { parseRecord } from '../../src/run/record-file.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { exitCode } from '../../src/verdict/exit-code.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Verdict } from '../../src/verdict/lattice.ts';
import type { Result, ScenarioResult } from '../../src/verdict/result.ts';
import { conducted } from '../support/conducted.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { root } from '../support/w2conf.ts';
import { certificates, host, type StartNullSut } from './null-sut.ts';

const catalogue = loadCatalogue();
const scenarios = readScenarios(root);
const handshake = new Set(
  scenarios.filter(({ tags }) => tags.includes('@handshake')).map(({ uri, line }) => `${uri}:${line}`),
);

/** Every requirement that has scenarios, with them. */
const everything: readonly Selected[] = withScenarios(scenarios);

const needSip = scenarios.filter(({ tags }) => !tags.includes('@handshake'));

/** The scenarios that need a SUT which serves SIP, in groups so small that a run never gives a SUT up. */
export const smallGroups: readonly (readonly Selected[])[] = groupsOf(3, needSip).map(withScenarios);

/** The same one by one. */
export const single: readonly (readonly Selected[])[] = groupsOf(1, needSip).map(withScenarios);

function withScenarios(some: typeof scenarios): readonly Selected[] {
  const byRequirement = Map.groupBy(
    some,
    ({ requirement }) => catalogue.find(requirement)?.id ?? requirement,
  );
  return catalogue.requirements
    .map((requirement) => ({ requirement, scenarios: byRequirement.get(requirement.id) ?? [] }))
    .filter((selected) => selected.scenarios.length > 0);
}

function groupsOf<T>(size: number, all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

export interface Judged {
  readonly result: Result;
  readonly exit: number;
}

/** Where the profile's SUT is; its timers are so short that nobody waits long for nothing. */
interface ProfileFacts {
  readonly url: string;
  readonly mw: string;
  readonly corePort: number;
  /** Of the WAF, the third-party WAF and the WWSF. */
  readonly webPorts: readonly number[];
  readonly ca: string;
}

/** Writes a profile for a remote SUT into a folder. */
async function writeProfile(
  folder: string,
  { url, mw, corePort, webPorts, ca }: ProfileFacts,
  t1 = '4ms',
): Promise<string> {
  const file = join(folder, 'profile.yaml');
  const { cert, key } = await certificates;
  writeFileSync(join(folder, 'ca.pem'), ca);
  writeFileSync(join(folder, 'waf-cert.pem'), cert);
  writeFileSync(join(folder, 'waf-key.pem'), key);
  const [waf, thirdParty, wwsf] = webPorts;
  const text = [
    'sut: { name: nobody, driver: remote }',
    `w2: { url: "${url}", ca: ./ca.pem, expectedSource: unknown }`,
    `mw: { listen: { host: "${host}", port: ${corePort} }, sut: "${mw}" }`,
    'waf:',
    '  cert: ./waf-cert.pem',
    '  key: ./waf-key.pem',
    `  listen: { port: ${waf} }`,
    `  thirdParty: { port: ${thirdParty} }`,
    `  wwsf: { port: ${wwsf} }`,
    'pics: { imsAka: true, originCheck: true, outbound: true, originCountry: pani, consent: true }',
    `pixit: { t1: ${t1}, response: 60ms, guard: 10ms, deregistrationGrace: 20ms, consentExpiry: 60ms, token: { leeway: 1ms } }`,
  ].join('\n');
  writeFileSync(file, `${text}\n`);
  return file;
}

/** Starts a SUT, with the profile that leads to it. */
export async function withProfile(
  t: TestContext,
  start: StartNullSut,
  t1?: string,
): Promise<{ readonly profile: Profile; readonly file: string }> {
  const folder = temporaryFolder(t);
  const corePort = await freePort(host);
  const webPorts = [await freePort(host), await freePort(host), await freePort(host)];
  const anywhere = { url: `wss://${host}/`, mw: `udp:${host}:9`, corePort, webPorts, ca: '' };
  const before = loadProfile(await writeProfile(folder, anywhere, t1), { driver: 'remote' });
  const sut = await start(before);
  t.after(() => sut.stop());
  const file = await writeProfile(folder, { ...sut, corePort, webPorts }, t1);
  return { profile: loadProfile(file, { driver: 'remote' }), file };
}

/** What `w2conf run --sut remote` makes of it. */
export async function judged(
  profile: Profile,
  preflight: boolean,
  selected: readonly Selected[] = everything,
): Promise<Judged> {
  const text = await conducted({
    profile,
    selected,
    selection: selected.map(({ requirement }) => requirement.id),
    preflight,
  });
  const result = judge([parseRecord(text, 'record.ndjson')], catalogue);
  return { result, exit: exitCode(result) };
}

/** No pass for a scenario that needs SIP, and no harness error: nothing that a SUT does makes the harness stumble. */
export function assertEarnsNothing({ result }: Judged): void {
  const judgedSo = (verdict: Verdict) =>
    allScenarios(result).filter((scenario) => scenario.verdict === verdict);
  const undeserved = judgedSo('pass').filter(({ uri, line }) => !handshake.has(`${uri}:${line}`));
  assert.deepEqual(
    undeserved.map(({ key }) => key),
    [],
  );
  // Out of reach is an error of every scenario.
  if (result.unreachable !== undefined) return;
  assert.deepEqual(
    judgedSo('error').map(({ key, reason }) => `${key}: ${reason}`),
    [],
  );
}

export function allScenarios(result: Result): readonly ScenarioResult[] {
  return result.requirements.flatMap((row) => row.scenarios);
}
