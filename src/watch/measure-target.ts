import { IAMClient } from '@aws-sdk/client-iam';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { AccountId, RoleName } from '../model/aws-ids.ts';
import { roleArn } from '../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../model/configuration.ts';
import type { Measurement } from '../model/finding.ts';
import type { LimitId, LimitRule } from '../model/limit.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import type { Target } from '../model/target.ts';
import type {
  MeasureTarget,
  ReadEarlierFigures,
  ReadPruneRole,
  SaveReadings,
} from '../limits/ports.ts';
import { NO_EARLIER_FIGURES } from '../limits/ports.ts';
import { limitsIn } from '../limits/watched-limits.ts';
import { accountCredentials, stsClient } from '../aws/account-session.ts';
import { readAccountSettings } from '../limits/account-settings.ts';
import { actionsOf } from '../limits/limit.ts';
import { awsOperations } from '../aws/operations.ts';
import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { readFailure } from '../aws/failures.ts';
import { once, onceForEach } from '../aws/once.ts';
import type { DirectLimit, Limit, LimitReads } from '../limits/limit.ts';
import type { LimitWithRule } from '../limits/usage/measure-metrics.ts';
import { measureMetrics } from '../limits/usage/measure-metrics.ts';
import { withCurrentQuota, withRememberedQuotas } from '../limits/remembered/quotas.ts';
import { GET_ROLE, rolePresence } from '../aws/prune-role.ts';
import { Pacer, WATCH_REQUESTS_PER_SECOND } from '../aws/pacing.ts';
import type { OpenedReadings, ReadingsStore } from './readings-store.ts';

/** How accounts are read. */
export interface Access extends Pick<Configuration, 'role' | 'versions' | 'readStorageMode'> {
  /** The tooling account's Region, where sessions are requested. It gives the partition. */
  readonly tooling: Pick<Configuration['tooling'], 'region'>;
  readonly limits: readonly Limit[];
  readonly sessionName: string;
  /** The account of the connection's own credentials. No role is assumed in it. */
  readonly own?: AccountId;
  /** The name of the prune role, whose presence is read in accounts outside `nonprod`; undefined in a check. */
  readonly pruneRole?: RoleName;
  /** Reads figures of earlier runs, for limits with a CloudWatch usage metric. */
  readonly readEarlier?: ReadEarlierFigures;
  /** Stores answers of AWS that later runs reuse; undefined in a check. */
  readonly readings?: ReadingsStore;
  /** Requests to one account and Region. Default: `WATCH_REQUESTS_PER_SECOND`. */
  readonly requestsPerSecond?: number;
}

/** Readers that share one session per account, and one limit on the request rate per account and Region. */
export interface AccountReaders {
  readonly measure: MeasureTarget;
  readonly pruneRole: ReadPruneRole;
  readonly saveReadings: SaveReadings;
}

export function targetMeasurer(connection: Connection, access: Access): MeasureTarget {
  return accountReaders(connection, access).measure;
}

