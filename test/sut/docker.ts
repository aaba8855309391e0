import { spawnSync } from 'node:child_process';

/** What `docker` prints. */
export function docker(...args: readonly string[]): string {
  return spawnSync('docker', args, { encoding: 'utf8' }).stdout;
}

const ofSuts = ['--filter', 'label=w2conf.sut', '--format'];

/** The containers of SUTs that relay to this place, running or not; other tests have theirs at the same time. */
export function left(to: string): readonly string[] {
  return listed('ps', '--all', ...ofSuts, '{{.ID}}').filter((id) =>
    docker('inspect', '--format', '{{json .Config.Env}}', id).includes(`"RELAY_TO=${to}"`),
  );
}

/** The networks that were made for SUTs. */
export function networks(): readonly string[] {
  return listed('network', 'ls', ...ofSuts, '{{.Name}}');
}

function listed(...args: readonly string[]): string[] {
  return docker(...args)
    .split('\n')
    .filter((line) => line !== '');
}
