import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { configurations } from '../../src/profile/configurations.ts';
import { defaultProfile } from '../../src/profile/defaults.ts';
import type { Pics } from '../../src/profile/pics.ts';
import type { Profile } from '../../src/profile/profile.ts';
import type { ProcessSettings } from '../../src/profile/start-settings.ts';
import { launcher } from '../support/w2conf.ts';

/** The reference as a stranger's server. */
export const referenceCommand = [
  process.execPath,
  launcher,
  'reference',
  ...['--w2', '{w2.host}:{w2.port}', '--mw', '{mw.transport}:{mw.host}:{mw.port}'],
  ...['--core', 'udp:{core.host}:{core.port}', '--cert', '{tls.cert}', '--key', '{tls.key}'],
];

/** The reference as a process that dies once; see there for its arguments. */
export const mortalProgram = fileURLToPath(import.meta.resolve('./mortal.ts'));

/** A profile with ports that the driver chooses. */
export function processProfile(command: readonly string[], rest: Partial<ProcessSettings> = {}): Profile {
  const profile = defaultProfile('remote');
  return {
    ...profile,
    sut: {
      name: 'stranger',
      driver: 'process',
      process: {
        command,
        environment: {},
        files: {},
        ready: 'websocket',
        startWithin: 20_000,
        stopWithin: 2000,
        ...rest,
      },
    },
    w2: { ...profile.w2, url: 'wss://127.0.0.1:0/' },
    mw: { ...profile.mw, sut: { ...profile.mw.sut, port: 0 } },
  };
}

export function picsOf(profile: Profile): Pics {
  const [first] = configurations(profile);
  if (!first) throw new Error('a profile has a configuration');
  return first.pics;
}

/** Whether somebody listens there. */
export async function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
  const result = await promise;
  socket.destroy();
  return result;
}

/** Whether a process of this id exists. */
export function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
