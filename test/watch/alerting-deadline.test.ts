import { describe, expect, it } from 'vitest';

import type { FaultMatch, FaultRule } from '../sandbox/faults.ts';
import type { WatchResult } from './run-watch.ts';
import { memberAccount, runWatch, START, toolingAccount } from './run-watch.ts';

const GIB = 1024 ** 3;
const REMAINING_MS = 60_000;
const SLOW = { bytes: 291 * GIB };

/**
 * Runs with reads that last until their deadline, and with one service that then never answers while alerts are
 * sent.
 */
async function runWithout(match: FaultMatch): Promise<WatchResult & { readonly tookMs: number }> {
  const silence: FaultRule = { match, times: 'always', effect: { kind: 'no answer' } };
  const result = await runWatch({
    world: {
      accounts: [
        toolingAccount(),
        memberAccount('222222222222', 'dev', {
          regions: { 'eu-west-1': { codeStorage: { usage: SLOW } } },
        }),
        memberAccount('333333333333', 'slow'),
      ],
    },
    accounts: [
      { id: '222222222222', name: 'dev' },
      { id: '333333333333', name: 'slow' },
    ],
    regions: ['eu-west-1'],
    remainingMs: REMAINING_MS,
    faults: [
      {
        match: { operation: 'ListBuckets', account: '333333333333' },
        times: 'always',
        effect: { kind: 'delay', ms: REMAINING_MS },
      },
      silence,
    ],
  });
  return { ...result, tookMs: result.sandbox.clock.now() - Date.parse(START) };
}

const metricsIn = ({ lines }: WatchResult): readonly Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line));

describe.each([
  ['publishing', { service: 'sns', operation: 'Publish' }, 0],
  ['reading who subscribes', { service: 'sns', operation: 'ListSubscriptionsByTopic' }, 1],
  ['reading the memory of earlier runs', { service: 's3', operation: 'GetObject' }, 1],
  ['remembering', { service: 's3', operation: 'PutObject' }, 1],
] as const)('a run that gets no answer while %s', (_, match, mails) => {
  it('the run ends before the function does, with its metrics written and no heartbeat', async () => {
    const result = await runWithout(match);
    expect(result.tookMs).toBeLessThan(REMAINING_MS);
    expect(result.error?.name).toBeDefined();
    const documents = metricsIn(result);
    expect(documents.filter(({ Account }) => Account === '222222222222')).toContainEqual(
      expect.objectContaining({ LambdaCodeStorageUtilization: 97, LimitsNotMeasured: 0 }),
    );
    expect(documents).toContainEqual(expect.objectContaining({ IncompleteRuns: 1 }));
    expect(documents.some(({ Heartbeat }) => Heartbeat === 1)).toBe(false);
    expect(documents.some((document) => 'RunIncompleteErrors' in document)).toBe(true);
  });

  it('still sends the alerts that it can', async () => {
    expect((await runWithout(match)).mails.length).toBeGreaterThanOrEqual(mails);
  });
});
