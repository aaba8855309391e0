import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import type { Scenario } from '../support/world.ts';

Then(
  'the {ordinal} REGISTER of {wic} at Mw carries no {string} in {word}',
  function (this: Scenario, which: number, name: string, parameter: string, header: string) {
    expect(this.registerAtMw(name, which)).to.not.have.headerParameter(header, parameter);
  },
);

Then(
  'the {ordinal} REGISTER of {wic} at Mw carries {string} {string} in {word}',
  function (this: Scenario, which: number, name: string, parameter: string, value: string, header: string) {
    expect(this.registerAtMw(name, which)).to.have.headerParameter(header, parameter, value);
  },
);

Then(
  'at most a warning: the {ordinal} REGISTER of {wic} at Mw has no {word}',
  function (this: Scenario, which: number, name: string, header: string) {
    expect(this.registerAtMw(name, which)).atMost('warning').to.not.have.headerField(header);
  },
);
