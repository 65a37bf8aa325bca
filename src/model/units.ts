import type { Brand } from './aws-ids.ts';

/** A whole number of bytes. AWS says "GB" and means different things; bytes are never converted on the way in. */
export type Bytes = Brand<number, 'Bytes'>;
/** A whole number of things: buckets, versions, functions. */
export type Count = Brand<number, 'Count'>;

export type Quantity =
  | { readonly unit: 'bytes'; readonly amount: Bytes }
  | { readonly unit: 'count'; readonly amount: Count };

export type Unit = Quantity['unit'];

export const GIB = 1024 ** 3;
export const MIB = 1024 ** 2;

/** @throws RangeError, as all constructors here, unless `value` is a whole number, not negative and exactly representable. */
export function bytes(value: number): Bytes {
  return wholeNumber(value, 'bytes') as Bytes;
}

export function count(value: number): Count {
  return wholeNumber(value, 'a count') as Count;
}

export function quantity(unit: Unit, amount: number): Quantity {
  return unit === 'bytes' ? { unit, amount: bytes(amount) } : { unit, amount: count(amount) };
}

export function addBytes(a: Bytes, b: Bytes): Bytes {
  return bytes(a + b);
}

export function addCount(a: Count, b: Count): Count {
  return count(a + b);
}

/**
 * How much of `limit` is used, as an unrounded percentage; above 100 when over the limit.
 * A limit of nothing is wholly used as soon as anything is, and not used at all before.
 * @throws TypeError when the units differ.
 */
export function percentOf(used: Quantity, limit: Quantity): number {
  requireSameUnit(used, limit);
  if (limit.amount === 0) return used.amount === 0 ? 0 : Number.POSITIVE_INFINITY;
  // Multiplied first: 57 / 100 * 100 is a little less than 57, and would miss a threshold of 57 %.
  return (used.amount * 100) / limit.amount;
}

/** What is left below the limit; nothing, never less, when over it. @throws TypeError when the units differ. */
export function free(used: Quantity, limit: Quantity): Quantity {
  requireSameUnit(used, limit);
  return quantity(limit.unit, Math.max(0, limit.amount - used.amount));
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. @throws TypeError when the units differ. */
export function compare(a: Quantity, b: Quantity): number {
  requireSameUnit(a, b);
  return a.amount - b.amount;
}

function requireSameUnit(a: Quantity, b: Quantity): void {
  if (a.unit !== b.unit) throw new TypeError(`cannot weigh ${a.unit} against ${b.unit}`);
}

function wholeNumber(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${what} must be a whole number of at least 0, not ${value}`);
  }
  return value;
}
