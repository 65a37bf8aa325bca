import type { Configuration } from '../model/configuration.ts';
import type { CodeInventory } from '../model/code-inventory.ts';
import type { RunOutput } from '../cost/model.ts';
import type { JudgedFinding } from '../model/finding.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Forecast, SubjectKey } from '../model/notice.ts';
import { limitKey } from '../model/notice.ts';
import type { WatchOutcome } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import { instant } from '../model/time.ts';
import { bytes, count, GIB, quantity } from '../model/units.ts';
import { endDocument, figureDocuments, forecastDocuments } from '../watch/metrics.ts';
import { productionDocuments } from '../watch/production-metrics.ts';

/** Bytes that CloudWatch Logs adds to each log event. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogEvents.html */
const EVENT_OVERHEAD = 26;
const FINDING_BYTES = 1_000;
const DOCUMENT_OVERHEAD = 400;
const METRIC_OVERHEAD = 60;
/** Bytes of the log lines about the run itself, and of Lambda's lines START, END and REPORT. */
const RUN_BYTES = 4_000;

const AT = instant(0);
const FULL: Forecast = { daysToFull: 1, earliestDays: 1, basisDays: 90, perDay: 1 };

/** Returns how many metrics and log bytes a run writes at most, counted with the code that writes them. */
export function runOutput(
  configuration: Configuration,
  limits: readonly LimitDefinition[],
  targets: readonly Target[],
): RunOutput {
  const rules = new Set(
    configuration.accounts.flatMap(({ id, rules: all }) =>
      all.map(({ limit }) => `${id} ${limit}`),
    ),
  );
  const findings = targets.flatMap((target) =>
    limits
      .filter(({ id, scope }) => scope === target.scope && rules.has(`${target.account.id} ${id}`))
      .map((limit) => fullFinding(target, limit)),
  );
  const outcome = outcomeOf(configuration.deployment, limits, findings);
  const { report, forecasts } = outcome;
  const documents = [
    ...figureDocuments(report, configuration.accounts, configuration.metrics),
    ...productionDocuments(report, configuration.health.productionPercent),
    ...forecastDocuments(report, forecasts, configuration.alerts.forecastDays),
    endDocument(outcome),
  ];
  const documentBytes = documents.reduce(
    (sum, document) =>
      sum +
      JSON.stringify(document).length +
      DOCUMENT_OVERHEAD +
      METRIC_OVERHEAD * document.metrics.length,
    0,
  );
  const events = documents.length + findings.length;
  return {
    metrics: documents.reduce((sum, { metrics }) => sum + metrics.length, 0),
    logBytes: RUN_BYTES + documentBytes + FINDING_BYTES * findings.length + EVENT_OVERHEAD * events,
  };
}

function fullFinding(target: Target, limit: LimitDefinition): JudgedFinding {
  const amount = 300 * GIB;
  return {
    state: 'ok',
    target,
    limit: limit.id,
    used: quantity(limit.unit, amount),
    quota: quantity(limit.unit, amount),
    thresholds: limit.defaults,
    ...(target.scope === 'region' && limit.source.kind === 'ceiling'
      ? { inventory: INVENTORY }
      : {}),
  };
}

const LAYERS = { layerVersions: count(0), packageBytes: bytes(0) };
const INVENTORY: CodeInventory = {
  functions: count(1),
  versions: count(1),
  packageBytes: bytes(1),
  oldVersions: count(1),
  oldPackageBytes: bytes(1),
  largest: [],
  ownLayers: LAYERS,
  foreignLayers: LAYERS,
};

function outcomeOf(
  deployment: string,
  limits: readonly LimitDefinition[],
  findings: readonly JudgedFinding[],
): WatchOutcome {
  return {
    report: {
      deployment,
      runId: '00000000-0000-0000-0000-000000000000-0000',
      startedAt: AT,
      measuredAt: AT,
      limits,
      findings,
      status: 'complete',
    },
    status: 'complete',
    published: 0,
    sentEveryAlert: true,
    topicProblems: [],
    waitsForConfirmation: false,
    forecasts: new Map(
      findings.map((finding): [SubjectKey, Forecast] => [limitKey(finding), FULL]),
    ),
    samples: {},
    history: 'known',
    finishedAt: AT,
    traffic: { calls: 0, retries: 0, throttles: 0 },
  };
}
