import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';

/** Programs that some tests need and that a machine may lack, with the names under which they are installed. */
const programs = {
  tshark: ['tshark'],
  openssl: ['openssl'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  kamailio: ['kamailio'],
  rtpengine: ['rtpengine'],
  docker: ['docker'],
} as const;

export type Program = keyof typeof programs;

/**
 * The path of a program that a test needs. Where it is missing the test is skipped with one line and gets undefined;
 * with W2CONF_REQUIRE=all it fails instead.
 *
 * ```ts
 * const tshark = requires(t, 'tshark');
 * if (tshark === undefined) return;
 * ```
 */
export function requires(t: TestContext, program: Program): string | undefined {
  const path = programs[program].map(onPath).find((found) => found !== undefined);
  // The docker client is often there without a daemon that answers.
  const usable = program !== 'docker' || (path !== undefined && spawnSync(path, ['info']).status === 0);
  if (path !== undefined && usable) return path;
  const message = `${program} is ${path === undefined ? 'not installed' : 'not running'}`;
  if (process.env.W2CONF_REQUIRE === 'all') throw new Error(`${message}, and W2CONF_REQUIRE=all`);
  t.skip(message);
  return undefined;
}

/** The first executable of this name on PATH. */
function onPath(name: string): string | undefined {
  return allOnPath(name)[0];
}

/** Every executable of this name on PATH, in its order. */
export function allOnPath(name: string): readonly string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .map((folder) => join(folder, name))
    .filter((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