export function accountReaders(connection: Connection, access: Access): AccountReaders {
  const sts = stsClient(connection, access.tooling.region);
  const partition = partitionOf(access.tooling.region);
  const sessions = new Map<AccountId, Provider<AwsCredentialIdentity>>();
  const { clock, signal } = connection;
  const startedAt = clock.now();
  const { requestsPerSecond = WATCH_REQUESTS_PER_SECOND, readings: store } = access;
  const pacerOf = onceForEach<string, Pacer>(() => new Pacer(clock, requestsPerSecond, signal));

  function credentialsOf(
    account: AccountConfiguration,
  ): Provider<AwsCredentialIdentity> | undefined {
    const { id, stage } = account;
    if (id === access.own) return undefined;
    const readsStorageMode = access.readStorageMode && stage === 'nonprod';
    const asksPruneRole = access.pruneRole !== undefined && stage !== 'nonprod';
    const session =
      sessions.get(id) ??
      accountCredentials(sts, clock, {
        role: roleArn(partition, id, access.role.name, access.role.path),
        externalId: access.role.externalId,
        sessionName: access.sessionName,
        actions: [
          ...actionsOf(limitsIn(account, access.limits), readsStorageMode),
          ...(asksPruneRole ? [GET_ROLE] : []),
        ],
      });
    sessions.set(id, session);
    return session;
  }

  const opened = new Map<AccountId, Promise<OpenedReadings>>();
  const open = store && onceForEach(store.open, opened);

  const saveReadings: SaveReadings = async ({ id }) => {
    const readings = await opened.get(id);
    opened.delete(id);
    await readings?.save();
  };

  const measure: MeasureTarget = async (account, target) => {
    const readsStorageMode = access.readStorageMode && account.stage === 'nonprod';
    const credentials = credentialsOf(account);
    const region = target.scope === 'region' ? target.region : globalRegionOf(partition);
    // Stored readings are loaded while the session is opened.
    const opening = open?.(account.id);
    try {
      await credentials?.();
    } catch (error) {
      await opening;
      return allNotMeasured(access.limits, target, error);
    }
    const pacer = pacerOf(`${account.id}/${region}`);
    const settings = { region, pacer, ...(credentials !== undefined && { credentials }) };
    const fresh = awsOperations((Class) => makeClient(Class, connection, settings));
    const memory = (await opening)?.memory.in(region);
    const aws = memory === undefined ? fresh : withRememberedQuotas(fresh, memory);
    const { own, byMetric } = ruledLimits(access.limits, account, target);
    const measured = await measureLimits(own, {
      account: account.id,
      aws,
      ...(memory && { memory }),
      startedAt,
      retention: access.versions,
      readsStorageMode,
      accountSettings: once(() => readAccountSettings(() => aws['lambda:GetAccountSettings']({}))),
    });
    if (byMetric.length === 0) return measured;
    const { readEarlier = NO_EARLIER_FIGURES } = access;
    const place = { aws, target, region, now: startedAt, readEarlier };
    const byMetrics = await measureMetrics(byMetric, { ...place, ...(memory && { memory }) });
    return new Map([...measured, ...byMetrics]);
  };

  const pruneRole: ReadPruneRole = (account) => {
    const { pruneRole: name } = access;
    if (name === undefined) throw new Error('the name of the prune role is missing');
    const credentials = credentialsOf(account);
    const region = globalRegionOf(partition);
    const iam = makeClient(IAMClient, connection, {
      region,
      pacer: pacerOf(`${account.id}/${region}`),
      ...(credentials !== undefined && { credentials }),
    });
    return rolePresence(iam, name);
  };
  return { measure, pruneRole, saveReadings };
}

interface DirectLimitWithRule {
  readonly limit: DirectLimit;
  readonly rule: LimitRule;
}

/** The limits of the target's scope that have a rule: `byMetric` those with a usage metric, `own` the others. */
function ruledLimits(limits: readonly Limit[], { rules }: AccountConfiguration, { scope }: Target) {
  const own: DirectLimitWithRule[] = [];
  const byMetric: LimitWithRule[] = [];
  for (const limit of limits) {
    const rule = rules.find((one) => one.limit === limit.definition.id);
    if (rule === undefined || limit.scope !== scope) continue;
    if ('usage' in limit) byMetric.push({ limit, rule });
    else own.push({ limit, rule });
  }
  return { own, byMetric };
}

async function measureLimits(
  limits: readonly DirectLimitWithRule[],
  reads: LimitReads,
): Promise<ReadonlyMap<LimitId, Measurement>> {
  const { aws, memory } = reads;
  const measured = new Map<LimitId, Measurement>();
  for (const { limit, rule } of limits) {
    const { id } = limit.definition;
    try {
      const usage = await limit.measure(reads, rule);
      measured.set(id, memory ? await withCurrentQuota(usage, limit, rule, aws, memory) : usage);
    } catch (error) {
      measured.set(id, { kind: 'not-measured', failure: readFailure(error, id) });
    }
  }
  return measured;
}

function allNotMeasured(
  limits: readonly Limit[],
  target: Target,
  error: unknown,
): ReadonlyMap<LimitId, Measurement> {
  const failure = readFailure(error, 'sts:AssumeRole');
  return new Map(
    limits
      .filter((limit) => limit.scope === target.scope)
      .map((limit) => [limit.definition.id, { kind: 'not-measured', failure }]),
  );
}
