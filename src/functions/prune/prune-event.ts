import { isTable } from '../../documents/codec.ts';
import { didYouMean } from '../../config/did-you-mean.ts';
import { quoted } from '../../config/faults.ts';
import { isPlanId } from '../../prune/apply/documents.ts';
import { plain } from '../../text/plain.ts';

const LONGEST_REQUESTER = 128;

/** Thrown with all faults of an event, before anything is done. */
export class EventNotUnderstood extends Error {
  override readonly name = 'EventNotUnderstood';
}

/** Reads the value of a key; undefined when it is invalid. `expected` describes valid values in a fault. */
export interface Key<Value> {
  readonly read: (value: unknown) => Value | undefined;
  readonly expected: string;
}

/** Names that replace the keys in faults, such as `--older-than` for `olderThanDays`. */
export type KeyNames = Readonly<Record<string, string>>;

/** Reads the keys of an event and collects faults; `end` throws them. */
export class EventReader {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #known = new Set<string>();
  readonly #faults: string[] = [];
  readonly #names: KeyNames;

  constructor(event: unknown, names: KeyNames = {}) {
    this.#names = names;
    if (!isTable(event)) this.#faults.push('the event is no JSON object');
    this.#values = new Map<string, unknown>(isTable(event) ? Object.entries(event) : []);
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
    if (found === undefined) this.faultOf(name, `must be ${expected}, not ${valueText(value)}`);
    return found;
  }

  required<Value>(name: string, key: Key<Value>): Value | undefined {
    if (!this.has(name)) this.faultOf(name, `is missing; it must be ${key.expected}`);
    return this.optional(name, key);
  }

  fault(sentence: string): void {
    this.#faults.push(sentence);
  }

  faultOf(name: string, sentence: string): void {
    this.fault(`${this.#names[name] ?? name}: ${sentence}`);
  }

  /** @throws EventNotUnderstood with all faults. A key that was not read is a fault too. */
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

function valueText(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : quoted(JSON.stringify(value) ?? typeof value);
}

export function textKey(isValid: (value: string) => boolean, expected: string): Key<string> {
  const read = (value: unknown) =>
    typeof value === 'string' && isValid(value) ? value : undefined;
  return { read, expected };
}

export const text = textKey((value) => value !== '', 'a text');

export const planIdText = textKey(
  isPlanId,
  'the id of a plan, such as 20261122T060000Z-0123456789abcdef',
);

/** The requester is only shown; nothing depends on it. */
export const requester: Key<string> = {
  read: (value) =>
    typeof value === 'string' && plain(value) !== '' && value.length <= LONGEST_REQUESTER
      ? plain(value)
      : undefined,
  expected: `a text of at most ${LONGEST_REQUESTER} characters`,
};

export const flag: Key<boolean> = {
  read: (value) => (typeof value === 'boolean' ? value : undefined),
  expected: 'true or false',
};

/** Accepts JSON numbers only: a text must not become a limit of deletions. */
export function wholeNumber(least: number, most: number): Key<number> {
  return {
    read: (value) =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
        ? value
        : undefined,
    expected: `a whole number from ${least} to ${most}`,
  };
}

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
  | {
      readonly kind: 'apply';
      readonly planId: string;
      readonly confirmation: string | undefined;
      /** Who requests the prune, as stated in the event. Not verified; nothing depends on it. */
      readonly requestedBy?: string;
    }
  | { readonly kind: 'status'; readonly planId: string };

/**
 * Parses `{"planId":…,"confirm":"dev"}` with optional `requestedBy`, or `{"planId":…,"status":true}`.
 * @throws EventNotUnderstood
 */
export function readPruneEvent(event: unknown): PruneEvent {
  const reader = new EventReader(event);
  const planId = reader.required('planId', planIdText);
  const status = reader.optional('status', flag);
  const confirmation = reader.optional('confirm', text);
  const requestedBy = reader.optional('requestedBy', requester);
  if (status === true && confirmation !== undefined) {
    reader.fault('status and confirm exclude each other: one asks, the other deletes');
  }
  reader.end();
  if (planId === undefined) throw new EventNotUnderstood('nothing was done. planId: is missing');
  if (status === true) return { kind: 'status', planId };
  return {
    kind: 'apply',
    planId,
    confirmation,
    ...(requestedBy !== undefined && { requestedBy }),
  };
}

/** Checks the keys that `read` reads, without the list of accounts. @throws EventNotUnderstood with all faults. */
export function checkEvent(
  event: unknown,
  names: KeyNames,
  read: (reader: EventReader) => unknown,
): void {
  const reader = new EventReader(event, names);
  read(reader);
  reader.end();
}

/** Whether an event has at least one of the keys. */
export function hasKey(event: unknown, ...keys: readonly string[]): boolean {
  return isTable(event) && keys.some((key) => key in event);
}
