import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import type { Scenario } from '../support/world.ts';

/** The SUT does not know the method: that says nothing about Path. */
const UNKNOWN_METHOD = [405, 501];

Then('{wic} gets the MESSAGE of the core', function (this: Scenario, name: string) {
  const { sent, answer, received } = this.notes.delivery(name);
  const status = answer?.message.status;
  check({
    title: 'A request with the Path of the REGISTER in Route reaches the WIC',
    ok: received !== undefined,
    expected: ['the MESSAGE at the WIC'],
    received: received
      ? 'the MESSAGE at the WIC'
      : `no MESSAGE at the WIC; the core got ${answer ? answer.message.startLine : 'no final response'}`,
    evidence: { message: received?.id ?? answer?.id ?? sent.id },
    cap: status !== undefined && UNKNOWN_METHOD.includes(status) ? 'inconclusive' : undefined,
  });
});
