import pLimit from 'p-limit';

import { evaluate } from '../decide/evaluate.ts';
import { settleRegions } from '../decide/regions-not-enabled.ts';
import { runStatus } from '../decide/run-status.ts';
import { targetsOf } from '../decide/targets.ts';
import { worthSaying } from '../decide/worth-saying.ts';
import type { AccountConfiguration, Configuration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { WatchOutcome, WatchReport } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { WatchPorts } from '../ports.ts';
import { renderAlert } from '../render/alert.ts';
import { metricDocuments } from '../render/metrics.ts';

/** Targets measured at a time. Each waits on the network nearly always; this bounds sockets and memory. */
const TARGETS_AT_A_TIME = 32;

/**
 * One watch run: measures every target, judges, publishes what is worth saying, and tells how it went.
 * Rejects only for bugs; what AWS refuses is in the outcome.
 */
export async function watch(
  configuration: Configuration,
  limits: readonly LimitDefinition[],
  runId: string,
  ports: WatchPorts,
): Promise<WatchOutcome> {
  const startedAt = ports.clock.now();
  const findings = await measureAll(configuration.accounts, limits, ports);
  for (const finding of findings) ports.log.finding(finding);
  const report: WatchReport = {
    deployment: configuration.deployment,
    runId,
    startedAt,
    measuredAt: ports.clock.now(),
    limits,
    findings,
    status: runStatus(findings),
  };
  const told = await tell(configuration, report, ports);
  const outcome: WatchOutcome = {
    report,
    ...told,
    status: told.toldEverybody ? report.status : 'failed',
    finishedAt: ports.clock.now(),
    traffic: ports.traffic(),
  };
  ports.emit(metricDocuments(outcome, configuration.metrics.perRegion));
  ports.log.run(outcome);
  return outcome;
}

async function measureAll(
  accounts: readonly AccountConfiguration[],
  limits: readonly LimitDefinition[],
  ports: WatchPorts,
): Promise<readonly Finding[]> {
  const atATime = pLimit(TARGETS_AT_A_TIME);
  const scopes = new Set(limits.map(({ scope }) => scope));
  const perAccount = await Promise.all(
    accounts.map(async (account) => {
      const perTarget = await Promise.all(
        targetsOf(account, scopes).map((target) =>
          atATime(() => measureTarget(account, target, ports)),
        ),
      );
      return settleRegions(perTarget.flat());
    }),
  );
  return perAccount.flat();
}

async function measureTarget(
  account: AccountConfiguration,
  target: Target,
  ports: WatchPorts,
): Promise<readonly Finding[]> {
  const measurements = await ports.measure(account, target);
  return account.rules.flatMap((rule) => {
    const measurement = measurements.get(rule.limit);
    return measurement === undefined ? [] : [evaluate(target, rule, measurement)];
  });
}

async function tell(
  configuration: Configuration,
  report: WatchReport,
  ports: WatchPorts,
): Promise<Pick<WatchOutcome, 'published' | 'toldEverybody'>> {
  const findings = worthSaying(report.findings);
  if (findings.length === 0) return { published: 0, toldEverybody: true };
  const message = renderAlert(report, findings, configuration.alerts.topicArn);
  const publication = await ports.publish(message);
  ports.log.publication(publication);
  return { published: publication.published ? 1 : 0, toldEverybody: publication.published };
}
