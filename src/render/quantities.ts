import type { Quantity } from '../model/units.ts';
import { GIB, percentOf } from '../model/units.ts';

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

/** A limit is not rounded against anyone: the nearest tenth, downwards. */
export function limitText(limit: Quantity, noun: string): string {
  return text(limit, noun, Math.floor);
}

/** `97 %`, floored: 100 % is said only when the limit is reached. */
export function percentText(used: Quantity, limit: Quantity): string {
  const percent = percentOf(used, limit);
  return Number.isFinite(percent) ? `${withSeparators(Math.floor(percent))} %` : 'over 100 %';
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
