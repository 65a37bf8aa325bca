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

/** One execution of a watch run. Until its lease ends, no other execution may send alerts. */
export interface Execution {
  readonly runId: string;
  readonly leaseMs: number;
  /** When the schedule was due; undefined when a person started the run. Only one run per time sends alerts. */
  readonly scheduledAt?: Instant;
  /** How accounts were discovered; undefined when the file lists all accounts. */
  readonly discovered?: DiscoveredAccounts;
}

/**
 * The second half of a watch run: judges findings, writes metrics, sends alerts, stores state and report.
 * Rejects only for bugs; failed calls to AWS are in the outcome.
 * @param startedAt when the judging invocation started, so that metrics have the time of Lambda's own metrics
 */
export async function judge(
  configured: Configuration,
  limits: readonly LimitDefinition[],
  { runId, leaseMs, scheduledAt, discovered }: Execution,
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
  const result = { ...measured, findings: requested?.findings ?? measured.findings };
  for (const finding of result.findings) ports.log.finding(finding);
  // Started here to run while alerts are sent. Only the report at the end awaits them.
  const prunes = ports.prunes();
  const runs = ports.reports.read(RUNS_JSON);
  const measuredAt = ports.clock.now();
  const measuredReport: WatchReport = {
    deployment,
    runId,
    startedAt,
    measuredAt,
    limits,
    findings: result.findings,
    status: runStatus(result.findings, discovered?.report, result.pruneRoles),
    ...(discovered !== undefined && { discovery: discovered.report }),
    ...(result.pruneRoles !== undefined && { pruneRoles: result.pruneRoles }),
    ...(requested !== undefined && { increases: requested.sentences }),
  };
  // Metrics are emitted first, so that they do not depend on the alerts.
  ports.emit([
    ...figureDocuments(measuredReport, configured.accounts, configured.metrics),
    ...productionDocuments(measuredReport, configured.health.productionPercent),
  ]);
  const [topics, kept] = await Promise.all([
    ports.subscriptions(watchedTopics(configured)),
    ports.mutes(),
  ]);
  const effective = effectiveMutes(configured, kept, limits, measuredAt);
  const alerts = { ...configured.alerts, mutes: effective.mutes };
  const configuration = { ...configured, alerts };
  const report = withMuteProblems(measuredReport, effective);
  const { status } = report;
  const context = digestContext(configuration, report, 'alert');
  const documents = alertDocuments(configuration, ports);
  const publish = { ...ports.publish, keep: documents.keep };
  let decision: AlertDecision | undefined;
  const sent = await sendAlerts(
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
        { ...result, ...(discovered !== undefined && { discovered }), storedMutes: effective },
        remembered,
        configuration,
        limits,
        measuredAt,
      );
      if (isFirst) ports.emit(forecastDocuments(report, decision.forecasts, alerts.forecastDays));
      return decision;
    },
  );
  for (const publication of sent.publications) ports.log.publication(publication);
  ports.log.memory(outcomeText(sent));
  const { problems } = sent.verdict;
  for (const problem of problems) ports.log.subscriptions(problem);
  const statusWithTopics = problems.length === 0 ? status : withAttention(status);
  const outcome: WatchOutcome = {
    report,
    status: hasFailed(sent) ? 'failed' : statusWithTopics,
    published: sent.publications.filter((one) => 'messageId' in one).length,
    sentEveryAlert: hasReachedAll(sent),
    topicProblems: problems,
    waitsForConfirmation: status !== 'failed' && waitsForConfirmation(sent),
    ...(sent.state.kind === 'published' && { publishedBeforeFor: sent.state.scheduledAt }),
    forecasts: decision?.forecasts ?? new Map(),
    samples: decision?.samples ?? {},
    history: sent.state.kind === 'unavailable' ? 'not-known' : 'known',
    finishedAt: ports.clock.now(),
    traffic: ports.traffic(),
  };
  ports.emit([endDocument(outcome)]);
  // The report comes last, so that alerts and heartbeat do not depend on it.
  await documents.written();
  const ended = await storeReport(outcome, await prunes, await runs, configuration, ports);
  ports.log.run(ended);
  return ended;
}

function withMuteProblems(report: WatchReport, { problems }: EffectiveMutes): WatchReport {
  if (problems.length === 0) return report;
  const muteProblems = problems.map(({ problem }) => problem);
  return { ...report, status: withAttention(report.status), muteProblems };
}

/** Stores the report and returns the outcome. When storing fails, the run's status is `attention` at least. */
async function storeReport(
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

/** Alert documents are stored under the prefix of the reports, with the same permission and expiry. */
const FOLDER = 'alerts/';

type WriteResult = { readonly failure: ReadFailure | undefined } | { readonly bug: unknown };

/** Stores the JSON documents of a run's alerts while messages are sent. */
function alertDocuments(
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
    /** Waits for all writes, and logs those that S3 refused. @throws any other error, since it is a bug */
    async written(): Promise<void> {
      for (const written of await Promise.all(writing)) {
        if ('bug' in written) throw written.bug;
        if (written.failure !== undefined) log.reportNotKept(written.failure);
      }
    },
  };
}
