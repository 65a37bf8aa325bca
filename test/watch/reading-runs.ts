import { expect } from 'vitest';

import { HOUR_MS, instant, isoTime } from '../../src/model/time.ts';
import { virtualClock } from '../sandbox/clock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import type { FunctionWorld } from '../sandbox/world/functions.ts';
import { memberAccount, START, STATE_BUCKET, toolingAccount, watchOnce } from './run-watch.ts';

/** Several scheduled runs one after another, and the calls of each. */

export const DEV = '222222222222';
export const KEY = `limits-watchdog/readings/${DEV}.json`;
export const RUN = { accounts: [{ id: DEV, name: 'dev' }], regions: ['eu-west-1'] };
const PERIOD_MS = 6 * HOUR_MS;
const OLD = { publishedFrom: '2025-01-01T00:00:00Z', publishedTo: '2025-06-01T00:00:00Z' };

export function functionsOf(
  functions: number,
  versions: number,
  aliases: number,
): readonly FunctionWorld[] {
  return Array.from({ length: functions }, (_, at) => ({
    name: `service-${at}`,
    versions: `1-${versions}`,
    codeSize: 1_000,
    ...OLD,
    aliases: Array.from({ length: aliases }, (__, alias) => ({
      name: `live-${alias}`,
      version: String(versions - alias),
    })),
  }));
}

/** Returns a sandbox with a tooling account and one watched account. */
export function organisation(content: Partial<AccountWorld>, startAt = START): Sandbox {
  const dev = memberAccount(DEV, 'dev', content);
  return createSandbox({ accounts: [toolingAccount(), dev] }, { clock: virtualClock(startAt) });
}

export function withFunctions(functions: readonly FunctionWorld[], startAt = START): Sandbox {
  return organisation({ regions: { 'eu-west-1': { functions } } }, startAt);
}

/** Returns the time this many days and hours after the first run, in epoch milliseconds. */
export function day(days: number, hours = 0): number {
  return Date.parse(START) + days * 4 * PERIOD_MS + hours * HOUR_MS;
}

export interface RunCalls {
  readonly lambda: number;
  readonly aliases: number;
  readonly quotas: number;
  readonly increases: number;
  /** The number of reads of the stored readings of earlier runs. */
  readonly reads: number;
  readonly writes: number;
}

/** Runs the watch function for a scheduled time, `lateMs` after it. */
export async function runAt(
  sandbox: Sandbox,
  at: number,
  lateMs = 0,
  settings = {},
): Promise<RunCalls> {
  await sandbox.clock.sleep(at + lateMs - sandbox.clock.now());
  sandbox.calls.clear();
  const scheduled = isoTime(instant(at));
  const { error } = await watchOnce(sandbox, {
    ...RUN,
    settings,
    event: { scheduled },
    requestId: `run-${scheduled}`,
  });
  expect(error?.name).not.toBe('RunFailed');
  return callsOf(sandbox);
}

export function callsOf(sandbox: Sandbox): RunCalls {
  const { calls } = sandbox;
  const ofReadings = (operation: string) =>
    calls
      .list({ service: 's3', operation })
      .filter(({ access }) => access.some(({ resource }) => resource.endsWith(KEY))).length;
  return {
    lambda: calls.count({ service: 'lambda' }),
    aliases: calls.count({ operation: 'ListAliases' }),
    quotas: calls.count({ operation: 'GetServiceQuota' }),
    increases: calls.count({ operation: 'ListRequestedServiceQuotaChangeHistoryByQuota' }),
    reads: ofReadings('GetObject'),
    writes: ofReadings('PutObject'),
  };
}

export async function runs(
  sandbox: Sandbox,
  times: number,
  from: number,
): Promise<readonly RunCalls[]> {
  const made: RunCalls[] = [];
  for (let run = 0; run < times; run += 1) made.push(await runAt(sandbox, from + run * PERIOD_MS));
  return made;
}

export function sum(all: readonly RunCalls[], of: keyof RunCalls): number {
  return all.reduce((total, one) => total + one[of], 0);
}

/** Returns the finding of a limit in the last run's report, with the report's other properties. */
export function reported(sandbox: Sandbox, limit: string) {
  const text = storedText(sandbox, 'limits-watchdog/reports/latest.json');
  const report = JSON.parse(text);
  const finding = report.findings.find((one: { readonly limit: string }) => one.limit === limit);
  return { ...finding, notCovered: report.notCovered.join('\n') };
}

/** Overwrites the stored readings of earlier runs. */
export function storeReadings(sandbox: Sandbox, body: string): void {
  sandbox.organisation.findBucket(STATE_BUCKET)?.put({
    key: KEY,
    body: Buffer.from(body),
    now: sandbox.clock.now(),
    contentType: 'application/json',
    metadata: {},
  });
}

export function storedText(sandbox: Sandbox, key: string): string {
  const stored = sandbox.organisation.findBucket(STATE_BUCKET)?.current(key);
  return Buffer.from(stored?.body ?? '').toString('utf8');
}
