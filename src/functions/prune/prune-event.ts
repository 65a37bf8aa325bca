import { didYouMean } from '../../config/did-you-mean.ts';
import { quoted } from '../../config/faults.ts';
import { isPlanId } from '../../prune/apply/documents.ts';

/** What is wrong with an event, all of it at once. Nothing was touched. */
export class EventNotUnderstood extends Error {
  override readonly name = 'EventNotUnderstood';
}

/** What one key of an event must be, and what is said when it is something else. */
export interface Key<Value> {
  readonly read: (value: unknown) => Value | undefined;
  readonly expected: string;
}

/** An event's keys, asked for one by one; `end` throws when anything was wrong. */
export class EventReader {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #known = new Set<string>();
  readonly #faults: string[] = [];

  constructor(event: unknown) {
    const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
    if (!isObject) this.#faults.push('the event is no JSON object');
    this.#values = new Map<string, unknown>(isObject ? Object.entries(event) : []);
  }

  has(name: string): boolean {
    this.#known.add(name);
    return this.#values.has(name);
  }

  optional<Value>(name: string, { read, expected }: Key<Value>): Value | undefined {
    this.#known.add(name);
    const value = this.#values.get(name);
    if (!this.#values.has(name)) return undefined;
    const found = read(value);
    if (found === undefined) this.fault(`${name}: must be ${expected}, not ${shown(value)}`);
    return found;
  }

  required<Value>(name: string, key: Key<Value>): Value | undefined {
    if (!this.has(name)) this.fault(`${name}: is missing; it must be ${key.expected}`);
    return this.optional(name, key);
  }

  fault(sentence: string): void {
    this.#faults.push(sentence);
  }

  /** @throws EventNotUnderstood with every fault, unknown keys among them. */
  end(): void {
    const known = [...this.#known];
    for (const name of this.#values.keys()) {
      if (this.#known.has(name)) continue;
      const meant = didYouMean(name, known);
      const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
      this.fault(`${quoted(name)}: is not a known key (${hint})`);
    }
    if (this.#faults.length > 0) {
      throw new EventNotUnderstood(`nothing was done. ${this.#faults.join('; ')}`);
    }
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : quoted(JSON.stringify(value) ?? typeof value);
}

export const text: Key<string> = {
  read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  expected: 'a text',
};

export const planIdText: Key<string> = {
  read: (value) => (typeof value === 'string' && isPlanId(value) ? value : undefined),
  expected: 'the id of a plan, such as 20261122T060000Z-0123456789abcdef',
};

export const flag: Key<boolean> = {
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  expected: 'true or false',
};

/** A number, never its text: a "keep N" that was none has deleted everything elsewhere. */
export function wholeNumber(least: number, most: number): Key<number> {
  return {
    read: (value) =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
        ? value
        : undefined,
    expected: `a whole number from ${least} to ${most}`,
  };
}

/** A list of at least one, each as `item` says. */
export function listOf<Value>(item: Key<Value>, expected: string): Key<readonly Value[]> {
  return {
    read: (value) => {
      if (!Array.isArray(value) || value.length === 0) return undefined;
      const items: readonly unknown[] = value;
      const found = items.map((one) => item.read(one)).filter((one) => one !== undefined);
      return found.length === items.length ? found : undefined;
    },
    expected,
  };
}

export type PruneEvent =
  | { readonly kind: 'apply'; readonly planId: string; readonly confirmation: string | undefined }
  | { readonly kind: 'status'; readonly planId: string };

/**
 * `{"planId":…,"confirm":"dev"}` or `{"planId":…,"status":true}`.
 * @throws EventNotUnderstood for anything else.
 */
export function readPruneEvent(event: unknown): PruneEvent {
  const reader = new EventReader(event);
  const planId = reader.required('planId', planIdText);
  const status = reader.optional('status', flag);
  const confirmation = reader.optional('confirm', text);
  if (status === true && confirmation !== undefined) {
    reader.fault('status and confirm exclude each other: one asks, the other deletes');
  }
  reader.end();
  if (planId === undefined) throw new EventNotUnderstood('nothing was done. planId: is missing');
  return status === true ? { kind: 'status', planId } : { kind: 'apply', planId, confirmation };
}
