import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { SEVENTEEN_REGIONS } from '../../scripts/bench/worlds/organisation.ts';
import type { Bundle } from '../../scripts/bundle/build-bundles.ts';
import { buildBundles } from '../../scripts/bundle/build-bundles.ts';
import { entries } from '../../scripts/bundle/entries.ts';
import type { LambdaFunction } from '../../scripts/lambda/run-function.ts';
import { startFunction } from '../../scripts/lambda/run-function.ts';
import { parseBatches } from '../../src/watch/distributed/documents.ts';
import { EXTERNAL_ID, memberAccount, STATE_BUCKET, TOOLING, TOPIC } from '../watch/run-watch.ts';
import { distributedTooling } from '../watch/distributed/run-distributed.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';

const ACCOUNTS = Array.from({ length: 500 }, (_, at) => ({
  id: String(200_000_000_000 + at),
  name: `team-${at}`,
  stage: 'nonprod',
  // Each names its own: nothing is shared that could be written once.
  regions: SEVENTEEN_REGIONS,
}));
const LAST = { id: String(200_000_000_499), name: 'team-499' };

/** Bundles with a configuration of 500 listed accounts, run by the Runtime API over real HTTP. */
describe('500 listed accounts in 17 Regions', () => {
  let directory: string;
  let bundles: readonly Bundle[];
  let sandbox: Sandbox;
  let start: (name: string) => LambdaFunction;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-large-'));
    const built = await buildBundles({
      configurationText: JSON.stringify({
        engine: 'distributed',
        tooling: { account: TOOLING, region: 'eu-west-1' },
        role: { externalId: EXTERNAL_ID },
        alerts: { topicArn: TOPIC },
        accounts: ACCOUNTS,
      }),
      configurationName: 'watchdog.yml',
      outDir: directory,
    });
    if (!built.ok) throw new Error(built.message);
    ({ bundles } = built);
    sandbox = createSandbox({
      accounts: [distributedTooling(), memberAccount(LAST.id, LAST.name)],
    });
    const listening = await sandbox.listen();
    stops.push(() => listening.close());
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.credentialsOf({
      account: TOOLING,
      role: 'limits-watchdog-watch',
    });
    start = (name) => {
      const started = startFunction({
        bundleDir: join(directory, name),
        env: {
          AWS_ENDPOINT_URL: listening.url,
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: sessionToken,
        },
        memoryMb: 512,
        timeoutMs: 60_000,
      });
      stops.push(() => started.close());
      return started;
    };
  }, 120_000);

  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('are in every bundle', () => {
    expect(bundles.map(({ name }) => name)).toEqual(entries.map(({ name }) => name));
  });

  it('are 8,500 targets to the bundled first step of a run, each account once', async () => {
    const result = await start('watch-stages').invoke({
      stage: 'targets',
      run: 'run-1',
      asked: {},
    });
    if (!result.ok) throw new Error(result.errorMessage);
    const { key } = Object(result.payload);
    const [object] = sandbox.organisation.findBucket(STATE_BUCKET)?.versions(key) ?? [];
    const batches = parseBatches(Buffer.from(object?.body ?? []).toString('utf8'));
    if (!batches.ok) throw new Error(batches.fault);
    const accounts = batches.value.flatMap((batch) => batch.accounts);
    expect(accounts.map(({ id }) => id)).toEqual(ACCOUNTS.map(({ id }) => id));
    expect(accounts.flatMap(({ regions }) => regions)).toHaveLength(500 * 17);
  });

  it('are watched by the bundled watch function, and the last account is measured in every Region', async () => {
    const result = await start('watch').invoke({ check: true, accounts: [LAST.name] });
    if (!result.ok) throw new Error(result.errorMessage);
    const { report } = Object(result.payload);
    expect(report.status).toBe('complete');
    // Two limits in each Region, and one of the account.
    expect(report.findings).toHaveLength(17 * 2 + 1);
  });
});
