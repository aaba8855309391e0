/** `exits.ts TO`: starts a relay to nobody, and ends this process with code 130 when it has written its first line. */
import { configurations } from '../../src/profile/configurations.ts';
import { parseProfile } from '../../src/profile/load.ts';
import { containerSut } from '../../src/sut/container.ts';
import { relay } from './fronted.ts';

const environment = { RELAY_AT: '{w2.host}:{w2.port}', RELAY_TO: process.argv[2] ?? '' };
const profile = parseProfile(
  JSON.stringify({
    sut: { driver: 'container', container: { build: relay, environment, startWithin: '60s' } },
    w2: { url: 'wss://127.0.0.1:0/' },
    mw: { sut: 'udp:127.0.0.1:0' },
  }),
  'exits.yaml',
);
const [first] = configurations(profile);
if (!first) throw new Error('a profile has a configuration');
const log = (text: string) => process.stdout.write(`${text}\n`, () => process.exit(130));
await containerSut(profile, {
  pics: first.pics,
  core: { host: '127.0.0.1', port: 9 },
  events: { log, died: () => {} },
});
