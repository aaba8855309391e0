import { clearLine, cursorTo } from 'node:readline';
import { styled } from './output.ts';

/** How a scenario ended, as far as the run itself can tell; the verdict is the judge's. */
export type Ending = 'pass' | 'warning' | 'inconclusive' | 'fail' | 'error';

const styles = {
  pass: 'green',
  warning: 'yellow',
  inconclusive: 'magenta',
  fail: 'red',
  error: 'red',
} as const satisfies Record<Ending, string>;

/** Live progress on standard error: one line that is kept up to date on a terminal, a line each elsewhere. */
export class Progress {
  readonly #live: boolean;
  readonly #stream: NodeJS.WriteStream;
  readonly #total: number;
  #done = 0;

  constructor(total: number, stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
    this.#live = stream.isTTY === true;
    this.#total = total;
  }

  /** A scenario has ended. What is not a pass stays on the screen. */
  ended(ending: Ending, requirement: string, name: string): void {
    this.#done += 1;
    const width = String(this.#total).length;
    const count = `${String(this.#done).padStart(width)}/${this.#total}`;
    const line = `${count} ${styled(styles[ending], ending.padEnd(12), this.#stream)} ${requirement}  ${name}`;
    this.#erase();
    if (this.#live && ending === 'pass') this.#stream.write(fit(line, this.#stream.columns || 80));
    else this.#stream.write(`${line}\n`);
  }

  /** Something to know that is no scenario's. */
  note(text: string): void {
    this.#erase();
    this.#stream.write(`${text}\n`);
  }

  /** Removes the live line. */
  end(): void {
    this.#erase();
  }

  #erase(): void {
    if (!this.#live) return;
    cursorTo(this.#stream, 0);
    clearLine(this.#stream, 0);
  }
}

/** Cuts to the width of the terminal; escape sequences are counted generously, so nothing ever wraps. */
function fit(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 1))}\u001b[39m`;
}
