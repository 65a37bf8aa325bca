import type { Bytes, Quantity, Unit } from '../model/units.ts';
import { GIB, MIB, percentOf } from '../model/units.ts';

/** A quantity with its noun. Usage is rounded up; limits, free space and percentages down. 1 GiB is 1024³ bytes. */
export function usedText(used: Quantity, noun: string): string {
  return text(used, noun, Math.ceil);
}

export function freeText(free: Quantity, noun: string): string {
  return text(free, noun, Math.floor);
}

export function limitText(limit: Quantity, noun: string): string {
  return text(limit, noun, Math.floor);
}

/** The used percentage of a limit, rounded down: 99.9 gives `99 %`. `over 100 %` when a limit of 0 is exceeded. */
export function percentText(used: Quantity, limit: Quantity): string {
  const percent = percentOf(used, limit);
  return Number.isFinite(percent) ? `${withSeparators(Math.floor(percent))} %` : 'over 100 %';
}

/** The size of packages, rounded up: `512.3 MiB` or `12.4 GiB`. */
export function packageSizeText(size: Bytes): string {
  return sizeText(size, Math.ceil);
}

/** The size of the packages that a deletion removes, rounded down. */
export function reclaimableText(size: Bytes): string {
  return sizeText(size, Math.floor);
}

/** The amount of a growth, rounded up to 0.1: `1.3 GiB` or `0.4 buckets`. */
export function growthText(amount: number, unit: Unit, noun: string): string {
  return changeText(amount, unit, noun, Math.ceil);
}

/** The amount of a decrease, rounded down to 0.1. */
export function shrinkText(amount: number, unit: Unit, noun: string): string {
  return changeText(amount, unit, noun, Math.floor);
}

/** A number with its noun: `1 day`, `14 days`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${withSeparators(value)} ${value === 1 ? noun : plural}`;
}

/** A number with separators, the same in every locale: `12,345`. */
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
