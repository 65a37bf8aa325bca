import type { SubscriptionWorld } from '../world.ts';

/** What one subscriber of one topic received. */
export interface Delivery {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly topicArn: string;
  readonly messageId: string;
  readonly protocol: SubscriptionWorld['protocol'];
  readonly endpoint: string;
  /** E-mail only. */
  readonly subject?: string;
  /**
   * As it arrives: the text of an e-mail or SMS, the body of an HTTP request or of a queue's
   * message, the JSON of a Lambda event.
   */
  readonly body: string;
}

/** What a bus took, whether or not a rule matches it. */
export interface TakenEvent {
  readonly id: string;
  readonly busArn: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
  readonly resources: readonly string[];
  /** Epoch milliseconds: of the entry, else when it was taken. */
  readonly time: number;
}

export class Deliveries {
  readonly events: TakenEvent[] = [];
  /** How many entries of PutEvents there were, refused ones too. */
  eventEntries = 0;
  readonly #all: Delivery[] = [];

  add(delivery: Delivery): void {
    this.#all.push(delivery);
  }

  list(filter: Partial<Pick<Delivery, 'topicArn' | 'protocol' | 'endpoint'>> = {}): Delivery[] {
    return this.#all.filter(
      (one) =>
        (filter.topicArn === undefined || filter.topicArn === one.topicArn) &&
        (filter.protocol === undefined || filter.protocol === one.protocol) &&
        (filter.endpoint === undefined || filter.endpoint === one.endpoint),
    );
  }

  clear(): void {
    this.#all.length = 0;
    this.events.length = 0;
  }
}
