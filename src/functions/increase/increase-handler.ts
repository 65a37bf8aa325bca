import { Logger } from '@aws-lambda-powertools/logger';

import { onceForEach } from '../../aws/once.ts';
import { accountCredentials, stsClient } from '../../aws/account-session.ts';
import type { Connection } from '../../aws/clients.ts';
import { TrafficMeter } from '../../aws/clients.ts';
import { parse } from '../../documents/codec.ts';
import { runReport } from '../../documents/run-report.ts';
import { INCREASE_REQUESTS, INCREASE_READS, quotaAccess } from '../../increases/access.ts';
import type { IncreaseOutcome, IncreasePorts } from '../../increases/run.ts';
import { runIncreases } from '../../increases/run.ts';
import { increaseStore } from '../../increases/store.ts';
import { watchedLimits } from '../../limits/watched-limits.ts';
import type { AccountId } from '../../model/aws-ids.ts';
import { roleArn } from '../../model/aws-ids.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { partitionOf } from '../../model/regions.ts';
import { memberRoleNames } from '../../model/role-names.ts';
import type { RunReport } from '../../model/run-report.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../model/time.ts';
import { reportReader } from '../../report/bucket.ts';
import { LATEST_JSON } from '../../report/keep.ts';
import { failureText } from '../../text/failure-text.ts';
import { reportsOf } from '../watch/reports.ts';
import type { InvocationContext, World } from '../world.ts';
import { isTrue } from '../doctor-selection.ts';
import { EventReader } from '../prune/prune-event.ts';

/** Time reserved before Lambda's timeout for pending requests and the last save. */
const RESERVE_MS = 45 * SECOND_MS;

/** Thrown when a report or quota could not be read, or an increase could not be requested or stored. See the log. */
class IncreasesIncomplete extends Error {
  override readonly name = 'IncreasesIncomplete';
}

export type IncreaseAnswer = IncreaseOutcome | { readonly end: 'no-report' | 'not-configured' };

/**
 * Returns the handler of the increase function. It requests the quota increases that watchdog.yml names, based on
 * the last watch report, and sends no alerts. No other function may request increases.
 * @throws EventNotUnderstood before any request; IncreasesIncomplete after a problem, which sets off the alarm.
 */
export function increaseHandler(
  file: ConfigurationFile,
  environment: World,
): (event: unknown, context: InvocationContext) => Promise<IncreaseAnswer> {
  return async (event, { awsRequestId, getRemainingTimeInMillis }) => {
    // Only the schedule sends events, and all of them are `{"increase": true}`.
    const reader = new EventReader(event);
    reader.required('increase', isTrue);
    reader.end();
    const { increases, alerts, deployment } = file;
    if (increases === undefined) return { end: 'not-configured' };
    const { clock, chance } = environment;
    const connection: Connection = { ...environment, traffic: new TrafficMeter() };
    const report = await lastReport(file, connection);
    if (report === undefined) return { end: 'no-report' };
    const limits = watchedLimits(file);
    const remainingMs = getRemainingTimeInMillis();
    const runId = `${awsRequestId}-${Math.floor(chance() * 36 ** 4).toString(36)}`;
    const outcome = await runIncreases(
      {
        runId,
        report,
        settings: increases,
        forecastDays: alerts.forecastDays,
        quotaOf: (id) => limits.find(({ definition }) => definition.id === id)?.quota,
        until: instant(clock.now() + remainingMs - RESERVE_MS),
        leaseMs: remainingMs + MINUTE_MS,
      },
      portsOf(file, connection, awsRequestId),
    );
    const logger = new Logger({ serviceName: deployment });
    logger.appendKeys({ runId });
    logger.info('increases', { outcome, mode: increases.mode, report: report.runId });
    return requireSuccess(outcome);
  };
}

/** Returns the report of the last watch run; undefined when there is none. @throws IncreasesIncomplete */
async function lastReport(
  file: ConfigurationFile,
  connection: Connection,
): Promise<RunReport | undefined> {
  const read = await reportReader(connection, reportsOf(file))(LATEST_JSON);
  switch (read.kind) {
    case 'missing':
      return undefined;
    case 'failed':
      throw new IncreasesIncomplete(`the last report cannot be read: ${failureText(read.failure)}`);
    case 'read': {
      const parsed = parse(read.text, runReport);
      if (parsed.ok) return parsed.value;
      throw new IncreasesIncomplete(`the last report is no report: ${parsed.fault}`);
    }
  }
}

/** Returns ports with one session per account. In a dry run, the sessions' policy allows no increase requests. */
function portsOf(file: ConfigurationFile, connection: Connection, runId: string): IncreasePorts {
  const { deployment, tooling, role, increases } = file;
  const { increase } = memberRoleNames(deployment);
  const sts = stsClient(connection, tooling.region);
  const actions =
    increases?.mode === 'ask' ? [...INCREASE_READS, ...INCREASE_REQUESTS] : INCREASE_READS;
  const credentialsOf = onceForEach((account: AccountId) =>
    accountCredentials(sts, connection.clock, {
      role: roleArn(partitionOf(tooling.region), account, increase, role.path),
      externalId: role.externalId,
      sessionName: `${deployment}-increase-${runId.slice(0, 8)}`,
      actions,
    }),
  );
  const accesses = new Map<string, ReturnType<typeof quotaAccess>>();
  return {
    clock: connection.clock,
    store: increaseStore(connection, file),
    open: (account, region) => {
      const key = `${account}/${region}`;
      const access =
        accesses.get(key) ??
        quotaAccess(connection, { region, credentials: credentialsOf(account) });
      accesses.set(key, access);
      return access;
    },
  };
}

/** Returns the outcome. @throws IncreasesIncomplete if the run did not end normally, or a quota had a problem. */
function requireSuccess(outcome: IncreaseOutcome): IncreaseOutcome {
  const { end, problems, trouble, requested } = outcome;
  const isComplete = ['done', 'nothing-new', 'claimed', 'old-report'].includes(end);
  if (isComplete && problems.length === 0) return outcome;
  const what = trouble ?? problems[0]?.problem ?? 'another run stored something at the same time';
  throw new IncreasesIncomplete(
    `${end}; ${requested} requested; ${problems.length} quotas with a problem: ${what}`,
  );
}
