/** Messages remembered at a time. */
const CAPACITY = 1_000;

/**
 * How much of which message this process has posted, so that a delivery that comes twice is posted
 * once, and one that failed half way goes on from there. Best effort: another container of the
 * function knows nothing of it, and the oldest are forgotten.
 */
export class PostedMessages {
  readonly #payloads = new Map<string, number>();

  /** Payloads of the message that were posted, counted from its first. */
  payloadsOf(messageId: string): number {
    return this.#payloads.get(messageId) ?? 0;
  }

  note(messageId: string, payloads: number): void {
    this.#payloads.delete(messageId);
    this.#payloads.set(messageId, payloads);
    const [oldest] = this.#payloads.keys();
    if (this.#payloads.size > CAPACITY && oldest !== undefined) this.#payloads.delete(oldest);
  }
}
