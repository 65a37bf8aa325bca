/** Every request that reached the sandbox, in the order in which they arrived. */

export interface Call {
  /** 1, 2, 3 … */
  readonly n: number;
  /** Epoch milliseconds of the sandbox's clock, when the request arrived. */
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  /** ARN of the caller's session; empty when the credentials are unknown. */
  readonly principal: string;
  readonly accessKeyId: string;
  /** 0: there was no answer. */
  readonly status: number;
  readonly errorName?: string;
  readonly message?: string;
  /** What IAM decided, one entry for each action and resource that the operation needs. */
  readonly access: readonly AccessRecord[];
  /** A fault that was put in on purpose. */
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

  /** The number of the request that arrives now. */
  arrive(): number {
    this.#arrived += 1;
    return this.#arrived;
  }

  add(call: Call): void {
    let position = this.#calls.length;
    while (position > 0 && (this.#calls[position - 1]?.n ?? 0) > call.n) position -= 1;
    this.#calls.splice(position, 0, call);
  }

  /** Calls that have been answered, or have ended without an answer. */
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

  /** `{ 'sts:AssumeRole': 10, 'lambda:GetAccountSettings': 40 }`, in alphabetical order. */
  tally(filter: CallFilter = {}): Record<string, number> {
    const counts = new Map<string, number>();
    for (const { service, operation } of this.list(filter)) {
      const name = `${service}:${operation}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Actions that callers used, each with the resources, as IAM saw them. */
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
