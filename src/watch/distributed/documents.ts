import type { AccountConfiguration } from '../../model/configuration.ts';
import type {
  LeftOutLimit,
  LimitDefinition,
  LimitRule,
  StatedQuota,
  Threshold,
} from '../../model/limit.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { AliasTargets, FunctionAliases } from '../../model/aliases.ts';
import type { Finding } from '../../model/finding.ts';
import type { Traffic } from '../../model/report.ts';
import type { Instant } from '../../model/time.ts';
import { isoTime } from '../../model/time.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import type { Quantity } from '../../model/units.ts';
import { quantity } from '../../model/units.ts';
import type { Parsed, Read } from '../../documents/reading.ts';
import {
  list,
  made,
  number,
  object,
  oneOf,
  parsed,
  readAccountId,
  readCount,
  readRegion,
  some,
  text,
} from '../../documents/reading.ts';
import { readTime } from '../../documents/kept-runs.ts';
import { readAccountIn, readFinding, readOrigin } from '../../documents/finding-reading.ts';
import { findingJson } from '../../documents/run-report-json.ts';
import { readLimitId } from '../../documents/limit-reading.ts';

/*
 * What the steps of a distributed run hand each other. All of it is plain data: it crosses each arrow
 * as JSON, in S3 or in the payload of an invocation.
 */

/** What one invocation measures: whole accounts, so that each is asked for one session, at one pace. */
export interface Batch {
  readonly run: string;
  /** From 0, in the order of the configuration. */
  readonly batch: number;
  /** For which the run is, or when it began; absent in what an older version planned. */
  readonly runAt?: Instant;
  readonly accounts: readonly AccountConfiguration[];
}

/** What the aliases of one function referred to, and where it is. */
interface RegionAliases extends FunctionAliases {
  readonly account: AccountId;
  readonly region: Region;
}

