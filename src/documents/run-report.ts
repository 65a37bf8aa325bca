import type { FindingState } from '../model/finding.ts';
import type { LimitDefinition, LimitSource, QuotaCode } from '../model/limit.ts';
import type { LimitSet } from '../model/limit-choice/sets.ts';
import { isLimitSet } from '../model/limit-choice/sets.ts';
import type {
  EarlierRuns,
  KeptRun,
  ReportedMute,
  ReportedPrune,
  ReportedPrunes,
  ReportedStorage,
  ReportPlace,
  RunReport,
} from '../model/run-report.ts';
import type { Unit } from '../model/units.ts';
import type { Codec } from './codec.ts';
import type { UnitOf } from './findings.ts';
import { muteFields, reportedFinding, STATES, thresholdsIn } from './findings.ts';
import {
  account,
  accountId,
  amountIn,
  amountUnit,
  bytes,
  count,
  failure,
  limitId,
  region,
  time,
} from './model-values.ts';
import type { DocumentCodec, RecordCodec } from './record-types.ts';
import { document, implied, openRecord, optional, record } from './records.ts';
import { converted, entries, list, oneOf, text } from './values.ts';
import { choice, variants } from './variants.ts';

const set = {
  write: (value: LimitSet) => value,
  schema: text.schema,
  /** Undefined for a set of a later version. */
  read: (stored: unknown): LimitSet | undefined => {
    const name = text.read(stored);
    return isLimitSet(name) ? name : undefined;
  },
};

export const quotaCode: Codec<QuotaCode> = converted(
  record({ service: text, code: text }),
  ({ service, code }) => ({ ServiceCode: service, QuotaCode: code }),
  ({ ServiceCode, QuotaCode }) => ({ service: ServiceCode, code: QuotaCode }),
);

function limitIn(unit: Unit): RecordCodec<LimitDefinition> {
  const source: Codec<LimitSource> = variants('kind', [
    record({ kind: oneOf(['quota']), increase: oneOf(['possible', 'impossible']) }),
    record({ kind: oneOf(['ceiling']), default: amountIn(unit) }),
  ]);
  return record<LimitDefinition>({
    id: limitId,
    title: text,
    unit: amountUnit,
    noun: text,
    scope: oneOf(['region', 'account']),
    source,
    defaults: thresholdsIn(unit),
    set: optional(set),
    yieldsTo: implied(undefined),
    quota: optional(quotaCode),
  });
}

const limit = choice<LimitDefinition>(
  { bytes: limitIn('bytes'), count: limitIn('count') },
  ({ unit }) => (unit === 'bytes' ? unit : 'count'),
  ({ unit }) => unit,
);

export const runStatus = oneOf(['complete', 'attention', 'incomplete', 'failed']);

const keptRun = record<KeptRun>({
  runId: text,
  measuredAt: time,
  status: runStatus,
  critical: count,
  warn: count,
  unseen: count,
});

const failed = record({ kind: oneOf(['failed']), failure });

const earlier: Codec<EarlierRuns> = variants('kind', [
  record({ kind: oneOf(['read']), runs: list(keptRun), gone: count }),
  failed,
]);

const storage: Codec<ReportedStorage> = variants('kind', [
  record({ kind: oneOf(['read']), used: bytes, limit: optional(bytes) }),
  record({ kind: oneOf(['not-known']) }),
]);

/** The codec of the result of a prune, in reports and in the object that the prune function stores. */
export const reportedPrune = record<ReportedPrune>({
  planId: text,
  account,
  endedAt: time,
  requestedBy: optional(text),
  appliedBy: optional(text),
  planned: count,
  deleted: count,
  packageBytesDeleted: bytes,
  regions: list(record({ region: text, before: storage, after: storage })),
});

const prunes: Codec<ReportedPrunes> = variants('kind', [
  record({ kind: oneOf(['read']), prunes: list(reportedPrune) }),
  failed,
  record({ kind: oneOf(['not-asked']) }),
]);

function reportWith(unitOf: UnitOf): DocumentCodec<RunReport> {
  return document(
    { version: 1, kind: 'limits-watchdog.report' },
    record<RunReport>({
      deployment: text,
      runId: text,
      purpose: oneOf(['watch', 'check']),
      measuredAt: time,
      status: runStatus,
      limits: list(limit),
      findings: list(reportedFinding(unitOf)),
      mutes: list(record<ReportedMute>({ ...muteFields, covers: text, statedBy: optional(text) })),
      muteProblems: optional(list(text)),
      prunes,
      history: oneOf(['known', 'not-known']),
      accountsTrouble: optional(text),
      paused: optional(oneOf([true])),
      notCovered: list(text),
      notWatched: optional(list(limitId)),
      earlier: optional(earlier),
      place: optional(
        record<ReportPlace>({ account: accountId, region, bucket: text, prefix: text }),
      ),
      command: optional(text),
    }),
  );
}

/**
 * The codec of the report of one run. Amounts are not rounded and are in the unit of their limit; times are in UTC.
 * The version is raised when a field changes its meaning or is removed.
 */
export const runReport: DocumentCodec<RunReport> = {
  ...reportWith(() => 'count'),
  read: (stored) => reportWith(unitsIn(limitsIn.read(stored).limits)).read(stored),
};

const limitsIn = openRecord<Pick<RunReport, 'limits'>>({ limits: list(limit) });

/** Gives the unit of a limit by its definition in `limits`; `count` for a limit that `limits` does not contain. */
export function unitsIn(limits: readonly LimitDefinition[]): UnitOf {
  const units = new Map<unknown, Unit>(limits.map(({ id, unit }) => [id, unit]));
  return (one) => units.get(one) ?? 'count';
}

/** The runs with a stored page, newest first, and the states of findings in the newest, by `account/place/limit`. */
export interface RunList {
  readonly runs: readonly KeptRun[];
  readonly states: ReadonlyMap<string, FindingState>;
}

export const runList: Codec<RunList> = document(
  { version: 1, kind: 'limits-watchdog.runs' },
  record<RunList>({ runs: list(keptRun), states: entries(oneOf(STATES)) }),
);
