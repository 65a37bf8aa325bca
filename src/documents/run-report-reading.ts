import { limitId } from '../model/limit.ts';
import type { LimitDefinition, Responsibility, Threshold } from '../model/limit.ts';
import { isLimitSet } from '../model/limit-choice/sets.ts';
import type { CodeInventory } from '../model/code-inventory.ts';
import type { AccountRef } from '../model/configuration.ts';
import { STAGES } from '../model/configuration.ts';
import type { Finding, QuotaIncrease } from '../model/finding.ts';
import type { MuteRef } from '../model/notice.ts';
import type {
  ReportedFinding,
  ReportedPrune,
  ReportedPrunes,
  ReportedStorage,
  RunReport,
} from '../model/run-report.ts';
import type { Target } from '../model/target.ts';
import type { Unit } from '../model/units.ts';
import { quantity } from '../model/units.ts';
import { readTime, STATES, whereKept } from './kept-runs.ts';
import type { Fields, Parsed, Read } from './reading.ts';
import {
  list,
  made,
  number,
  object,
  oneOf,
  parsed,
  readAccountId,
  readBytes,
  readCount,
  readFailure,
  readRegion,
  text,
} from './reading.ts';
import { REPORT_KIND, REPORT_VERSION } from './run-report-json.ts';

/** A report as this version of the tool writes it, or the first place that is otherwise. */
export function parseRunReport(json: string): Parsed<RunReport> {
  return parsed(json, readReport);
}

const readReport: Read<RunReport> = object(({ required, optional }): RunReport => {
  required('kind', oneOf([REPORT_KIND]));
  required('version', oneOf([REPORT_VERSION]));
  const limits = required('limits', list(readLimit));
  const units = new Map(limits.map(({ id, unit }) => [id, unit]));
  const accountsTrouble = optional('accountsTrouble', text);
  const muteProblems = optional('muteProblems', list(text));
  return {
    deployment: required('deployment', text),
    runId: required('runId', text),
    purpose: required('purpose', oneOf(['watch', 'check'])),
    measuredAt: required('measuredAt', readTime),
    status: required('status', oneOf(['complete', 'attention', 'incomplete', 'failed'])),
    limits,
    findings: required('findings', list(readFinding(units))),
    mutes: required(
      'mutes',
      list(
        object((fields) => {
          const statedBy = fields.optional('statedBy', text);
          return {
            ...muteIn(fields),
            covers: fields.required('covers', text),
            ...(statedBy !== undefined && { statedBy }),
          };
        }),
      ),
    ),
    ...(muteProblems !== undefined && { muteProblems }),
    prunes: required('prunes', readPrunes),
    history: required('history', oneOf(['known', 'not-known'])),
    ...(accountsTrouble !== undefined && { accountsTrouble }),
    notCovered: required('notCovered', list(text)),
    ...whereKept(optional),
  };
});

export const readLimitId = made((value) => {
  try {
    return limitId(value);
  } catch {
    return undefined; // The name of no limit.
  }
}, 'a limit');

const readLimit: Read<LimitDefinition> = object(({ required, optional }): LimitDefinition => {
  const set = optional('set', text);
  const unit = required('unit', oneOf(['bytes', 'count']));
  return {
    id: required('id', readLimitId),
    title: required('title', text),
    unit,
    noun: required('noun', text),
    scope: required('scope', oneOf(['region', 'account'])),
    source: required('source', readSource(unit)),
    defaults: required('defaults', readThresholds(unit)),
    // A later version may have further sets.
    ...(set !== undefined && isLimitSet(set) && { set }),
  };
});

function readSource(unit: Unit): Read<LimitDefinition['source']> {
  return object(({ required }): LimitDefinition['source'] => {
    const kind = required('kind', oneOf(['quota', 'ceiling']));
    return kind === 'ceiling'
      ? { kind, default: quantity(unit, required('default', readCount)) }
      : { kind, increase: required('increase', oneOf(['possible', 'impossible'])) };
  });
}

function readThresholds(unit: Unit): Read<LimitDefinition['defaults']> {
  return object(({ required }) => ({
    warn: required('warn', readThreshold(unit)),
    critical: required('critical', readThreshold(unit)),
  }));
}

function readThreshold(unit: Unit): Read<Threshold> {
  return object(({ required, optional }): Threshold => {
    const percent = optional('percent', number);
    if (percent !== undefined) return { kind: 'percent', percent };
    return { kind: 'free', free: quantity(unit, required('free', readCount)) };
  });
}

/** What `findingJson` has written. */
export function readFinding(units: ReadonlyMap<string, Unit>): Read<ReportedFinding> {
  return object((fields): ReportedFinding => {
    const { optional } = fields;
    const forecast = optional('forecast', readForecast);
    const mutedBy = optional('mutedBy', object(muteIn));
    const before = optional('before', oneOf([...STATES, 'new']));
    return {
      finding: findingIn(fields, units),
      samples: optional('samples', list(readSample)) ?? [],
      ...(forecast !== undefined && { forecast }),
      ...(mutedBy !== undefined && { mutedBy }),
      ...(before !== undefined && { before }),
    };
  });
}

