import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildBundles } from '../../scripts/bundle/build-bundles.ts';
import type { InvocationResult, LambdaFunction } from '../../scripts/lambda/run-function.ts';
import { startFunction } from '../../scripts/lambda/run-function.ts';
import { bundleContents } from '../scripts/bundle-contents.ts';
import { EXTERNAL_ID, memberAccount, TOOLING, toolingAccount, TOPIC } from '../watch/run-watch.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import { expectDenied } from '../sandbox/expected.ts';

const SECRET = 'correct-horse-battery-staple';

const FULL: Partial<AccountWorld> = {
  bucketCount: 500,
  quotas: { 's3/L-DC2B2D3D': null },
  regions: {
    'eu-west-1': {
      functions: [{ name: 'orders', versions: '1-12', environment: { DATABASE_PASSWORD: SECRET } }],
      codeStorage: { usage: { bytes: 280 * 1024 ** 3 } },
    },
  },
};

/** Operations that the SDK's S3 client would call by itself for a directory bucket. */
const NEVER_CALLED = ['CreateSession'];

/** The deployed bundle, run by the Runtime API over real HTTP. */
describe('the bundled watch function', () => {
  let directory: string;
  let sandbox: Sandbox;
  let watch: LambdaFunction;
  let result: InvocationResult;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-test-'));
    const built = await buildBundles({
      configurationText: JSON.stringify({
        tooling: { account: TOOLING, region: 'eu-west-1' },
        role: { externalId: EXTERNAL_ID },
        alerts: { topicArn: TOPIC },
        regions: ['eu-west-1'],
        readStorageMode: true,
        limits: { 's3-buckets': { warn: 5 } },
        accounts: [
          { id: '222222222222', name: 'dev', stage: 'nonprod' },
          { id: '333333333333', name: 'no-role', stage: 'nonprod' },
        ],
      }),
      configurationName: 'watchdog.yml',
      outDir: directory,
    });
    if (!built.ok) throw new Error(built.message);
    sandbox = createSandbox({
      accounts: [
        toolingAccount(),
        memberAccount('222222222222', 'dev', FULL, { ReadStorageMode: 'true' }),
        { id: '333333333333', name: 'no-role' },
      ],
    });
    const listening = await sandbox.listen();
    stops.push(() => listening.close());
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.credentialsOf({
      account: TOOLING,
      role: 'limits-watchdog-watch',
    });
    watch = startFunction({
      bundleDir: join(directory, 'watch'),
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
    stops.push(() => watch.close());
    expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
    result = await watch.invoke({});
  }, 60_000);

  afterAll(async () => {
    for (const stop of stops) await stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('ends as RunIncomplete after alerting about what it measured and what it could not measure', () => {
    expect(result).toMatchObject({ ok: false, errorType: 'RunIncomplete' });
    const [mail] = sandbox.deliveries.list({ protocol: 'email' });
    expect(mail?.subject).toMatch(/^CRITICAL: dev eu-west-1 Lambda code storage 93 %/);
    expect(mail?.body).toContain('no-role');
  });

  it('logs a line per target and limit and one for the run with calls, retries and throttles', () => {
    const lines = watch.logs.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    expect(lines.filter(({ message }) => message === 'finding')).toHaveLength(6);
    const [run] = lines.filter(({ message }) => message === 'run');
    expect(run).toMatchObject({ status: 'incomplete', retries: 0, throttles: 0 });
    expect(run.calls).toBe(sandbox.calls.count());
  });

  it('lets no environment variable of a function and no credential reach a log, a message or an error', () => {
    expect(sandbox.calls.count({ operation: 'ListFunctions' })).toBeGreaterThan(0);
    const everything = [
      ...watch.logs,
      JSON.stringify(result),
      ...sandbox.deliveries.list().map((delivery) => JSON.stringify(delivery)),
    ].join('\n');
    expect(everything).not.toContain(SECRET);
    expect(everything).not.toContain('DATABASE_PASSWORD');
    expect(everything).not.toContain(EXTERNAL_ID);
    const keys = new Set(sandbox.calls.list().map(({ accessKeyId }) => accessKeyId));
    keys.delete('');
    expect([...keys].filter((key) => everything.includes(key))).toEqual([]);
  });

  it('has called every operation that it contains, including those of its doctor, without an error', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
    const doctor = await watch.invoke({ doctor: true });
    expect(doctor).toMatchObject({ ok: true });
    const called = sandbox.calls.list().map(({ operation }) => operation);
    const { operations } = await bundleContents('src/functions/watch.ts');
    const never = operations
      .map(({ operation }) => operation)
      .filter((operation) => !called.includes(operation));
    expect(never).toEqual(NEVER_CALLED);
    expect(called).toContain('GetRole');
    expect(sandbox.calls.count({ status: 501 })).toBe(0);
  });
});
