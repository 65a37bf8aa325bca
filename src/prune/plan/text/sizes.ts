import type { Instant } from '../../../model/time.ts';
import { isoTime } from '../../../model/time.ts';
import type { Bytes } from '../../../model/units.ts';
import { GIB, MIB } from '../../../model/units.ts';
import { withSeparators } from '../../../text/quantities.ts';

const KIB = 1024;

/** `38.2 MiB`, rounded down: nothing is promised that is not there. */
export function sizeText(size: Bytes): string {
  if (size >= GIB) return `${tenths(size / GIB)} GiB`;
  if (size >= MIB) return `${tenths(size / MIB)} MiB`;
  return `${tenths(size / KIB)} KiB`;
}

function tenths(value: number): string {
  return withSeparators(Math.floor(value * 10) / 10);
}

/** `2026-01-02`, in UTC. */
export function dayText(at: Instant | undefined): string {
  return at === undefined ? 'no date' : isoTime(at).replace(/T.*$/, '');
}
