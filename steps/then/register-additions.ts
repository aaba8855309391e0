import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { readField } from '../../src/check/read.ts';
import type { Subject } from '../../src/check/subject.ts';
import { addresses, chargingVector, visitedNetworks } from '../../src/sip/headers/index.ts';
import type { Params } from '../../src/sip/params.ts';
import { parseUri, type Uri } from '../../src/sip/uri.ts';
import { registersAtMw } from '../support/registers.ts';
import type { Scenario } from '../support/world.ts';

Then('every REGISTER of {wic} at Mw has a SIP URI in Path', function (this: Scenario, name: string) {
  for (const register of registersAtMw(this, name)) {
    const uris = pathUris(register);
    expect(register).to.conform({
      title: 'Path of REGISTER has a SIP URI of the eP-CSCF',
      ok: uris.some(isSip),
      expected: ['Path with a SIP URI'],
      received: listed('Path', uris),
      header: 'Path',
    });
    expect(register)
      .atMost('warning')
      .to.conform({
        title: 'The URIs of Path have the lr parameter',
        ok: uris.every(({ params }) => params.has('lr')),
        expected: ['lr in each URI of Path'],
        received: listed('Path', uris),
        header: 'Path',
      });
  }
});

Then('every REGISTER of {wic} at Mw requires path', function (this: Scenario, name: string) {
  for (const register of registersAtMw(this, name)) expect(register).to.have.optionTag('Require', 'path');
});

Then('every REGISTER of {wic} at Mw names the visited network', function (this: Scenario, name: string) {
  const { visitedNetwork } = this.lab.parameters.home;
  for (const register of registersAtMw(this, name)) {
    const networks = readField(
      register,
      'P-Visited-Network-ID',
      'P-Visited-Network-ID with a network',
      visitedNetworks,
    );
    const statement = {
      received:
        networks.length === 0 ? 'no P-Visited-Network-ID' : `P-Visited-Network-ID: ${networks.join(', ')}`,
      header: 'P-Visited-Network-ID',
    };
    expect(register).to.conform({
      ...statement,
      title: 'REGISTER has P-Visited-Network-ID',
      ok: networks.some((network) => network !== ''),
      expected: ['P-Visited-Network-ID with a network, as token or quoted string'],
    });
    expect(register)
      .atMost('warning')
      .to.conform({
        ...statement,
        title: 'P-Visited-Network-ID names the visited network of the profile and no other',
        ok: networks.length === 1 && networks[0] === visitedNetwork,
        expected: [`${visitedNetwork} (home.visitedNetwork of the profile)`],
      });
  }
});

Then('every REGISTER of {wic} at Mw has an icid-value', function (this: Scenario, name: string) {
  for (const register of registersAtMw(this, name)) {
    const vector = chargingOf(register);
    expect(register).to.conform({
      title: 'P-Charging-Vector of REGISTER has an icid-value',
      ok: Boolean(vector?.get('icid-value')),
      expected: ['P-Charging-Vector with icid-value'],
      received: register.message.value('P-Charging-Vector') ?? 'no P-Charging-Vector',
      header: 'P-Charging-Vector',
    });
    expect(register).atMost('warning').to.have.headerParameter('P-Charging-Vector', 'orig-ioi');
    expect(register).atMost('warning').to.not.have.headerParameter('P-Charging-Vector', 'term-ioi');
  }
});

Then(
  'no REGISTER of {wic} has an icid-value of {wic}',
  function (this: Scenario, name: string, other: string) {
    const others = new Set(
      registersAtMw(this, other).map((register) => chargingOf(register)?.get('icid-value')),
    );
    for (const register of registersAtMw(this, name)) {
      const icid = chargingOf(register)?.get('icid-value');
      expect(register).to.conform({
        title: 'The icid-value belongs to one registration alone',
        ok: !others.has(icid),
        expected: ['an icid-value that no REGISTER of another public user identity has'],
        received: `icid-value=${icid}${others.has(icid) ? `, also in a REGISTER of WIC ${other}` : ''}`,
        header: 'P-Charging-Vector',
      });
    }
  },
);

Then(
  'the Path of {wic} and that of {wic} mark their connections',
  function (this: Scenario, name: string, other: string) {
    markConnections(this, name, other);
  },
);

Then(
  'where outbound is supported, the Path of {wic} and that of {wic} mark their connections',
  function (this: Scenario, name: string, other: string) {
    if (this.lab.parameters.pics.outbound) markConnections(this, name, other);
  },
);

/** Both connections are live. */
function markConnections(scenario: Scenario, name: string, other: string): void {
  const register = scenario.registerAtMw(name, -1);
  const ofOther = scenario.registerAtMw(other, -1);
  for (const each of [register, ofOther]) {
    const uris = pathUris(each);
    expect(each).to.conform({
      title: 'A URI of Path has the ob parameter',
      ok: uris.some(marksFlow),
      expected: ['ob in a URI of Path'],
      received: listed('Path', uris),
      header: 'Path',
    });
  }
  const flows = pathUris(ofOther).filter(marksFlow);
  const shared = pathUris(register).filter(
    (uri) => marksFlow(uri) && flows.some(({ text }) => text === uri.text),
  );
  expect(register).to.conform({
    title: 'The Path URIs of two live connections differ',
    ok: shared.length === 0,
    expected: ['a URI with ob that stands in no REGISTER of another connection'],
    received:
      shared.length === 0
        ? listed('Path', pathUris(register))
        : `${listed('Path', shared)} on both connections`,
    header: 'Path',
  });
}

function pathUris(register: Subject): Uri[] {
  return readField(register, 'Path', 'Path with URIs in <>', (message) =>
    addresses(message, 'Path').map(({ uri }) => parseUri(uri)),
  );
}

function chargingOf(register: Subject): Params | undefined {
  return readField(register, 'P-Charging-Vector', 'P-Charging-Vector with icid-value', chargingVector);
}

function isSip({ scheme }: Uri): boolean {
  return scheme === 'sip' || scheme === 'sips';
}

function marksFlow({ params }: Uri): boolean {
  return params.has('ob');
}

function listed(header: string, uris: readonly Uri[]): string {
  return uris.length === 0 ? `no ${header}` : `${header}: ${uris.map(({ text }) => `<${text}>`).join(', ')}`;
}
