import type { Outgoing } from './line.ts';
import { networkAddress } from './lines.ts';

/** The eP-CSCF as originator of the descriptions of one dialog on one side (RFC 8866 5.2). */
export class OwnOrigin {
  readonly #newId: () => string;
  #id: string | undefined;
  #address = '';
  #version = 0;
  #last = '';

  /** @param newId gives session ids, decimal numbers */
  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** For a dialog that forks off: what was sent on that side was sent in each of them. */
  fork(): OwnOrigin {
    const forked = new OwnOrigin(this.#newId);
    forked.#id = this.#id;
    forked.#address = this.#address;
    forked.#version = this.#version;
    forked.#last = this.#last;
    return forked;
  }

  /** Writes a description; its version is one higher when anything changed since the last one (RFC 3264 8). */
  write({ session, media }: Outgoing, host: string): string {
    const content = [...session, ...media.flat()].map((line) => `${line}\r\n`).join('');
    if (content !== this.#last) this.#version += 1;
    this.#last = content;
    this.#id ??= this.#newId();
    if (this.#address === '') this.#address = host;
    return `v=0\r\no=- ${this.#id} ${this.#version} ${networkAddress(this.#address)}\r\n${content}`;
  }
}
