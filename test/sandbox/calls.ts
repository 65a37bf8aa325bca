/** The log of every request that reached the sandbox, in the order of arrival. */

export interface Call {
  /** The position of the request in the order of arrival, from 1. */
  readonly n: number;
  /** When the request arrived: epoch milliseconds of the sandbox's clock. */
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** The ARN of the caller's session; empty when the credentials are unknown. */
  readonly principal: string;
  readonly accessKeyId: string;
  /** The HTTP status of the answer; 0 when the caller got no answer. */
  readonly status: number;
  readonly errorName?: string;
  readonly message?: string;
  /** IAM's decisions, one entry for each action and resource that the operation needs. */
  readonly access: readonly AccessRecord[];
  /** The kind of the fault that the test injected into this request; undefined without a fault. */
  readonly fault?: string;
}

export interface AccessRecord {
  readonly action: string;
  readonly resource: string;
  readonly isAllowed: boolean;
}

export type CallFilter = Partial<
  Pick<
    Call,
    'service' | 'operation' | 'account' | 'region' | 'principal' | 'status' | 'errorName' | 'fault'
  >
>;

export class CallLog {
  readonly #calls: Call[] = [];
  #arrived = 0;

  /** Counts a request that has just arrived and returns its number, from 1. */
  arrive(): number {
    this.#arrived += 1;
    return this.#arrived;
  }

  add(call: Call): void {
    let position = this.#calls.length;
    while (position > 0 && (this.#calls[position - 1]?.n ?? 0) > call.n) position -= 1;
    this.#calls.splice(position, 0, call);
  }

  /** Returns the requests that have ended, with an answer or without one, in the order of arrival. */
  list(filter: CallFilter = {}): readonly Call[] {
    const wanted = Object.entries(filter);
    return this.#calls.filter((call) =>
      wanted.every(([key, value]) =>
        Object.entries(call).some(([k, v]) => k === key && v === value),
      ),
    );
  }

  count(filter: CallFilter = {}): number {
    return this.list(filter).length;
  }

  /** Returns the number of requests by operation, in alphabetical order: `{ 'sts:AssumeRole': 10 }`. */
  tally(filter: CallFilter = {}): Record<string, number> {
    const counts = new Map<string, number>();
    for (const { service, operation } of this.list(filter)) {
      const name = `${service}:${operation}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Returns the IAM actions that the requests needed, sorted and without duplicates. */
  actionsUsed(filter: CallFilter = {}): readonly string[] {
    const actions = this.list(filter).flatMap(({ access }) => access.map(({ action }) => action));
    return [...new Set(actions)].sort();
  }

  toJsonLines(): string {
    return this.#calls.map((call) => `${JSON.stringify(call)}\n`).join('');
  }

  clear(): void {
    this.#calls.length = 0;
  }
}
