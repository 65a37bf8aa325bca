import type { Codec } from '../../../documents/codec.ts';
import { figureTimeWith, openIncrease } from '../../../documents/findings.ts';
import {
  accountId,
  amountIn,
  amountUnit,
  limitId,
  natural,
  time,
} from '../../../documents/model-values.ts';
import type { RecordCodec } from '../../../documents/record-types.ts';
import { convertedRecord, inline, optional, record } from '../../../documents/records.ts';
import { converted, list, number, oneOf, text } from '../../../documents/values.ts';
import { variants } from '../../../documents/variants.ts';
import type { Region } from '../../../model/aws-ids.ts';
import { region } from '../../../model/aws-ids.ts';
import type { AccountRef } from '../../../model/configuration.ts';
import { STAGES } from '../../../model/configuration.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import { FAILURE_REASONS } from '../../../model/failure.ts';
import type { QuotaIncrease, FullestResource } from '../../../model/finding.ts';
import type { LimitId, Responsibility } from '../../../model/limit.ts';
import type { Jump, UnseenLimit } from '../../../model/notice.ts';
import type { TopicProblem } from '../../../model/subscriptions.ts';
import { TOPIC_PROBLEMS, TOPIC_ROLES } from '../../../model/subscriptions.ts';
import type { Unit } from '../../../model/units.ts';
import { quantity } from '../../../model/units.ts';
import { shortened } from '../../../text/plain.ts';
import { noticeFields } from '../../state/notice-codec.ts';
import type { Link } from '../../words/console-links.ts';
import { shownAddresses } from '../../words/subscriptions-notice.ts';
import { JSON_LIMITS } from './limits.ts';

/** A text that people or AWS have written, cut to `JSON_LIMITS.text` characters when it is written. */
const outside: Codec<string> = converted(
  text,
  (value) => value,
  (value) => shortened(value, JSON_LIMITS.text),
  'a text',
  { type: 'string', maxLength: JSON_LIMITS.text },
);

export const fields = noticeFields(time, outside);
export const account = record<AccountRef>({
  id: accountId,
  name: outside,
  stage: oneOf(STAGES),
});
export const mutedBy = optional(fields.mute);
export const link = record<Link>({ label: text, url: text });

export function amountsIn(unit: Unit) {
  return { used: amountIn(unit), quota: amountIn(unit) };
}

/** Who stated the quota, the resource that the amounts belong to, and the time of the usage. */
export const basis = {
  stated: optional(record<Responsibility>({ owner: outside, reason: outside })),
  parent: optional(record<FullestResource>({ kind: text, name: outside })),
  figure: optional(figureTimeWith(time)),
};

/** A Region, or `global` for an account as a whole. */
export const place: Codec<Region | 'global'> = converted(
  text,
  (value) => (value === 'global' ? value : region(value)),
  (value) => value,
  'a Region code or global',
);

/** A field that is computed from the others: written, and ignored when read. */
export function computed<Value>({ write, schema }: Codec<Value>): Codec<Value | undefined> {
  return {
    read: () => undefined,
    write: (value) => (value === undefined ? undefined : write(value)),
    schema,
  };
}

export function jumpIn(unit: Unit): RecordCodec<Jump> {
  const amount = amountIn(unit);
  return record<Jump>({ from: amount, to: amount, sinceDays: number, usual: number });
}

const reason = oneOf(FAILURE_REASONS);

/** A failed read without AWS's message. Only the alert document in S3 has that message. */
export const briefFailure = convertedRecord(
  record({ reason, operation: text, errorName: text }),
  (raw): ReadFailure => ({ ...raw, message: '', attempts: 1 }),
  (failure) => failure,
);

/** Returns a failure of which JSON has only the reason and the operation. The reason is also its error name. */
function failureFrom(raw: Pick<ReadFailure, 'reason' | 'operation'>): ReadFailure {
  return { ...raw, errorName: raw.reason, message: '', attempts: 1 };
}

export function increaseIn(unit: Unit): Codec<QuotaIncrease> {
  return variants('open', [
    openIncrease(amountIn(unit), time),
    record({ open: oneOf([false]) }),
    convertedRecord(
      record({ open: oneOf(['unknown']), reason, operation: text }),
      ({ open, ...failure }) => ({ open, failure: failureFrom(failure) }),
      ({ open, failure }) => ({ open, ...failure }),
    ),
  ]);
}

interface RawUnseenLimit {
  readonly limit: LimitId;
  readonly failure: ReadFailure;
  readonly used?: number;
  readonly unit?: Unit;
}

/** A limit whose usage or value is unknown. The fields of the failed read are next to its own, not nested. */
export function unseenWith(failure: RecordCodec<ReadFailure>): Codec<UnseenLimit> {
  return convertedRecord(
    record<RawUnseenLimit>({
      limit: limitId,
      failure: inline(failure),
      used: optional(natural),
      unit: optional(amountUnit),
    }),
    ({ used, unit: of, ...rest }): UnseenLimit => ({
      ...rest,
      ...(used !== undefined && of !== undefined && { used: quantity(of, used) }),
    }),
    ({ used, ...rest }) => ({ ...rest, ...(used && { used: used.amount, unit: used.unit }) }),
  );
}

const topicProblem = convertedRecord(
  record({
    topicArn: text,
    role: oneOf(TOPIC_ROLES),
    name: text,
    problem: oneOf(TOPIC_PROBLEMS),
    waiting: natural,
    pending: list(text),
    missing: list(text),
    unconfirmed: computed(natural),
    reason: optional(reason),
    operation: optional(text),
  }),
  (raw): TopicProblem => {
    const { unconfirmed: _, reason: why, operation, ...problem } = raw;
    if (why === undefined || operation === undefined) return problem;
    return { ...problem, failure: failureFrom({ reason: why, operation }) };
  },
  ({ failure, pending, missing, ...problem }) => ({
    ...problem,
    pending: shownAddresses(pending).shown,
    missing: shownAddresses(missing).shown,
    unconfirmed: pending.length + missing.length,
    ...(failure && { reason: failure.reason, operation: failure.operation }),
  }),
);

export const topicProblems = { problems: list(topicProblem), count: natural };
