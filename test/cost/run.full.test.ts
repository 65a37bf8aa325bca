import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { monthlyCost } from '../../src/cli/commands/cost.ts';
import type { CostAssumptions } from '../../src/cost/model.ts';
import type { WatchResult } from '../watch/run-watch.ts';
import {
  EXTERNAL_ID,
  memberAccount,
  runWatch,
  TOOLING,
  TOPIC,
  toolingAccount,
} from '../watch/run-watch.ts';
import { complete } from '../config/complete.ts';

/** Compares the estimates of `cost` for a run with a run over the wire: calls, metrics and log. */

const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1'];
const ACCOUNTS = [1, 2, 3, 4, 5].map((at) => ({
  id: String(at).repeat(12).replace('1'.repeat(12), '6'.repeat(12)),
  name: `account-${at}`,
  stage: at === 5 ? ('prod' as const) : ('nonprod' as const),
}));
const FUNCTIONS = 7;
const VERSIONS = 14;
const assumed: CostAssumptions = {
  runsPerDay: 4,
  functions: FUNCTIONS,
  versionsPerFunction: VERSIONS,
  aliasesPerFunction: 60,
  buckets: 12,
  messagesPerDay: 0,
  mailSubscribers: 1,
  memoryMiB: 512,
  alarmMetrics: 10,
  dashboards: 0,
  logDays: 90,
};

const functions = Array.from({ length: FUNCTIONS }, (_, at) => ({
  name: `service-${at}`,
  versions: `1-${VERSIONS}`,
  publishedFrom: '2025-01-01T00:00:00Z',
  publishedTo: '2026-06-01T00:00:00Z',
  aliases: Array.from({ length: 60 }, (__, alias) => ({ name: `stage-${alias}`, version: '14' })),
}));

/** IAM's action for an operation of the call log, if the names differ. */
const ACTIONS: Readonly<Record<string, string>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:ListObjectsV2': 's3:ListBucket',
};

function run(settings: Record<string, unknown>, buckets = assumed.buckets): Promise<WatchResult> {
  return runWatch({
    world: {
      accounts: [
        toolingAccount(),
        ...ACCOUNTS.map(({ id, name }) =>
          memberAccount(
            id,
            name,
            {
              bucketCount: buckets,
              quotas: { 's3/L-DC2B2D3D': 10_000 },
              regions: Object.fromEntries(REGIONS.map((region) => [region, { functions }])),
            },
            { ReadStorageMode: 'true' },
          ),
        ),
      ],
    },
    accounts: ACCOUNTS,
    regions: REGIONS,
    settings,
  });
}

function costOf(settings: Record<string, unknown>, change: Partial<CostAssumptions> = {}) {
  const file = {
    tooling: { account: TOOLING, region: 'eu-west-1' },
    role: { externalId: EXTERNAL_ID },
    alerts: { topicArn: TOPIC },
    regions: REGIONS,
    accounts: ACCOUNTS,
    ...settings,
  };
  const parsed = parseConfiguration(
    JSON.stringify(file),
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return monthlyCost(complete(parsed.configuration), { ...assumed, ...change });
}

function calledIn({ sandbox }: WatchResult): Record<string, number> {
  return Object.fromEntries(
    Object.entries(sandbox.calls.tally()).map(([name, calls]) => [ACTIONS[name] ?? name, calls]),
  );
}

/** Returns the estimated calls of a run without any stored state, like the first run. */
function saidBy({ calls }: ReturnType<typeof costOf>): Record<string, number> {
  return Object.fromEntries(
    calls.map(({ action, perRun, mostPerRun = perRun }) => [action, mostPerRun]),
  );
}

/** Returns the number of metrics that a run wrote, counting each name and dimensions once. */
function metricsIn({ lines }: WatchResult): number {
  return new Set(
    lines.flatMap((line) => {
      const document = JSON.parse(line);
      return document._aws.CloudWatchMetrics.flatMap(
        ({ Dimensions, Metrics }: { Dimensions: string[][]; Metrics: { Name: string }[] }) =>
          Metrics.map(({ Name }) =>
            JSON.stringify([Name, Dimensions[0]?.map((key) => [key, document[key]])]),
          ),
      );
    }),
  ).size;
}

describe('the cost of 5 accounts × 3 Regions', () => {
  let written: string[] = [];

  beforeEach(() => {
    written = [];
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        written.push(String(chunk));
        return true;
      });
    }
  });

  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it.each([
    {},
    { readStorageMode: true },
    { metrics: { perRegion: true } },
    { versions: { keepNewest: VERSIONS } },
  ])('says exactly the calls that a run makes, with %j', async (settings) => {
    const result = await run(settings);
    expect(result.summary).toMatchObject({ status: 'complete' });
    expect(saidBy(costOf(settings))).toEqual(calledIn(result));
  });

  it('counts a message as one publish and one more save', async () => {
    // Eighty percent of the buckets: one message, for one stage, at the first run.
    const settings = { accounts: ACCOUNTS.slice(0, 1) };
    const result = await runWatch({
      world: {
        accounts: [
          toolingAccount(),
          memberAccount(ACCOUNTS[0]?.id ?? '', 'account-1', { bucketCount: 9_000 }),
        ],
      },
      accounts: ACCOUNTS.slice(0, 1),
      regions: REGIONS,
    });
    const said = saidBy(costOf(settings, { messagesPerDay: 4, functions: 0, buckets: 9_000 }));
    const called = calledIn(result);
    expect(called['sns:Publish']).toBe(1);
    for (const action of ['sns:Publish', 's3:PutObject', 's3:GetObject', 's3:ListAllMyBuckets']) {
      expect(`${action} ${said[action]}`).toBe(`${action} ${called[action]}`);
    }
  });

  it.each([{}, { metrics: { perRegion: true } }])(
    'counts every metric that a run can send, with %j',
    async (settings) => {
      const result = await run(settings);
      const { output } = costOf(settings);
      // A first run has no trend yet, so the days to full are not sent: one metric an account.
      expect(output.metrics).toBe(metricsIn(result) + ACCOUNTS.length);
    },
  );

  it.each([{}, { metrics: { perRegion: true } }])(
    'never says fewer log bytes than a run writes, with %j',
    async (settings) => {
      const result = await run(settings);
      const bytes = [...result.lines, ...written].reduce(
        (sum, line) => sum + Buffer.byteLength(line) + 26,
        0,
      );
      expect(written.length).toBeGreaterThan(ACCOUNTS.length);
      const { output } = costOf(settings);
      expect(output.logBytes).toBeGreaterThan(bytes);
      expect(output.logBytes).toBeLessThan(4 * bytes);
    },
  );
});
