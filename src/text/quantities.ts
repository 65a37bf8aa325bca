import type { Bytes, Quantity, Unit } from '../model/units.ts';
import { GIB, MIB, percentOf } from '../model/units.ts';

/**
 * Numbers for people, never better than the truth: what is used is rounded up, what is free and the
 * percentage are rounded down, and GiB means 1024 × 1024 × 1024 bytes.
 */
export function usedText(used: Quantity, noun: string): string {
  return text(used, noun, Math.ceil);
}

export function freeText(free: Quantity, noun: string): string {
  return text(free, noun, Math.floor);
}

/** Limits are rounded down to 0.1. */
export function limitText(limit: Quantity, noun: string): string {
  return text(limit, noun, Math.floor);
}

/** `97 %`, floored: 100 % is said only when the limit is reached. */
export function percentText(used: Quantity, limit: Quantity): string {
  const percent = percentOf(used, limit);
  return Number.isFinite(percent) ? `${withSeparators(Math.floor(percent))} %` : 'over 100 %';
}

/** The size of packages, rounded up: `512.3 MiB`, `12.4 GiB`. */
export function heldText(size: Bytes): string {
  return sizeText(size, Math.ceil);
}

/** The size that deleting packages frees, rounded down. */
export function reclaimableText(size: Bytes): string {
  return sizeText(size, Math.floor);
}

/** Growth of a limit's usage, in its unit, to the next tenth: `1.3 GiB`, `0.4 buckets`. */
export function growthText(amount: number, unit: Unit, noun: string): string {
  return changeText(amount, unit, noun, Math.ceil);
}

/** A shrinking, to the tenth below. */
export function shrinkText(amount: number, unit: Unit, noun: string): string {
  return changeText(amount, unit, noun, Math.floor);
}

/** `1 day`, `14 days`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${withSeparators(value)} ${value === 1 ? noun : plural}`;
}

/** `12,345`, the same in every locale. */
export function withSeparators(value: number): string {
  const [whole = '0', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function text(value: Quantity, noun: string, round: (value: number) => number): string {
  if (value.unit === 'count') return `${withSeparators(value.amount)} ${noun}`.trimEnd();
  return `${withSeparators(round((value.amount / GIB) * 10) / 10)} GiB`;
}

function changeText(
  amount: number,
  unit: Unit,
  noun: string,
  round: (value: number) => number,
): string {
  if (unit === 'bytes') return sizeText(amount, round);
  return `${withSeparators(round(amount * 10) / 10)} ${noun}`.trimEnd();
}

function sizeText(size: number, round: (value: number) => number): string {
  const [divisor, label] = size < GIB ? [MIB, 'MiB'] : [GIB, 'GiB'];
  return `${withSeparators(round((size / divisor) * 10) / 10)} ${label}`;
}
