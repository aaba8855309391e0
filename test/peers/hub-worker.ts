import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../src/endpoint/clock.ts';
import { Core } from '../../src/peers/core/core.ts';
import { HubPort } from '../../src/peers/hub/hub-port.ts';

const { run, identity, sut } = workerData;
const port = await HubPort.claim('in a worker', [identity], { run, clock: systemClock });
const core = new Core({
  port,
  clock: systemClock,
  t1: 500,
  sut,
  domain: 'ims.example',
  identities: [identity],
});
parentPort?.postMessage('ready');
parentPort?.once('message', async () => {
  parentPort?.postMessage(core.received().map(({ message }) => message.method));
  core.close();
  await port.release();
});
