import type { DiscoveredAccounts } from '../alerts/notices/discovery.ts';
import type { EffectiveMutes } from '../alerts/mutes/effective.ts';
import { effectiveMutes } from '../alerts/mutes/effective.ts';
import { runReport } from '../report/make.ts';
import { runStatus, withAttention } from './run-status.ts';
import { rerouteDigests } from '../alerts/notices/reroute.ts';
import { watchedTopics } from '../alerts/notices/watched-topics.ts';
import type { AlertDecision, RunResult } from './decide.ts';
import { decideAlerts } from './decide.ts';
import type { Configuration } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { WatchOutcome, WatchReport } from '../model/report.ts';
import type { ReportedPrunes } from '../model/run-report.ts';
import type { Instant } from '../model/time.ts';
import type { JudgePorts } from './ports.ts';
import { endDocument, figureDocuments, forecastDocuments } from './metrics.ts';
import { productionDocuments } from './production-metrics.ts';
import { digestContext } from './digest-context.ts';
import { keepReport, RUNS_JSON } from '../report/keep.ts';
import type { ReportDocument } from '../report/ports.ts';
import { publishDigest } from '../alerts/outputs/publish.ts';
import { hasFailed, hasReachedAll, outcomeText, waitsForConfirmation } from '../alerts/outcome.ts';
import { sendAlerts } from '../alerts/send.ts';
import type { Publish } from '../alerts/ports.ts';
import type { ReadFailure } from '../model/failure.ts';
import { reportsPrefix } from '../model/report-names.ts';

/** The group of alerts about the watchdog itself. */
const OWN_GROUP = 'watchdog';

/** One execution. No other may publish in its place until the lease ends. */
export interface Execution {
  readonly runId: string;
  readonly leaseMs: number;
  /** Scheduled time, if any: only one run for each publishes. */
  readonly scheduledAt?: Instant;
  /** How the accounts were found; absent where the file lists them all. */
  readonly found?: DiscoveredAccounts;
}

/**
 * The second half of a watch run: judges findings, writes metrics, alerts, stores state and report. Rejects
 * only for bugs; refusals of AWS are in the outcome.
 * @param startedAt start of the invocation that judges, as in Lambda's own metrics.
 */
export async function judge(
  configured: Configuration,
  limits: readonly LimitDefinition[],
  { runId, leaseMs, scheduledAt, found }: Execution,
  measured: RunResult,
  startedAt: Instant,
  ports: JudgePorts,
): Promise<WatchOutcome> {
  const { deployment } = configured;
  const requested = await ports.increases?.(
    measured.findings,
    limits,
    configured.accounts,
    ports.clock.now(),
  );
  const seen = { ...measured, findings: requested?.findings ?? measured.findings };
  for (const finding of seen.findings) ports.log.finding(finding);
  // For the report only.
  const prunes = ports.prunes();
  const runs = ports.reports.read(RUNS_JSON);
  const measuredAt = ports.clock.now();
  const seenReport: WatchReport = {
    deployment,
    runId,
    startedAt,
    measuredAt,
    limits,
    findings: seen.findings,
    status: runStatus(seen.findings, found?.report, seen.pruneRoles),
    ...(found !== undefined && { discovery: found.report }),
    ...(seen.pruneRoles !== undefined && { pruneRoles: seen.pruneRoles }),
    ...(requested !== undefined && { increases: requested.sentences }),
  };
  // Before alerting: metrics must not depend on it.
  ports.emit([
    ...figureDocuments(seenReport, configured.accounts, configured.metrics),
    ...productionDocuments(seenReport, configured.health.productionPercent),
  ]);
  const [topics, kept] = await Promise.all([
    ports.subscriptions(watchedTopics(configured)),
    ports.mutes(),
  ]);
  const keptMutes = effectiveMutes(configured, kept, limits, measuredAt);
  const alerts = { ...configured.alerts, mutes: keptMutes.mutes };
  const configuration = { ...configured, alerts };
  const report = withMuteProblems(seenReport, keptMutes);
  const { status } = report;
  const context = digestContext(configuration, report, 'alert');
  const documents = documentKeeper(configuration, ports);
  const publish = { ...ports.publish, keep: documents.keep };
  let decision: AlertDecision | undefined;
  const told = await sendAlerts(
    {
      deployment,
      runId,
      leaseMs,
      ...(scheduledAt !== undefined && { scheduledAt }),
      troubleTo: { group: OWN_GROUP, topicArn: alerts.topicArn },
      topics,
      reroute: (waiting) => rerouteDigests(waiting, configuration, topics),
    },
    {
      clock: ports.clock,
      store: ports.store,
      publish: (digest) => publishDigest(digest, context, alerts, publish),
    },
    (remembered) => {
      const isFirst = decision === undefined;
      decision = decideAlerts(
        { ...seen, ...(found !== undefined && { found }), keptMutes },
        remembered,
        configuration,
        limits,
        measuredAt,
      );
      if (isFirst) ports.emit(forecastDocuments(report, decision.forecasts, alerts.forecastDays));
      return decision;
    },
  );
  for (const publication of told.publications) ports.log.publication(publication);
  ports.log.memory(outcomeText(told));
  const { problems } = told.verdict;
  for (const problem of problems) ports.log.subscriptions(problem);
  const seenStatus = problems.length === 0 ? status : withAttention(status);
  const outcome: WatchOutcome = {
    report,
    status: hasFailed(told) ? 'failed' : seenStatus,
    published: told.publications.filter((one) => 'messageId' in one).length,
    toldEverybody: hasReachedAll(told),
    topicProblems: problems,
    waitsForConfirmation: status !== 'failed' && waitsForConfirmation(told),
    ...(told.state.kind === 'published' && { publishedBeforeFor: told.state.scheduledAt }),
    forecasts: decision?.forecasts ?? new Map(),
    samples: decision?.samples ?? {},
    history: told.state.kind === 'unavailable' ? 'not-known' : 'known',
    finishedAt: ports.clock.now(),
    traffic: ports.traffic(),
  };
  ports.emit([endDocument(outcome)]);
  // Last: alerts and heartbeat must not depend on it.
  await documents.settled();
  const ended = await withReport(outcome, await prunes, await runs, configuration, ports);
  ports.log.run(ended);
  return ended;
}

