import { spawnSync } from 'node:child_process';

/** What `docker` prints. */
export function docker(...args: readonly string[]): string {
  return spawnSync('docker', args, { encoding: 'utf8' }).stdout;
}

/** What of these tests the engine has, running or not: nothing when a SUT is gone. */
export function left(): readonly string[] {
  const filter = ['--filter', 'label=w2conf.sut', '--format'];
  const containers = docker('ps', '--all', ...filter, '{{.Image}} {{.Status}}').split('\n');
  const networks = docker('network', 'ls', ...filter, '{{.Name}}').split('\n');
  // Somebody else may be running the container that comes along.
  return [
    ...containers.filter((line) => line.startsWith('w2conf-relay')),
    ...networks.filter((line) => line),
  ];
}
