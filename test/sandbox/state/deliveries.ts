import type { SubscriptionWorld } from '../world.ts';

/** A message of a topic that one subscriber received. */
export interface Delivery {
  /** When the message was delivered, in epoch milliseconds. */
  readonly time: number;
  readonly topicArn: string;
  readonly messageId: string;
  readonly protocol: SubscriptionWorld['protocol'];
  readonly endpoint: string;
  /** The subject; only for e-mail. */
  readonly subject?: string;
  /**
   * The body as the subscriber receives it: the text of an e-mail or SMS, the body of an HTTP request or a queue's
   * message, or the JSON of a Lambda event.
   */
  readonly body: string;
}

/** An event that a bus accepted, whether or not a rule matches it. */
export interface AcceptedEvent {
  readonly id: string;
  readonly busArn: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
  readonly resources: readonly string[];
  /** The entry's time, or else the time of the request, in epoch milliseconds. */
  readonly time: number;
}

export class Deliveries {
  readonly events: AcceptedEvent[] = [];
  /** The number of PutEvents entries so far, including refused ones. */
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
