/** Every secret that a run of this process uses, and a search for them in what the run has written. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuthenticationCentre } from '../../src/peers/core/auc.ts';
import { Core } from '../../src/peers/core/core.ts';
import { type Identity, realmOf } from '../../src/peers/identity.ts';
import { Redactor } from '../../src/trace/redact.ts';

/** Parts of a token that are shorter say nothing. */
const LONG_SEGMENT = 24;
/** Characters of a form that tell where it may stand. */
const PREFIX = 12;

/** What was kept from being written, and what nobody told the redactor: passwords of users and what follows of them. */
export class Secrets {
  readonly all = new Set<string>();

  /** Listens to the classes of this process until the scope ends. */
  constructor(scope: DisposableStack) {
    spy(scope, Redactor.prototype, 'addSecret', ([secret]) => this.all.add(secret));
    spy(scope, Core.prototype, 'add', ([identity]) => this.#addIdentity(identity));
    spy(scope, AuthenticationCentre.prototype, 'vector', (_, { password, ck, ik }) => {
      this.all.add(password);
      for (const key of [ck, ik]) this.all.add(Buffer.from(key).toString('hex'));
    });
  }

  #addIdentity(identity: Identity): void {
    const { impi, password, k, opc } = identity;
    const pair = `${impi}:${realmOf(identity)}:${password}`;
    const hashes = ['md5', 'sha256'].map((algorithm) => createHash(algorithm).update(pair).digest('hex'));
    for (const secret of [password, k, opc, ...hashes]) if (secret) this.all.add(secret);
  }

  /** Tokens alone: signed ones, as they are. */
  get tokens(): readonly string[] {
    return [...this.all].filter((secret) => /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(secret));
  }

  /** What of them stands in a text: as it is, in base64 at any offset, escaped for a URI, tokens also in segments. */
  in(text: string): readonly string[] {
    const byPrefix = new Map<string, string[]>();
    for (const secret of this.all) {
      for (const form of formsOf(secret)) {
        if (form.length < PREFIX) continue;
        const prefix = form.slice(0, PREFIX);
        byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), form]);
      }
    }
    const found = new Set<string>();
    for (let at = 0; at + PREFIX <= text.length; at += 1) {
      for (const form of byPrefix.get(text.slice(at, at + PREFIX)) ?? []) {
        if (text.startsWith(form, at)) found.add(form);
      }
    }
    return [...found];
  }

  /** What of them stands in the files of a folder, by file. */
  inFiles(folder: string): Readonly<Record<string, readonly string[]>> {
    const files = readdirSync(folder);
    return Object.fromEntries(
      files.map((name) => [name, this.in(readFileSync(join(folder, name)).toString('latin1'))]),
    );
  }
}

function formsOf(secret: string): Set<string> {
  const segments = secret.split('.').filter(({ length }) => length >= LONG_SEGMENT);
  const forms = new Set<string>();
  for (const part of [secret, ...segments]) {
    forms.add(part).add(encodeURIComponent(part)).add(JSON.stringify(part).slice(1, -1));
    for (const offset of [0, 1, 2]) {
      const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(part)]);
      const [from, to] = [Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6)];
      for (const encoding of ['base64', 'base64url'] as const)
        forms.add(bytes.toString(encoding).slice(from, to));
    }
  }
  return forms;
}

/** Arguments of all processes of this user that can be read, each with its id. */
export function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [`${pid}: ${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')}`];
      } catch {
        return [];
      }
    });
}

type Method = (...parts: never[]) => unknown;

function spy<T extends object, K extends keyof T>(
  scope: DisposableStack,
  prototype: T,
  name: K,
  hear: T[K] extends Method ? (given: Parameters<T[K]>, answer: ReturnType<T[K]>) => void : never,
): void {
  const original = prototype[name] as (...parts: unknown[]) => unknown;
  const listening = function listening(this: T, ...given: unknown[]): unknown {
    const answer = original.apply(this, given);
    (hear as unknown as (given: unknown[], answer: unknown) => void)(given, answer);
    return answer;
  };
  prototype[name] = listening as T[K];
  scope.defer(() => {
    prototype[name] = original as T[K];
  });
}
