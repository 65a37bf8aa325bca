import {
  ACCOUNT_ID,
  accountId as toAccountId,
  REGION,
  region as toRegion,
} from '../model/aws-ids.ts';
import type { AccountRef } from '../model/configuration.ts';
import { STAGES } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import { FAILURE_REASONS } from '../model/failure.ts';
import type { Responsibility } from '../model/limit.ts';
import { limitId as toLimitId } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import { instant, isoTime } from '../model/time.ts';
import type { Quantity, Unit } from '../model/units.ts';
import { bytes as toBytes, count as toCount, quantity as toQuantity } from '../model/units.ts';
import type { Codec } from './codec.ts';
import { optional, record } from './records.ts';
import { variants } from './variants.ts';
import { converted, matching, number, oneOf, restrict, text } from './values.ts';

export const accountId = restrict(
  matching(ACCOUNT_ID, 'an account id'),
  toAccountId,
  'an account id',
);
export const region = restrict(matching(REGION, 'a Region code'), toRegion, 'a Region code');
export const limitId = restrict(text, toLimitId, 'a limit');

const NATURAL = 'a whole number of at least 0';
const naturalSchema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
export const bytes = restrict(number, toBytes, NATURAL, naturalSchema);
export const count = restrict(number, toCount, NATURAL, naturalSchema);

export const natural = restrict<number, number>(number, toCount, NATURAL, naturalSchema);

export const amountUnit = oneOf<Unit>(['bytes', 'count']);

/** The codec of an amount that is stored without its unit. */
export function amountIn(unit: Unit): Codec<Quantity> {
  return converted(
    number,
    (amount) => toQuantity(unit, amount),
    ({ amount }) => amount,
    NATURAL,
    naturalSchema,
  );
}

/** The codec of an amount that is stored with its unit. */
export const quantity: Codec<Quantity> = variants('unit', [
  record({ unit: oneOf(['bytes']), amount: bytes }),
  record({ unit: oneOf(['count']), amount: count }),
]);

/** The form of times in reports: `2026-11-22T06:00:00Z`. */
export const time = timeAs(
  isoTime,
  'a time such as 2026-11-22T06:00:00Z',
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
);

/** The form of times in plans and journals: `2026-11-22T06:00:00.000Z`. */
export const exactTime = timeAs(
  (at) => new Date(at).toISOString(),
  'a time such as 2026-11-22T06:00:00.000Z',
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
);

/** The form of times in the state: milliseconds since 1970. */
export const epochTime = restrict(number, instant, 'a time in milliseconds since 1970');

function timeAs(textOf: (at: Instant) => string, wanted: string, form: RegExp): Codec<Instant> {
  return converted(
    text,
    (stored) => {
      const at = instant(Date.parse(stored));
      return textOf(at) === stored ? at : undefined;
    },
    textOf,
    wanted,
    { type: 'string', pattern: form.source },
  );
}

export const accountFields = { id: accountId, name: text, stage: oneOf(STAGES) };
export const account = record<AccountRef>(accountFields);

export const failure = record<ReadFailure>({
  reason: oneOf(FAILURE_REASONS),
  operation: text,
  errorName: text,
  message: text,
  attempts: number,
  requestId: optional(text),
  resource: optional(text),
});

export const responsibility = record<Responsibility>({ owner: text, reason: text });
