import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type HostPort, type MwAddress, parseHostPort, parseMwAddress } from '../profile/address.ts';
import { configurations } from '../profile/configurations.ts';
import { defaultProfile } from '../profile/defaults.ts';
import { loadProfile } from '../profile/load.ts';
import { usesOwnWaf } from '../profile/waf.ts';
import type { ReferenceConfig } from '../reference/config.ts';
import { allFaults, allVariants } from '../reference/deviations.ts';
import { type Reference, startReference } from '../reference/reference.ts';
import { foretoldW1 } from '../run/w1.ts';
import { operatorSettings } from '../sut/embedded.ts';
import { exit, UserError } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import type { ReferenceOptions } from './options.ts';
import { printError, printLine } from './output.ts';
import { deviationNamed } from './sut-choice.ts';

/** `w2conf reference`: the reference eP-CSCF as a server, until it is told to end. */
export async function referenceCommand(options: ReferenceOptions): Promise<number> {
  const config = configFor(options);
  let reference: Reference;
  try {
    reference = await startReference(config);
  } catch (error) {
    return unusable(options, error as NodeJS.ErrnoException);
  }
  const folder = options.cert === undefined ? mkdtempSync(join(tmpdir(), 'w2conf-')) : undefined;
  const ca = folder === undefined ? resolve(options.cert ?? '') : join(folder, 'ca.pem');
  if (folder !== undefined) writeFileSync(ca, reference.ca);
  const interrupted = onInterrupt(() => reference.stop());
  printLine(JSON.stringify({ ready: true, w2: reference.w2Url, mw: reference.mw, ca }));
  await interrupted.done;
  interrupted.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  return exit.passed;
}

/**
 * The operator's settings: addresses from the command line, everything else from the profile. Of PICS with several
 * values the first counts.
 */
function configFor(options: ReferenceOptions): ReferenceConfig {
  const profile = options.profile === undefined ? defaultProfile('remote') : loadProfile(options.profile);
  const [first] = configurations(profile);
  if (!first) throw new Error('a profile has at least one configuration');
  const deviation = deviationOf(options);
  const key = pem(options.key);
  const cert = pem(options.cert);
  const ca = usesOwnWaf(profile) ? pem(profile.waf.cert) : undefined;
  if (ca === undefined && options.profile !== undefined && first.pics.webAuth) {
    process.stderr.write(
      'note: without waf.cert and waf.key in the profile the reference takes no access tokens\n',
    );
  }
  return {
    ...operatorSettings(profile, first.pics, ca === undefined ? undefined : foretoldW1(profile, ca)),
    w2: { ...hostPort(options.w2), ...(key !== undefined && cert !== undefined && { key, cert }) },
    mw: mwAddress(options.mw),
    core: mwAddress(options.core),
    ...(deviation && { deviation }),
  };
}

function deviationOf({ fault, variant }: ReferenceOptions): ReferenceConfig['deviation'] {
  const name = fault ?? variant;
  if (name === undefined) return undefined;
  const known = deviationNamed(name);
  if (fault !== undefined && !Object.hasOwn(allFaults, known)) {
    throw new UserError(`${name} is a legal variant, not a fault`, `use --variant ${name}`);
  }
  if (variant !== undefined && !Object.hasOwn(allVariants, known)) {
    throw new UserError(`${name} is a fault, not a legal variant`, `use --fault ${name}`);
  }
  return known;
}

function pem(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${file} cannot be read (${code})`, 'give the path of a PEM file');
  }
}

function hostPort(text: string): HostPort {
  const address = parseHostPort(text);
  if (!address) throw new UserError(`${text} is not HOST:PORT`, 'for example 127.0.0.1:8443');
  return address;
}

function mwAddress(text: string): MwAddress {
  const address = parseMwAddress(text);
  if (!address) throw new UserError(`${text} is not PROTO:HOST:PORT`, 'for example udp:127.0.0.1:5060');
  return address;
}

/** What the system had against one of the two addresses, or TLS against key and certificate. */
function unusable(options: ReferenceOptions, error: NodeJS.ErrnoException & { port?: number }): number {
  const { code = '' } = error;
  if (code.startsWith('ERR_OSSL') || code.startsWith('ERR_TLS')) {
    throw new UserError(
      `key and certificate cannot be used: ${error.message}`,
      'give a PEM key and its certificate',
    );
  }
  const isW2 = hostPort(options.w2).port === error.port;
  const where = isW2 ? `--w2 ${options.w2}` : `--mw ${options.mw}`;
  const remedy: Readonly<Record<string, string>> = {
    EADDRINUSE: 'choose another port, or end what listens there',
    EADDRNOTAVAIL: 'choose an address of this machine',
    EACCES: 'choose a port above 1023',
    ENOTFOUND: 'choose a name or an address of this machine',
  };
  if (remedy[code] === undefined) throw error;
  printError(`the reference cannot listen at ${where} (${code})`, remedy[code]);
  return exit.error;
}
