import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import type { Scenario } from '../support/world.ts';

Then('{wic} needs no certificate', function (this: Scenario, name: string) {
  const { requested, handshake, id } = this.notes.withoutCertificate(name);
  const evidence = { message: id };
  check({
    title: 'The WebSocket can be opened without a client certificate',
    ok: handshake.wic !== undefined,
    expected: ['an open WebSocket'],
    received: handshake.outcome,
    evidence,
  });
  check({
    title: 'No client certificate is asked for',
    ok: !requested,
    cap: 'warning',
    expected: ['no CertificateRequest'],
    received: requested ? 'a CertificateRequest that may be left unanswered' : 'no CertificateRequest',
    evidence,
  });
});
