import { ACCOUNT_ID, accountId, REGION, region } from '../model/aws-ids.ts';
import type { AccountId, Region } from '../model/aws-ids.ts';
import { FAILURE_REASONS } from '../model/failure.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { Instant } from '../model/time.ts';
import { instant } from '../model/time.ts';
import type { Bytes, Count } from '../model/units.ts';
import { bytes, count } from '../model/units.ts';

/** Turns outside data into a value of the model, or says where it cannot. */
export type Read<Value> = (value: unknown, path: string) => Value;

/** What was read, or the first place that is not as this version of the format has it. */
export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: string };

class Unreadable extends Error {
  override readonly name = 'Unreadable';

  constructor(path: string, wanted: string) {
    super(`${path === '' ? 'the document' : path} is not ${wanted}`);
  }
}

/** Total: any text at all gives a value or a fault. */
export function parsed<Value>(text: string, read: Read<Value>): Parsed<Value> {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value: read(value, '') };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, fault: error.message };
    if (error instanceof SyntaxError) return { ok: false, fault: 'the document is not JSON' };
    throw error;
  }
}

/** One object's fields, asked for one by one. */
export interface Fields {
  readonly required: <Value>(name: string, read: Read<Value>) => Value;
  readonly optional: <Value>(name: string, read: Read<Value>) => Value | undefined;
}

/** An object that holds what `read` asks for, and nothing else. */
export function object<Value>(read: (fields: Fields) => Value): Read<Value> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Unreadable(path, 'an object');
    }
    const held = new Map<string, unknown>(Object.entries(value));
    const asked = new Set<string>();
    const take = (name: string): unknown => {
      asked.add(name);
      return held.get(name);
    };
    const result = read({
      required: (name, readField) => readField(take(name), `${path}.${name}`),
      optional: (name, readField) => {
        const field = take(name);
        return field === undefined ? undefined : readField(field, `${path}.${name}`);
      },
    });
    for (const name of held.keys()) {
      if (!asked.has(name)) throw new Unreadable(`${path}.${name}`, 'a known field');
    }
    return result;
  };
}

export function list<Item>(read: Read<Item>): Read<readonly Item[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new Unreadable(path, 'a list');
    const items: readonly unknown[] = value;
    return items.map((item, place) => read(item, `${path}[${place}]`));
  };
}

/** A list of at least one. */
export function some<Item>(read: Read<Item>): Read<readonly [Item, ...Item[]]> {
  return (value, path) => {
    const [first, ...others] = list(read)(value, path);
    if (first === undefined) throw new Unreadable(path, 'a list of at least one');
    return [first, ...others];
  };
}

export const text: Read<string> = (value, path) => {
  if (typeof value !== 'string') throw new Unreadable(path, 'a text');
  return value;
};

export const number: Read<number> = (value, path) => {
  if (typeof value !== 'number') throw new Unreadable(path, 'a number');
  return value;
};

export function oneOf<const Choice extends string | number | boolean>(
  choices: readonly Choice[],
): Read<Choice> {
  return (value, path) => {
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) throw new Unreadable(path, `one of ${choices.join(', ')}`);
    return chosen;
  };
}

/** What `make` makes of a text; undefined is a fault. */
export function made<Value>(make: (text: string) => Value | undefined, what: string): Read<Value> {
  return refined(text, make, what);
}

/** What `make` makes of what was read; undefined is a fault. */
export function refined<Found, Value>(
  read: Read<Found>,
  make: (found: Found) => Value | undefined,
  what: string,
): Read<Value> {
  return (value, path) => {
    const result = make(read(value, path));
    if (result === undefined) throw new Unreadable(path, what);
    return result;
  };
}

export const readAccountId: Read<AccountId> = made(
  (value) => (ACCOUNT_ID.test(value) ? accountId(value) : undefined),
  'an account id',
);

export const readRegion: Read<Region> = made(
  (value) => (REGION.test(value) ? region(value) : undefined),
  'a Region code',
);

/** A moment to the millisecond, in the one form that `instantText` gives it. */
export const readInstant: Read<Instant> = made((value) => {
  const time = Date.parse(value);
  if (Number.isNaN(time)) return undefined;
  return instantText(instant(time)) === value ? instant(time) : undefined;
}, 'a time such as 2026-11-22T06:00:00.000Z');

export function instantText(at: Instant): string {
  return new Date(at).toISOString();
}

const wholeNumber: Read<number> = (value, path) => {
  const found = number(value, path);
  if (!Number.isSafeInteger(found) || found < 0) {
    throw new Unreadable(path, 'a whole number of at least 0');
  }
  return found;
};

export const readBytes: Read<Bytes> = (value, path) => bytes(wholeNumber(value, path));

export const readCount: Read<Count> = (value, path) => count(wholeNumber(value, path));

export const readFailure: Read<ReadFailure> = object(({ required, optional }) => {
  const requestId = optional('requestId', text);
  const resource = optional('resource', text);
  return {
    reason: required('reason', oneOf(FAILURE_REASONS)),
    operation: required('operation', text),
    errorName: required('errorName', text),
    message: required('message', text),
    attempts: required('attempts', number),
    ...(requestId !== undefined && { requestId }),
    ...(resource !== undefined && { resource }),
  };
});
