import type {
  BlindFinding,
  FigureTime,
  Finding,
  FindingState,
  JudgedFinding,
  OpenIncrease,
  QuotaIncrease,
  UnknownFinding,
  WorstParent,
} from '../model/finding.ts';
import type { OwnIncrease } from '../model/increase/increase.ts';
import { OWN_INCREASE_STATES } from '../model/increase/increase.ts';
import type { Threshold, Thresholds } from '../model/limit.ts';
import type { Forecast, MuteRef } from '../model/notice.ts';
import type { ReportedFinding } from '../model/run-report.ts';
import type { Target } from '../model/target.ts';
import type { Unit } from '../model/units.ts';
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
import type { RecordCodec } from './records.ts';
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

/** How the unit of a limit is known. */
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

const parent = record<WorstParent>({ kind: text, name: text });

/** Of which moment a figure is. */
export const figure: Codec<FigureTime> = variants('kind', [
  record({ kind: oneOf(['latest']), at: time }),
  record({ kind: oneOf(['peak']), at: time, since: time }),
]);

export function openIncrease(unit: Unit): RecordCodec<OpenIncrease> {
  return record<OpenIncrease>({
    open: oneOf([true]),
    desired: amountIn(unit),
    since: time,
    state: optional(oneOf(['pending', 'case-opened'])),
    requestId: optional(text),
    caseId: optional(text),
    automatic: optional(oneOf([true])),
  });
}

function increase(unit: Unit): Codec<QuotaIncrease> {
  return variants('open', [
    openIncrease(unit),
    record({ open: oneOf([false]) }),
    record({ open: oneOf(['unknown']), failure }),
  ]);
}

export function ownIncrease(unit: Unit): Codec<OwnIncrease> {
  return record<OwnIncrease>({
    state: oneOf(OWN_INCREASE_STATES),
    desired: amountIn(unit),
    at: time,
    requestId: optional(text),
  });
}

export const inventory = inventoryWith(time);

function findingIn(unit: Unit): RecordCodec<Finding> {
  const subject = { target: inline(target), limit: limitId };
  const measured = {
    used: amountIn(unit),
    inventory: optional(inventory),
    parent: optional(parent),
    figure: optional(figure),
  };
  const judged = record<JudgedFinding>({
    ...subject,
    state: oneOf(['ok', 'warn', 'critical']),
    ...measured,
    quota: amountIn(unit),
    thresholds: thresholdsIn(unit),
    quotaReadAt: optional(time),
    stated: optional(responsibility),
    increase: optional(increase(unit)),
    ownIncrease: optional(ownIncrease(unit)),
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

/** Who mutes something, why and until when. */
export const muteFields = { id: optional(text), owner: text, reason: text, until: time };

const forecast = record<Forecast>({
  daysToFull: number,
  earliestDays: number,
  latestDays: optional(number),
  basisDays: number,
  perDay: number,
});

/** One finding, also in what a batch of a distributed run has measured. Amounts are in the unit of its limit. */
export function reportedFinding(unitOf: UnitOf): RecordCodec<ReportedFinding> {
  const finding = choice<Finding>(
    { bytes: findingIn('bytes'), count: findingIn('count') },
    ({ limit }) => unitOf(limit),
    (value) => ('used' in value ? value.used.unit : 'count'),
  );
  return record<ReportedFinding>({
    finding: inline(finding),
    samples: withFallback(
      list(record({ day: text, used: number })),
      [],
      (samples) => samples.length === 0,
    ),
    forecast: optional(forecast),
    mutedBy: optional(record<MuteRef>(muteFields)),
    before: optional(oneOf([...STATES, 'new'])),
  });
}
