import { When } from '@cucumber/cucumber';
import { connectWithoutCertificate } from '../../src/run/without-certificate.ts';
import type { Scenario } from '../support/world.ts';

When(
  '{wic} opens a WebSocket without a certificate of its own',
  async function (this: Scenario, name: string) {
    this.notes.addWithoutCertificate(name, await connectWithoutCertificate(this.lab, name));
  },
);
