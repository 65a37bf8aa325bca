/** Hands items from whoever finds work to whoever does it, in order, each to one taker. */
export class Handover<Item> {
  readonly #items: Item[] = [];
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  put(item: Item): void {
    this.#items.push(item);
    this.#waiting.shift()?.();
  }

  /** No more will come. */
  close(): void {
    this.#isClosed = true;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The next item; `undefined` when there is none and no more will come. */
  async next(): Promise<Item | undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined || this.#isClosed) return item;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }
}