function findingIn(fields: Fields, units: ReadonlyMap<string, Unit>): Finding {
  const { required, optional } = fields;
  const limit = required('limit', readLimitId);
  const subject = { target: targetIn(fields), limit };
  const state = required('state', oneOf(STATES));
  if (state === 'not-measured' || state === 'not-enabled') {
    return { state, ...subject, failure: required('failure', readFailure) };
  }
  const unit = units.get(limit) ?? 'count';
  const used = quantity(unit, required('used', readCount));
  const inventory = optional('inventory', readInventory);
  const detail = inventory === undefined ? {} : { inventory };
  if (state === 'unknown') {
    return { state, ...subject, used, failure: required('failure', readFailure), ...detail };
  }
  const stated = optional('stated', readStated);
  const increase = optional('increase', readIncrease(unit));
  const remark = optional('remark', text);
  return {
    state,
    ...subject,
    used,
    quota: quantity(unit, required('quota', readCount)),
    thresholds: required('thresholds', readThresholds(unit)),
    ...(stated !== undefined && { stated }),
    ...(increase !== undefined && { increase }),
    ...(remark !== undefined && { remark }),
    ...detail,
  };
}

/** Who states something in the configuration, and why. */
export const readStated: Read<Responsibility> = object(({ required }) => ({
  owner: required('owner', text),
  reason: required('reason', text),
}));

function targetIn({ required, optional }: Fields): Target {
  const account = required('account', readAccount);
  const region = optional('region', readRegion);
  if (region === undefined) return { scope: 'account', account };
  return { scope: 'region', account, region, origin: required('origin', readOrigin) };
}

export const readOrigin = oneOf(['account', 'default']);

export function readAccountIn({ required }: Fields): AccountRef {
  return {
    id: required('id', readAccountId),
    name: required('name', text),
    stage: required('stage', oneOf(STAGES)),
  };
}

const readAccount: Read<AccountRef> = object(readAccountIn);

const readSample = object(({ required }) => ({
  day: required('day', text),
  used: required('used', number),
}));

const readForecast = object(({ required, optional }) => {
  const latestDays = optional('latestDays', number);
  return {
    daysToFull: required('daysToFull', number),
    earliestDays: required('earliestDays', number),
    ...(latestDays !== undefined && { latestDays }),
    basisDays: required('basisDays', number),
    perDay: required('perDay', number),
  };
});

function muteIn({ required, optional }: Fields): MuteRef {
  const id = optional('id', text);
  return {
    ...(id !== undefined && { id }),
    owner: required('owner', text),
    reason: required('reason', text),
    until: required('until', readTime),
  };
}

function readIncrease(unit: Unit): Read<QuotaIncrease> {
  return object(({ required }): QuotaIncrease => {
    const open = required('open', oneOf([true, false, 'unknown']));
    switch (open) {
      case true: {
        const desired = quantity(unit, required('desired', readCount));
        return { open, desired, since: required('since', readTime) };
      }
      case false:
        return { open };
      case 'unknown':
        return { open, failure: required('failure', readFailure) };
    }
  });
}

const readHeld = object(({ required }) => ({
  layerVersions: required('layerVersions', readCount),
  packageBytes: required('packageBytes', readBytes),
}));

const readInventory: Read<CodeInventory> = object(({ required, optional }) => {
  const unattributed = optional('unattributed', readCount);
  return {
    functions: required('functions', readCount),
    versions: required('versions', readCount),
    packageBytes: required('packageBytes', readBytes),
    oldVersions: required('oldVersions', readCount),
    oldPackageBytes: required('oldPackageBytes', readBytes),
    largest: required('largest', list(readHolding)),
    ownLayers: required('ownLayers', readHeld),
    foreignLayers: required('foreignLayers', readHeld),
    ...(unattributed !== undefined && { unattributed }),
  };
});

const readHolding: Read<CodeInventory['largest'][number]> = object((fields) => {
  const storage = fields.optional('storage', oneOf(['copy', 'reference', 'unknown']));
  return {
    name: fields.required('name', text),
    versions: fields.required('versions', readCount),
    packageBytes: fields.required('packageBytes', readBytes),
    oldVersions: fields.required('oldVersions', readCount),
    oldPackageBytes: fields.required('oldPackageBytes', readBytes),
    ...(storage !== undefined && { storage }),
  };
});

const readPrunes: Read<ReportedPrunes> = object(({ required }): ReportedPrunes => {
  const kind = required('kind', oneOf(['read', 'failed', 'not-asked']));
  switch (kind) {
    case 'read':
      return { kind, prunes: required('prunes', list(readPrune)) };
    case 'failed':
      return { kind, failure: required('failure', readFailure) };
    case 'not-asked':
      return { kind };
  }
});

/** Of one prune; also of the object in which the prune function keeps the last ones. */
export const readPrune: Read<ReportedPrune> = object(({ required, optional }) => {
  const requestedBy = optional('requestedBy', text);
  const appliedBy = optional('appliedBy', text);
  return {
    planId: required('planId', text),
    account: required('account', readAccount),
    endedAt: required('endedAt', readTime),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(appliedBy !== undefined && { appliedBy }),
    planned: required('planned', readCount),
    deleted: required('deleted', readCount),
    packageBytesDeleted: required('packageBytesDeleted', readBytes),
    regions: required(
      'regions',
      list(
        object((fields) => ({
          region: fields.required('region', text),
          before: fields.required('before', readStorage),
          after: fields.required('after', readStorage),
        })),
      ),
    ),
  };
});

const readStorage: Read<ReportedStorage> = object(({ required, optional }): ReportedStorage => {
  const kind = required('kind', oneOf(['read', 'not-known']));
  if (kind === 'not-known') return { kind };
  const limit = optional('limit', readBytes);
  return { kind, used: required('used', readBytes), ...(limit !== undefined && { limit }) };
});
