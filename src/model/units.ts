import type { Brand } from './aws-ids.ts';

/** A whole number of bytes. AWS uses "GB" for different sizes, so values of AWS are stored as bytes, not converted. */
export type Bytes = Brand<number, 'Bytes'>;
/** A whole number of things: buckets, versions, functions. */
export type Count = Brand<number, 'Count'>;

export type Quantity =
  | { readonly unit: 'bytes'; readonly amount: Bytes }
  | { readonly unit: 'count'; readonly amount: Count };

export type Unit = Quantity['unit'];

export const GIB = 1024 ** 3;
export const MIB = 1024 ** 2;

/** @throws RangeError when `value` is not a safe integer of at least 0, as do all constructors here. */
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
 * The used part of `limit` as an unrounded percentage, above 100 when usage exceeds the limit. Of a limit of 0, it
 * is 0 when nothing is used and infinite otherwise.
 * @throws TypeError when the units differ.
 */
export function percentOf(used: Quantity, limit: Quantity): number {
  requireSameUnit(used, limit);
  if (limit.amount === 0) return used.amount === 0 ? 0 : Number.POSITIVE_INFINITY;
  // Multiplied first: 57 / 100 * 100 is a little less than 57, and would miss a threshold of 57 %.
  return (used.amount * 100) / limit.amount;
}

/** The amount left below the limit; 0 when usage exceeds the limit. @throws TypeError when the units differ. */
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
