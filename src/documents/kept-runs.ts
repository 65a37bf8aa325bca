import type { FindingState } from '../model/finding.ts';
import type { EarlierRuns, KeptRun, ReportPlace, RunReport } from '../model/run-report.ts';
import type { Instant } from '../model/time.ts';
import { instant, isoTime } from '../model/time.ts';
import type { Fields, Parsed, Read } from './reading.ts';
import {
  list,
  made,
  object,
  oneOf,
  parsed,
  readAccountId,
  readCount,
  readFailure,
  readRegion,
  text,
} from './reading.ts';
import { keptRunJson } from './run-report-json.ts';

/** Raised when a field changes its meaning; a list of another version is not read. */
const RUNS_VERSION = 1;
const RUNS_KIND = 'limits-watchdog.runs';

/** The runs whose pages are kept, and what the last of them knew of each limit. */
export interface RunList {
  /** Newest first. */
  readonly runs: readonly KeptRun[];
  /** Of the newest run, by `account/place/limit`. */
  readonly states: ReadonlyMap<string, FindingState>;
}

export const STATES = [
  'ok',
  'warn',
  'critical',
  'unknown',
  'not-measured',
  'not-enabled',
  'no-data',
] as const;

export const readTime: Read<Instant> = made((value) => {
  const time = Date.parse(value);
  return Number.isNaN(time) || isoTime(instant(time)) !== value ? undefined : instant(time);
}, 'a time such as 2026-11-22T06:00:00Z');

/** What `keptRunJson` has written. */
const readKeptRun: Read<KeptRun> = object(({ required }) => ({
  runId: required('runId', text),
  measuredAt: required('measuredAt', readTime),
  status: required('status', oneOf(['complete', 'attention', 'incomplete', 'failed'])),
  critical: required('critical', readCount),
  warn: required('warn', readCount),
  unseen: required('unseen', readCount),
}));

const readEarlier: Read<EarlierRuns> = object(({ required }): EarlierRuns => {
  const kind = required('kind', oneOf(['read', 'failed']));
  if (kind === 'failed') return { kind, failure: required('failure', readFailure) };
  return { kind, runs: required('runs', list(readKeptRun)), gone: required('gone', readCount) };
});

const readPlace: Read<ReportPlace> = object(({ required }) => ({
  account: required('account', readAccountId),
  region: required('region', readRegion),
  bucket: required('bucket', text),
  prefix: required('prefix', text),
}));

/** What a report says of other runs and of where it is; former versions say nothing. */
export function whereKept(
  optional: Fields['optional'],
): Pick<RunReport, 'earlier' | 'place' | 'command'> {
  const earlier = optional('earlier', readEarlier);
  const place = optional('place', readPlace);
  const command = optional('command', text);
  return {
    ...(earlier !== undefined && { earlier }),
    ...(place !== undefined && { place }),
    ...(command !== undefined && { command }),
  };
}

/** Read back by `parseRunList`. */
export function runListJson({ runs, states }: RunList): Readonly<Record<string, unknown>> {
  return {
    version: RUNS_VERSION,
    kind: RUNS_KIND,
    runs: runs.map(keptRunJson),
    states: [...states],
  };
}

/** A list of runs as this version writes it, or the first place that is otherwise. */
export function parseRunList(json: string): Parsed<RunList> {
  return parsed(
    json,
    object(({ required }) => {
      required('kind', oneOf([RUNS_KIND]));
      required('version', oneOf([RUNS_VERSION]));
      return {
        runs: required('runs', list(readKeptRun)),
        states: new Map(required('states', list(readState))),
      };
    }),
  );
}

const readState: Read<readonly [string, FindingState]> = (value, path) => {
  const pair = list((part) => part)(value, path);
  return [text(pair[0], `${path}[0]`), oneOf(STATES)(pair[1], `${path}[1]`)];
};
