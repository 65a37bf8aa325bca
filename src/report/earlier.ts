import { parse } from '../documents/codec.ts';
import type { RunList } from '../documents/run-report.ts';
import { runList } from '../documents/run-report.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { FindingState } from '../model/finding.ts';
import { limitKey } from '../model/notice.ts';
import type { KeptRun, ReportedFinding, RunReport } from '../model/run-report.ts';
import { count } from '../model/units.ts';
import type { ReportDocument } from './ports.ts';

/** Pages that a list names. */
const MOST_RUNS = 100;

export type KnownRuns =
  | { readonly kind: 'read'; readonly list: RunList }
  /** The list is there and is not of this version, so a new one is begun. */
  | { readonly kind: 'unreadable'; readonly list: RunList; readonly failure: ReadFailure }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

const NO_RUNS: RunList = { runs: [], states: new Map() };

export function listIn(document: ReportDocument): KnownRuns {
  switch (document.kind) {
    case 'failed':
      return document;
    case 'missing':
      return { kind: 'read', list: NO_RUNS };
    case 'read': {
      const parsed = parse(document.text, runList);
      if (parsed.ok) return { kind: 'read', list: parsed.value };
      return { kind: 'unreadable', list: NO_RUNS, failure: unreadable(parsed.fault) };
    }
  }
}

function unreadable(message: string): ReadFailure {
  const errorName = 'UnreadableRunList';
  return { reason: 'unexpected', operation: 's3:GetObject', errorName, message, attempts: 1 };
}

/** The report with the runs before it, and with what each limit was in the last of them. */
export function withEarlier(report: RunReport, known: KnownRuns): RunReport {
  if (known.kind !== 'read') {
    return { ...report, earlier: { kind: 'failed', failure: known.failure } };
  }
  const { runs, states } = known.list;
  const now = new Set<string>(report.findings.map(({ finding }) => limitKey(finding)));
  const gone = [...states.keys()].filter((key) => !now.has(key)).length;
  return {
    ...report,
    findings:
      runs.length === 0 ? report.findings : report.findings.map((one) => since(one, states)),
    earlier: { kind: 'read', runs, gone: count(gone) },
  };
}

function since(one: ReportedFinding, states: RunList['states']): ReportedFinding {
  const before = states.get(limitKey(one.finding)) ?? 'new';
  return before === one.finding.state ? one : { ...one, before };
}

/** The list as the next run reads it. */
export function listWith(report: RunReport, { runs }: RunList): RunList {
  const others = runs.filter(({ measuredAt }) => measuredAt !== report.measuredAt);
  return {
    runs: [keptRun(report), ...others].slice(0, MOST_RUNS),
    states: new Map(report.findings.map(({ finding }) => [limitKey(finding), finding.state])),
  };
}

function keptRun({ runId, measuredAt, status, findings }: RunReport): KeptRun {
  const having = (...states: readonly FindingState[]) =>
    count(findings.filter(({ finding }) => states.includes(finding.state)).length);
  return {
    runId,
    measuredAt,
    status,
    critical: having('critical'),
    warn: having('warn'),
    unseen: having('not-measured', 'unknown'),
  };
}
