import type { Instant } from '../../../model/time.ts';
import { isoTime } from '../../../model/time.ts';
import type { Bytes } from '../../../model/units.ts';
import { bytes, GIB, MIB } from '../../../model/units.ts';
import { limitText, percentText, usedText, withSeparators } from '../../../text/quantities.ts';
import { plain } from '../../../text/plain.ts';

const KIB = 1024;

/** A size such as `38.2 MiB`, rounded down to a tenth. */
export function sizeText(size: Bytes): string {
  if (size >= GIB) return `${tenths(size / GIB)} GiB`;
  if (size >= MIB) return `${tenths(size / MIB)} MiB`;
  return `${tenths(size / KIB)} KiB`;
}

function tenths(value: number): string {
  return withSeparators(Math.floor(value * 10) / 10);
}

/** The day in UTC, such as `2026-01-02`; `no date` for undefined. */
export function dayText(at: Instant | undefined): string {
  return at === undefined ? 'no date' : isoTime(at).replace(/T.*$/, '');
}

export interface StorageFacts {
  readonly usedBytes?: number | undefined;
  readonly limitBytes?: number | undefined;
  readonly failure?: { readonly operation: string; readonly errorName: string } | undefined;
}

/** `282.1 GiB of 300 GiB (94 %)`, `282.1 GiB` when the limit is unknown, `not measured` when the usage is unknown. */
export function storageText(storage: StorageFacts | undefined): string {
  if (storage?.usedBytes === undefined) {
    const why = storage?.failure;
    return `not measured${why === undefined ? '' : ` (${plain(why.operation)}: ${plain(why.errorName)})`}`;
  }
  const used = { unit: 'bytes', amount: bytes(storage.usedBytes) } as const;
  const text = usedText(used, '');
  if (storage.limitBytes === undefined) return text;
  const limit = { unit: 'bytes', amount: bytes(storage.limitBytes) } as const;
  return `${text} of ${limitText(limit, '')} (${percentText(used, limit)})`;
}

/** `isBelowTarget` is undefined when there is no target or the storage could not be compared with it. */
export interface RegionStorageFacts extends StorageFacts {
  readonly region: string;
  readonly isBelowTarget?: boolean | undefined;
}

export type PlanTime = 'now' | 'when planned';

/** `Code storage in eu-west-1 now: 282.1 GiB of 300 GiB (94 %)`, and what the target `untilPercent` means for it. */
export function storageNowLine(
  storage: RegionStorageFacts,
  untilPercent?: number,
  when: PlanTime = 'now',
): string {
  const now = `Code storage in ${plain(storage.region)} ${when}: ${storageText(storage)}`;
  if (untilPercent === undefined) return now;
  const below = `below ${untilPercent} %`;
  if (storage.isBelowTarget === true)
    return `${now}; already ${below}, so nothing is deleted there`;
  if (storage.isBelowTarget === undefined)
    return `${now}; whether it is already ${below} is unknown`;
  return `${now}; deleting ends there ${below}`;
}

export function requesterLine(what: 'Requested' | 'Applied', by: string): string {
  return `${what} by ${plain(by)} (as stated by the caller, not verified)`;
}
