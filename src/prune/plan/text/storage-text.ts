import { bytes } from '../../../model/units.ts';
import { plain } from '../../../text/plain.ts';
import { limitText, percentText, usedText } from '../../../text/quantities.ts';

/** Code storage of a Region, as documents have it. */
export interface StorageFacts {
  readonly usedBytes?: number | undefined;
  readonly limitBytes?: number | undefined;
  readonly failure?: { readonly operation: string; readonly errorName: string } | undefined;
}

/** `282.1 GiB of 300 GiB (94 %)` */
export function storageText(storage: StorageFacts | undefined): string {
  if (storage?.usedBytes === undefined) {
    const why = storage?.failure;
    return `not measured${why === undefined ? '' : ` (${plain(why.operation)}: ${plain(why.errorName)})`}`;
  }
  const used = { unit: 'bytes', amount: bytes(storage.usedBytes) } as const;
  const held = usedText(used, '');
  if (storage.limitBytes === undefined) return held;
  const limit = { unit: 'bytes', amount: bytes(storage.limitBytes) } as const;
  return `${held} of ${limitText(limit, '')} (${percentText(used, limit)})`;
}

/** Code storage of a Region when the plan was made, and whether it is below the target already. */
export interface RegionStorageFacts extends StorageFacts {
  readonly region: string;
  readonly isBelowTarget?: boolean | undefined;
}

/** Whether a plan is just made, or is looked back at. */
export type PlanTime = 'now' | 'when planned';

/** `Code storage in eu-west-1 now: 282.1 GiB of 300 GiB (94 %)`; with a target, what it means there. */
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

/** Who asked for a plan, or had it applied; the name is what the caller says. */
export function requesterLine(what: 'Requested' | 'Applied', by: string): string {
  return `${what} by ${plain(by)} (as stated by the caller, not verified)`;
}
