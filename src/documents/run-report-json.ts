import type { FigureTime } from '../model/finding.ts';
import type { Threshold } from '../model/limit.ts';
import type { MuteRef } from '../model/notice.ts';
import type {
  EarlierRuns,
  KeptRun,
  ReportedFinding,
  ReportedPrune,
  ReportedPrunes,
  RunReport,
} from '../model/run-report.ts';
import type { Target } from '../model/target.ts';
import { isoTime } from '../model/time.ts';
import { increaseJson, ownIncreaseJson } from './increase-json.ts';
import { inventoryJson } from './inventory-json.ts';

/** Raised when a field changes its meaning or goes away; it stands in `docs/schemas/check.schema.json`. */
export const REPORT_VERSION = 1;
export const REPORT_KIND = 'limits-watchdog.report';

type Json = Readonly<Record<string, unknown>>;

/**
 * A run as plain data: amounts in the unit of their limit and not rounded, times in UTC. Read back by
 * `parseRunReport`.
 */
export function runReportJson(report: RunReport): Json {
  const { deployment, runId, purpose, measuredAt, status, limits, history, notCovered } = report;
  return {
    version: REPORT_VERSION,
    kind: REPORT_KIND,
    deployment,
    runId,
    purpose,
    measuredAt: isoTime(measuredAt),
    status,
    limits: limits.map(({ id, title, unit, noun, scope, source, defaults, set, quota }) => ({
      id,
      title,
      unit,
      noun,
      scope,
      source:
        source.kind === 'ceiling'
          ? { kind: source.kind, default: source.default.amount }
          : { kind: source.kind, increase: source.increase },
      defaults: { warn: thresholdJson(defaults.warn), critical: thresholdJson(defaults.critical) },
      ...(set !== undefined && { set }),
      ...(quota !== undefined && { quota: { service: quota.ServiceCode, code: quota.QuotaCode } }),
    })),
    findings: report.findings.map(findingJson),
    mutes: report.mutes.map((mute) => ({
      ...muteJson(mute),
      covers: mute.covers,
      ...(mute.statedBy !== undefined && { statedBy: mute.statedBy }),
    })),
    ...(report.muteProblems !== undefined && { muteProblems: report.muteProblems }),
    prunes: prunesJson(report.prunes),
    history,
    ...(report.accountsTrouble !== undefined && { accountsTrouble: report.accountsTrouble }),
    ...(report.paused === true && { paused: true }),
    notCovered,
    ...(report.notWatched !== undefined && { notWatched: report.notWatched }),
    ...(report.earlier !== undefined && { earlier: earlierJson(report.earlier) }),
    ...(report.place !== undefined && { place: report.place }),
    ...(report.command !== undefined && { command: report.command }),
  };
}

function earlierJson(earlier: EarlierRuns): Json {
  if (earlier.kind === 'failed') return earlier;
  return { ...earlier, runs: earlier.runs.map(keptRunJson) };
}

/** Read back by `readKeptRun`. */
export function keptRunJson(run: KeptRun): Json {
  return { ...run, measuredAt: isoTime(run.measuredAt) };
}

/** One finding, also in what a batch of a distributed run has seen. */
export function findingJson({
  finding,
  samples,
  forecast,
  mutedBy,
  before,
}: ReportedFinding): Json {
  const { target, limit, state } = finding;
  return {
    ...targetJson(target),
    limit,
    state,
    ...('used' in finding && {
      used: finding.used.amount,
      ...(finding.inventory !== undefined && { inventory: inventoryJson(finding.inventory) }),
      ...(finding.parent !== undefined && { parent: finding.parent }),
      ...(finding.figure !== undefined && { figure: figureJson(finding.figure) }),
    }),
    ...('quota' in finding && {
      quota: finding.quota.amount,
      thresholds: {
        warn: thresholdJson(finding.thresholds.warn),
        critical: thresholdJson(finding.thresholds.critical),
      },
      ...(finding.quotaReadAt !== undefined && { quotaReadAt: isoTime(finding.quotaReadAt) }),
      ...(finding.stated !== undefined && { stated: finding.stated }),
      ...(finding.increase !== undefined && { increase: increaseJson(finding.increase) }),
      ...(finding.ownIncrease !== undefined && {
        ownIncrease: ownIncreaseJson(finding.ownIncrease),
      }),
      ...(finding.remark !== undefined && { remark: finding.remark }),
    }),
    ...('failure' in finding && { failure: finding.failure }),
    ...(samples.length > 0 && { samples }),
    ...(forecast !== undefined && { forecast }),
    ...(mutedBy !== undefined && { mutedBy: muteJson(mutedBy) }),
    ...(before !== undefined && { before }),
  };
}

/** Of which moment a figure is. */
export function figureJson(figure: FigureTime): Json {
  const { kind, at } = figure;
  return { kind, at: isoTime(at), ...(kind === 'peak' && { since: isoTime(figure.since) }) };
}

function targetJson(target: Target): Json {
  const { id, name, stage } = target.account;
  const account = { id, name, stage };
  return target.scope === 'account'
    ? { account }
    : { account, region: target.region, origin: target.origin };
}

function thresholdJson(threshold: Threshold): Json {
  return threshold.kind === 'percent'
    ? { percent: threshold.percent }
    : { free: threshold.free.amount };
}

function muteJson({ id, owner, reason, until }: MuteRef): Json {
  return { ...(id !== undefined && { id }), owner, reason, until: isoTime(until) };
}

function prunesJson(prunes: ReportedPrunes): Json {
  if (prunes.kind !== 'read') return prunes;
  return {
    kind: prunes.kind,
    prunes: prunes.prunes.map(reportedPruneJson),
  };
}

/** Read back by `readPrune`. */
export function reportedPruneJson(prune: ReportedPrune): Json {
  return { ...prune, endedAt: isoTime(prune.endedAt) };
}
