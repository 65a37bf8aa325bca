import { parse } from '../documents/codec.ts';
import type { RunList } from '../documents/run-report.ts';
import { runList } from '../documents/run-report.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { FindingState } from '../model/finding.ts';
import { limitKey } from '../model/notice.ts';
import type { ReportedFinding, RunReport } from '../model/run-report.ts';
import { count } from '../model/units.ts';
import type { ReportDocument } from './ports.ts';

/** The most runs in the list of runs; older runs are dropped. */
const MOST_RUNS = 100;

type RunListReading =
  | { readonly kind: 'read'; readonly list: RunList }
  /** The document is not a list of this version of the watchdog. The run replaces it by a new list. */
  | { readonly kind: 'unreadable'; readonly list: RunList; readonly failure: ReadFailure }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Reads the list of earlier runs from a document; an empty list when the document is missing. */
export function readRunList(document: ReportDocument): RunListReading {
  const list: RunList = { runs: [], states: new Map() };
  switch (document.kind) {
    case 'failed':
      return document;
    case 'missing':
      return { kind: 'read', list };
    case 'read': {
      const parsed = parse(document.text, runList);
      if (parsed.ok) return { kind: 'read', list: parsed.value };
      return { kind: 'unreadable', list, failure: unreadable(parsed.fault) };
    }
  }
}

function unreadable(message: string): ReadFailure {
  const errorName = 'UnreadableRunList';
  return { reason: 'unexpected', operation: 's3:GetObject', errorName, message, attempts: 1 };
}

/** Adds earlier runs, or why they could not be read. A finding whose state changed gets the former state, or `new`. */
export function withEarlier(report: RunReport, reading: RunListReading): RunReport {
  if (reading.kind !== 'read') {
    return { ...report, earlier: { kind: 'failed', failure: reading.failure } };
  }
  const { runs, states } = reading.list;
  const watched = new Set<string>(report.findings.map(({ finding }) => limitKey(finding)));
  const gone = count([...states.keys()].filter((key) => !watched.has(key)).length);
  const findings = report.findings.map((one): ReportedFinding => {
    const before = states.get(limitKey(one.finding)) ?? 'new';
    return runs.length === 0 || before === one.finding.state ? one : { ...one, before };
  });
  return { ...report, findings, earlier: { kind: 'read', runs, gone } };
}

/** Returns the list for the next run: the run of `report`, followed by the runs of the current list. */
export function nextRunList(report: RunReport, { runs }: RunList): RunList {
  const { runId, measuredAt, status, findings } = report;
  const countIn = (...states: readonly FindingState[]) =>
    count(findings.filter(({ finding }) => states.includes(finding.state)).length);
  const run = {
    runId,
    measuredAt,
    status,
    critical: countIn('critical'),
    warn: countIn('warn'),
    unseen: countIn('not-measured', 'unknown'),
  };
  const others = runs.filter((one) => one.measuredAt !== measuredAt);
  return {
    runs: [run, ...others].slice(0, MOST_RUNS),
    states: new Map(findings.map(({ finding }) => [limitKey(finding), finding.state])),
  };
}
