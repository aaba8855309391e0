/** What is done for one call: takes its time, or not; it neither throws nor is rejected. */
type Work = () => Promise<void> | undefined;

/** Deals with one thing after the other: what takes its time lets the rest wait. */
export class InOrder {
  #busy = false;
  readonly #waiting: Work[] = [];

  /** Does it at once when nothing is being done. */
  run(work: Work): void {
    this.#waiting.push(work);
    if (!this.#busy) this.#drain();
  }

  #drain(): void {
    this.#busy = true;
    for (let work = this.#waiting.shift(); work; work = this.#waiting.shift()) {
      const underWay = work();
      if (underWay) {
        void underWay.then(() => this.#drain());
        return;
      }
    }
    this.#busy = false;
  }
}