/** What a batch has measured, in the order of its targets. */
export interface BatchResult {
  readonly run: string;
  readonly batch: number;
  readonly measuredAt: Instant;
  readonly findings: readonly Finding[];
  readonly aliases: readonly RegionAliases[];
  /** Absent where no account of the batch is asked. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  readonly traffic: Traffic;
}

/** What the reader of a Distributed Map takes: one item a batch. Read back by `parseBatches`. */
export function batchesJson(batches: readonly Batch[]): string {
  const plain = batches.map(({ runAt, ...batch }) => ({
    ...batch,
    ...(runAt !== undefined && { runAt: isoTime(runAt) }),
  }));
  return JSON.stringify(plain);
}

/** Read back by `parseBatchResult`. Times are to the second, as in reports. */
export function batchResultJson({ findings, measuredAt, ...result }: BatchResult): string {
  return JSON.stringify({
    ...result,
    aliases: result.aliases.map(({ readAt, ...read }) => ({
      ...read,
      ...(readAt !== undefined && { readAt: isoTime(readAt) }),
    })),
    measuredAt: isoTime(measuredAt),
    findings: findings.map((finding) => findingJson({ finding, samples: [] })),
  });
}

/** Names of executions that this service takes: each is part of a key in S3. */
export const RUN_NAME = /^[A-Za-z0-9_-]{1,80}$/;

/** What `batchesJson` has written, or the first place that is otherwise. */
export function parseBatches(json: string): Parsed<readonly Batch[]> {
  return parsed(json, list(readBatch));
}

export function parseBatch(json: string): Parsed<Batch> {
  return parsed(json, readBatch);
}

/** What `batchResultJson` has written, or the first place that is otherwise. */
export function parseBatchResult(
  json: string,
  limits: readonly LimitDefinition[],
): Parsed<BatchResult> {
  const units = new Map(limits.map(({ id, unit }) => [id, unit]));
  const read: Read<BatchResult> = object(({ required, optional }) => {
    const pruneRoles = optional('pruneRoles', list(readPruneRole));
    return {
      run: required('run', readRun),
      batch: required('batch', readCount),
      measuredAt: required('measuredAt', readTime),
      findings: required('findings', list(readFinding(units))).map(({ finding }) => finding),
      aliases: required('aliases', list(readAliases)),
      ...(pruneRoles !== undefined && { pruneRoles }),
      traffic: required('traffic', readTraffic),
    };
  });
  return parsed(json, read);
}

const readRun: Read<string> = made(
  (value) => (RUN_NAME.test(value) ? value : undefined),
  'the name of an execution',
);

const readQuantity: Read<Quantity> = object(({ required }) =>
  quantity(required('unit', oneOf(['bytes', 'count'])), required('amount', readCount)),
);

const readThreshold: Read<Threshold> = object(({ required }): Threshold => {
  const kind = required('kind', oneOf(['percent', 'free']));
  return kind === 'percent'
    ? { kind, percent: required('percent', number) }
    : { kind, free: required('free', readQuantity) };
});

const readStatedQuota: Read<StatedQuota> = object(({ required }) => ({
  value: required('value', readQuantity),
  owner: required('owner', text),
  reason: required('reason', text),
}));

const readLeftOut: Read<LeftOutLimit> = object(({ required }) => ({
  limit: required('limit', readLimitId),
  owner: required('owner', text),
  reason: required('reason', text),
}));

const readRule: Read<LimitRule> = object(({ required, optional }): LimitRule => {
  const ceiling = optional('ceiling', readQuantity);
  const statedQuota = optional('statedQuota', readStatedQuota);
  const yieldsTo = optional('yieldsTo', readLimitId);
  return {
    limit: required('limit', readLimitId),
    warn: required('warn', readThreshold),
    critical: required('critical', readThreshold),
    ...(ceiling !== undefined && { ceiling }),
    ...(statedQuota !== undefined && { statedQuota }),
    ...(yieldsTo !== undefined && { yieldsTo }),
  };
});

const flag = oneOf([true, false]);

const readAccount: Read<AccountConfiguration> = object((fields): AccountConfiguration => {
  const { required, optional } = fields;
  const leftOut = optional('leftOut', list(readLeftOut));
  return {
    ...readAccountIn(fields),
    ...(leftOut !== undefined && { leftOut }),
    regions: required(
      'regions',
      list(
        object((place) => ({
          region: place.required('region', readRegion),
          origin: place.required('origin', readOrigin),
        })),
      ),
    ),
    rules: required('rules', list(readRule)),
    prune: required(
      'prune',
      object((prune) => ({
        nameMisleads: prune.required('nameMisleads', flag),
        liftsCap: prune.required('liftsCap', flag),
        // Absent in what an older version wrote.
        allowsFewer: prune.optional('allowsFewer', flag) ?? false,
        allowsLayers: prune.required('allowsLayers', flag),
      })),
    ),
  };
});

const readBatch: Read<Batch> = object(({ required, optional }) => {
  const runAt = optional('runAt', readTime);
  return {
    run: required('run', readRun),
    batch: required('batch', readCount),
    ...(runAt !== undefined && { runAt }),
    accounts: required('accounts', some(readAccount)),
  };
});

const readAlias: Read<AliasTargets> = object(({ required, optional }) => {
  const revision = optional('revision', text);
  return {
    name: required('name', text),
    versions: required('versions', list(readCount)),
    ...(revision !== undefined && { revision }),
  };
});

const readAliases: Read<RegionAliases> = object(({ required, optional }) => {
  const readAt = optional('readAt', readTime);
  return {
    account: required('account', readAccountId),
    region: required('region', readRegion),
    functionName: required('functionName', text),
    aliases: required('aliases', list(readAlias)),
    ...(readAt !== undefined && { readAt }),
  };
});

const readPruneRole: Read<PruneRoleReading> = object(({ required }) => ({
  account: required('account', object(readAccountIn)),
  presence: required('presence', oneOf(['present', 'absent', 'unknown'])),
}));

const readTraffic = object(({ required }) => ({
  calls: required('calls', readCount),
  retries: required('retries', readCount),
  throttles: required('throttles', readCount),
}));
