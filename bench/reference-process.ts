/** The reference eP-CSCF with its eIMS-AGW as a process of its own, so that its memory can be told from the peers'. */
import type { ReferenceConfig } from '../src/reference/config.ts';
import { startReference } from '../src/reference/reference.ts';

/** First message: how to start it; later ones ask for its memory. */
process.once('message', async (config: ReferenceConfig) => {
  const reference = await startReference(config);
  process.on('message', () => {
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send?.({ rss, heap: heapUsed + external, cpu: process.cpuUsage() });
  });
  process.once('disconnect', () => {
    reference.stop().then(
      () => process.exit(),
      () => process.exit(1),
    );
  });
  process.send?.({ w2Url: reference.w2Url, mw: reference.mw, ca: reference.ca });
});
