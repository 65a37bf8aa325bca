import { percentOf } from '../../../model/units.ts';
import type { CodeStorage } from '../../ports.ts';

/** Whether code storage is below a share of its limit; undefined where AWS did not say the limit. */
export function isBelow({ used, limit }: CodeStorage, percent: number): boolean | undefined {
  if (limit === undefined) return undefined;
  return percentOf({ unit: 'bytes', amount: used }, { unit: 'bytes', amount: limit }) < percent;
}