function withMuteProblems(report: WatchReport, { problems }: EffectiveMutes): WatchReport {
  if (problems.length === 0) return report;
  const muteProblems = problems.map(({ problem }) => problem);
  return { ...report, status: withAttention(report.status), muteProblems };
}

/** Stores the report; where that fails, the run needs attention. */
async function withReport(
  outcome: WatchOutcome,
  prunes: ReportedPrunes,
  runs: ReportDocument,
  configuration: Configuration,
  { clock, reports, traffic, log }: JudgePorts,
): Promise<WatchOutcome> {
  const { report, status, ...remembered } = outcome;
  const isPaused = configuration.deploy?.schedulePaused === true;
  const page = runReport(
    { ...report, status: isPaused ? withAttention(status) : status },
    'watch',
    { ...remembered, prunes },
    configuration,
  );
  const failure = await keepReport(page, runs, clock, reports);
  const ended = { ...outcome, finishedAt: clock.now(), traffic: traffic() };
  if (failure === undefined) return ended;
  log.reportNotKept(failure);
  return {
    ...ended,
    reportNotKept: failure,
    status: withAttention(status),
  };
}

/** Beside the reports: with their permission and expiry. */
const FOLDER = 'alerts/';

type WriteResult = { readonly failure: ReadFailure | undefined } | { readonly bug: unknown };

/** The documents of a run's alerts, written while messages are sent. */
function documentKeeper(
  { deployment, state }: Pick<Configuration, 'deployment' | 'state'>,
  { reports, log }: Pick<JudgePorts, 'reports' | 'log'>,
) {
  const writing: Promise<WriteResult>[] = [];
  return {
    keep: ((name, json) => {
      writing.push(
        reports.put(`${FOLDER}${name}`, json, 'application/json').then(
          (failure) => ({ failure }),
          (bug: unknown) => ({ bug }),
        ),
      );
      return { bucket: state.bucket, key: `${reportsPrefix(deployment)}${FOLDER}${name}` };
    }) satisfies Publish['keep'],
    /** Resolves when all are written or refused, which is logged. @throws what is no refusal. */
    async settled(): Promise<void> {
      for (const written of await Promise.all(writing)) {
        if ('bug' in written) throw written.bug;
        if (written.failure !== undefined) log.reportNotKept(written.failure);
      }
    },
  };
}
