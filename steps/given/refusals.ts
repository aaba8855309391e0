import { Given } from '@cucumber/cucumber';
import { authorization } from '../../src/sip/headers/index.ts';
import type { Scenario } from '../support/world.ts';

Given('the S-CSCF challenges the next re-REGISTER', function (this: Scenario) {
  this.lab.core.registrar.next({ policy: { challenge: 'always' } });
});

Given(
  'the S-CSCF refuses the answer to the first challenge of {wic} with {int}',
  function (this: Scenario, name: string, status: number) {
    const { registrar } = this.lab.core;
    const { identity } = this.lab.wic(name);
    registrar.next({
      status,
      stays: true,
      when: (request) => {
        const nonce = authorization(request)?.params.get('nonce');
        return nonce !== undefined && nonce === registrar.challenges.issued(identity)[0]?.nonce;
      },
    });
  },
);
