/** A queue of items for several takers, in order, each item for one of them. */
export class Handover<Item> {
  readonly #items: Item[] = [];
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  put(item: Item): void {
    this.#items.push(item);
    this.#waiting.shift()?.();
  }

  close(): void {
    this.#isClosed = true;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The next item, once there is one; undefined when the queue is closed and empty. */
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
