import type {
  BlindFinding,
  FigureTime,
  Finding,
  FindingState,
  JudgedFinding,
  OpenIncrease,
  QuotaIncrease,
  UnknownFinding,
  FullestResource,
} from '../model/finding.ts';
import type { OwnIncrease } from '../model/increase/increase.ts';
import { OWN_INCREASE_STATES } from '../model/increase/increase.ts';
import type { Threshold, Thresholds } from '../model/limit.ts';
import type { Forecast, MuteRef } from '../model/notice.ts';
import type { ReportedFinding } from '../model/run-report.ts';
import type { Target } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import type { Quantity, Unit } from '../model/units.ts';
import type { DailySample } from '../model/watch-state.ts';
import { inventoryWith } from './inventory.ts';
import {
  account,
  amountIn,
  failure,
  limitId,
  region,
  responsibility,
  time,
} from './model-values.ts';
import type { Codec } from './codec.ts';
import type { RecordCodec } from './record-types.ts';
import { implied, inline, optional, record, withFallback } from './records.ts';
import { list, number, oneOf, text } from './values.ts';
import { choice, variants, variantsByField } from './variants.ts';

export const STATES = [
  'ok',
  'warn',
  'critical',
  'unknown',
  'not-measured',
  'not-enabled',
  'no-data',
] as const satisfies readonly FindingState[];

/** Gives the unit of a limit by its id. */
export type UnitOf = (limit: unknown) => Unit;

const origin = oneOf(['account', 'default']);
export const place = { region, origin };

const target = variantsByField(
  'region',
  record<Extract<Target, { scope: 'region' }>>({ scope: implied('region'), account, ...place }),
  record<Extract<Target, { scope: 'account' }>>({ scope: implied('account'), account }),
);

export function thresholdsIn(unit: Unit): Codec<Thresholds> {
  const threshold: Codec<Threshold> = variantsByField(
    'percent',
    record<Extract<Threshold, { kind: 'percent' }>>({
      kind: implied('percent'),
      percent: number,
    }),
    record<Extract<Threshold, { kind: 'free' }>>({ kind: implied('free'), free: amountIn(unit) }),
  );
  return record<Thresholds>({ warn: threshold, critical: threshold });
}

export const parent = record<FullestResource>({ kind: text, name: text });

/** Returns the codec of when usage was measured. `at` is the codec of each time in it. */
export function figureTimeWith(at: Codec<Instant>): Codec<FigureTime> {
  return variants('kind', [
    record({ kind: oneOf(['latest']), at }),
    record({ kind: oneOf(['peak']), at, since: at }),
  ]);
}

export function openIncrease(
  amount: Codec<Quantity>,
  at: Codec<Instant>,
): RecordCodec<OpenIncrease> {
  return record<OpenIncrease>({
    open: oneOf([true]),
    desired: amount,
    since: at,
    // Former versions did not write the fields below.
    state: optional(oneOf(['pending', 'case-opened'])),
    requestId: optional(text),
    caseId: optional(text),
    automatic: optional(oneOf([true])),
  });
}

export function increaseWith(amount: Codec<Quantity>, at: Codec<Instant>): Codec<QuotaIncrease> {
  return variants('open', [
    openIncrease(amount, at),
    record({ open: oneOf([false]) }),
    record({ open: oneOf(['unknown']), failure }),
  ]);
}

export function ownIncreaseWith(amount: Codec<Quantity>, at: Codec<Instant>): Codec<OwnIncrease> {
  return record<OwnIncrease>({
    state: oneOf(OWN_INCREASE_STATES),
    desired: amount,
    at,
    requestId: optional(text),
  });
}

export const figure = figureTimeWith(time);
export const inventory = inventoryWith(time);

function findingIn(unit: Unit): RecordCodec<Finding> {
  const amount = amountIn(unit);
  const subject = { target: inline(target), limit: limitId };
  const measured = {
    used: amount,
    inventory: optional(inventory),
    parent: optional(parent),
    figure: optional(figure),
  };
  const judged = record<JudgedFinding>({
    ...subject,
    state: oneOf(['ok', 'warn', 'critical']),
    ...measured,
    quota: amount,
    thresholds: thresholdsIn(unit),
    quotaReadAt: optional(time),
    stated: optional(responsibility),
    increase: optional(increaseWith(amount, time)),
    ownIncrease: optional(ownIncreaseWith(amount, time)),
    remark: optional(text),
  });
  const unknown = record<UnknownFinding>({
    ...subject,
    state: oneOf(['unknown']),
    ...measured,
    failure,
  });
  const blind = record<BlindFinding>({
    ...subject,
    state: oneOf(['not-measured', 'not-enabled', 'no-data']),
    failure,
  });
  return variants('state', [judged, unknown, blind]);
}

/** The fields of a mute: its owner, its reason and its end. */
export const muteFields = { id: optional(text), owner: text, reason: text, until: time };

export const forecast = record<Forecast>({
  daysToFull: number,
  earliestDays: number,
  latestDays: optional(number),
  basisDays: number,
  perDay: number,
});

const sample = record<DailySample>({ day: text, used: number });

/** The codec of a finding in reports and batch results. Amounts are stored without a unit: it is that of the limit. */
export function reportedFinding(unitOf: UnitOf): RecordCodec<ReportedFinding> {
  const finding = choice<Finding>(
    { bytes: findingIn('bytes'), count: findingIn('count') },
    ({ limit }) => unitOf(limit),
    (value) => ('used' in value ? value.used.unit : 'count'),
  );
  return record<ReportedFinding>({
    finding: inline(finding),
    samples: withFallback(list(sample), [], (samples) => samples.length === 0),
    forecast: optional(forecast),
    mutedBy: optional(record<MuteRef>(muteFields)),
    before: optional(oneOf([...STATES, 'new'])),
  });
}
