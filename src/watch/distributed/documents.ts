import type { Codec, Parsed } from '../../documents/codec.ts';
import { encode, parse } from '../../documents/codec.ts';
import type { UnitOf } from '../../documents/findings.ts';
import { place, reportedFinding } from '../../documents/findings.ts';
import {
  account,
  accountFields,
  accountId,
  limitId,
  natural,
  quantity,
  region,
  time,
} from '../../documents/model-values.ts';
import { optional, record, withFallback } from '../../documents/records.ts';
import { unitsIn } from '../../documents/run-report.ts';
import {
  converted,
  flag,
  list,
  matching,
  number,
  oneOf,
  restrict,
  text,
} from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import type { AliasTargets, FunctionAliases } from '../../model/aliases.ts';
import type { AccountId, Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import type { AccountConfiguration, ConfiguredRegion } from '../../model/configuration.ts';
import type { Finding } from '../../model/finding.ts';
import type {
  LeftOutLimit,
  LimitDefinition,
  LimitRule,
  StatedQuota,
  Threshold,
} from '../../model/limit.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import type { Traffic } from '../../model/report.ts';

/** The documents of a distributed run, in S3 or in the payload of an invocation. */

/** The accounts that one invocation measures. Each account is in one batch, so it needs only one session. */
export interface Batch {
  readonly run: string;
  /** The number of the batch, from 0. */
  readonly batch: number;
  /** The time of the run, as `timeOfRun` returns it; absent in batches of older versions of the watchdog. */
  readonly runAt?: Instant;
  readonly accounts: readonly AccountConfiguration[];
}

interface RegionAliases extends FunctionAliases {
  readonly account: AccountId;
  readonly region: Region;
}

/** What was measured for a batch, in the order of its targets. */
export interface BatchResult {
  readonly run: string;
  readonly batch: number;
  readonly measuredAt: Instant;
  readonly findings: readonly Finding[];
  readonly aliases: readonly RegionAliases[];
  readonly pruneRoles?: readonly PruneRoleReading[];
  readonly traffic: Traffic;
}

/** Matches the accepted names of executions. The name is part of keys in S3. */
export const RUN_NAME = /^[A-Za-z0-9_-]{1,80}$/;

const run = matching(RUN_NAME, 'the name of an execution');

const threshold: Codec<Threshold> = variants('kind', [
  record({ kind: oneOf(['percent']), percent: number }),
  record({ kind: oneOf(['free']), free: quantity }),
]);

const rule = record<LimitRule>({
  limit: limitId,
  warn: threshold,
  critical: threshold,
  ceiling: optional(quantity),
  statedQuota: optional(record<StatedQuota>({ value: quantity, owner: text, reason: text })),
  yieldsTo: optional(limitId),
});

const batch = record<Batch>({
  run,
  batch: natural,
  accounts: restrict(
    list(
      record<AccountConfiguration>({
        ...accountFields,
        leftOut: optional(
          list(record<LeftOutLimit>({ limit: limitId, owner: text, reason: text })),
        ),
        regions: list(record<ConfiguredRegion>(place)),
        rules: list(rule),
        prune: record<AccountConfiguration['prune']>({
          nameMisleads: flag,
          liftsCap: flag,
          // `allowsFewer` is absent in documents of older versions of the watchdog.
          allowsFewer: withFallback(flag, false),
          allowsLayers: flag,
        }),
      }),
    ),
    (accounts) => (accounts.length > 0 ? accounts : undefined),
    'a list of at least one',
  ),
  runAt: optional(time),
});

const batches = list(batch);

function batchResultWith(unitOf: UnitOf) {
  return record<BatchResult>({
    run,
    batch: natural,
    aliases: list(
      record<RegionAliases>({
        account: accountId,
        region,
        functionName: text,
        aliases: list(
          record<AliasTargets>({ name: text, versions: list(natural), revision: optional(text) }),
        ),
        readAt: optional(time),
      }),
    ),
    pruneRoles: optional(
      list(
        record<PruneRoleReading>({ account, presence: oneOf(['present', 'absent', 'unknown']) }),
      ),
    ),
    traffic: record<Traffic>({ calls: natural, retries: natural, throttles: natural }),
    measuredAt: time,
    findings: converted(
      list(reportedFinding(unitOf)),
      (reported): readonly Finding[] => reported.map(({ finding }) => finding),
      (findings) => findings.map((finding) => ({ finding, samples: [] })),
    ),
  });
}

/** Returns the items of the Distributed Map as JSON: one item for each batch. */
export function batchesJson(all: readonly Batch[]): string {
  return encode(all, batches);
}

export function parseBatches(json: string): Parsed<readonly Batch[]> {
  return parse(json, batches);
}

export function parseBatch(json: string): Parsed<Batch> {
  return parse(json, batch);
}

export function batchResultJson(result: BatchResult): string {
  return encode(
    result,
    batchResultWith(() => 'count'),
  );
}

/** @param limits the watched limits, which give the units of the figures */
export function parseBatchResult(
  json: string,
  limits: readonly LimitDefinition[],
): Parsed<BatchResult> {
  return parse(json, batchResultWith(unitsIn(limits)));
}
