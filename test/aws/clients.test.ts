import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';

import type { AccountSettings } from '../../src/limits/account-settings.ts';
import { readAccountSettings } from '../../src/limits/account-settings.ts';
import type { Connection } from '../../src/aws/clients.ts';
import { makeClient } from '../../src/aws/clients.ts';
import { AwsCallError, OutOfTime } from '../../src/aws/failures.ts';
import { awsOperations } from '../../src/aws/operations.ts';
import { countBuckets } from '../../src/limits/s3-buckets.ts';
import { Pacer } from '../../src/aws/pacing.ts';
import { JumpingClock, StoppedClock } from './clocks.ts';
import {
  connectionOver,
  EU_WEST_1,
  json,
  jsonError,
  ScriptedWire,
  someCredentials,
} from './wire.ts';

const SETTINGS = json({ AccountUsage: { TotalCodeSize: 5 }, AccountLimit: { TotalCodeSize: 10 } });

function settingsFrom(lambda: LambdaClient): Promise<AccountSettings> {
  return readAccountSettings(() => lambda.send(new GetAccountSettingsCommand({})));
}

function lambdaOver(connection: Connection, pacer?: Pacer): LambdaClient {
  return makeClient(LambdaClient, connection, {
    region: EU_WEST_1,
    credentials: someCredentials,
    ...(pacer && { pacer }),
  });
}

describe('a client', () => {
  it('counts all attempts, retries and throttled requests', async () => {
    const throttle = jsonError(429, 'TooManyRequestsException');
    const wire = new ScriptedWire(throttle, jsonError(500, 'ServiceException'), SETTINGS);
    const connection = connectionOver(wire);
    await settingsFrom(lambdaOver(connection));
    expect(connection.traffic.total()).toEqual({ calls: 3, retries: 2, throttles: 1 });
  });

  it('fails after three attempts, and counts each throttled one', async () => {
    const wire = new ScriptedWire(jsonError(429, 'TooManyRequestsException'));
    const connection = connectionOver(wire);
    await expect(settingsFrom(lambdaOver(connection))).rejects.toMatchObject({
      failure: { reason: 'throttled', attempts: 3 },
    });
    expect(connection.traffic.total()).toEqual({ calls: 3, retries: 2, throttles: 3 });
  });

  it('waits longer before each retry, by the clock of the run, and longest after throttling', async () => {
    const waits = async (name: string, status: number): Promise<readonly number[]> => {
      const clock = new JumpingClock();
      const wire = new ScriptedWire(jsonError(status, name));
      await settingsFrom(lambdaOver(connectionOver(wire, clock))).catch(() => undefined);
      return clock.slept;
    };
    const [first = 0, second = 0, ...more] = await waits('ServiceException', 500);
    expect(first).toBeGreaterThanOrEqual(50);
    expect(first).toBeLessThanOrEqual(100);
    expect(second).toBeGreaterThanOrEqual(100);
    expect(second).toBeLessThanOrEqual(200);
    expect(more).toEqual([]);
    const [afterThrottle = 0] = await waits('TooManyRequestsException', 429);
    expect(afterThrottle).toBeGreaterThanOrEqual(250);
  });

  it('lowers the rate of the account and Region after throttling', async () => {
    const clock = new JumpingClock();
    const pacer = new Pacer(clock, 5);
    const wire = new ScriptedWire(jsonError(429, 'TooManyRequestsException'), SETTINGS);
    const lambda = lambdaOver(connectionOver(wire, clock), pacer);
    await settingsFrom(lambda);
    const before = clock.seconds;
    for (let turn = 0; turn < 5; turn += 1) await settingsFrom(lambda);
    expect(clock.seconds - before).toBeGreaterThan(1.2);
  });

  it('sends nothing once time is up, and fails as out-of-time', async () => {
    const wire = new ScriptedWire(SETTINGS);
    const over = AbortSignal.abort(new OutOfTime());
    const connection = connectionOver(wire, new JumpingClock(), over);
    for (let time = 0; time < 2; time += 1) {
      await expect(settingsFrom(lambdaOver(connection))).rejects.toMatchObject({
        failure: { reason: 'out-of-time', errorName: 'OutOfTime', attempts: 0 },
      });
    }
    expect(wire.requests).toEqual([]);
    expect(connection.traffic.total().calls).toBe(0);
  });

  it('aborts a request in progress when time is up', async () => {
    const end = new AbortController();
    const connection: Connection = {
      ...connectionOver(new ScriptedWire(SETTINGS), new StoppedClock(), end.signal),
      http: {
        handle: (_request, options) =>
          new Promise((_resolve, reject) => {
            const signal = options?.abortSignal as AbortSignal;
            signal.addEventListener('abort', () => {
              reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
            });
            end.abort(new OutOfTime());
          }),
        updateHttpClientConfig: () => undefined,
        httpHandlerConfigs: () => ({}),
      },
    };
    const reading = settingsFrom(lambdaOver(connection));
    await expect(reading).rejects.toMatchObject({ failure: { reason: 'out-of-time' } });
  });

  it('reports a failed AssumeRole under its own operation', async () => {
    const denied = new AwsCallError({
      reason: 'denied',
      operation: 'sts:AssumeRole',
      errorName: 'AccessDenied',
      message: 'no',
      attempts: 1,
    });
    const wire = new ScriptedWire(SETTINGS);
    const lambda = makeClient(LambdaClient, connectionOver(wire), {
      region: EU_WEST_1,
      credentials: () => Promise.reject(denied),
    });
    await expect(settingsFrom(lambda)).rejects.toMatchObject({ failure: denied.failure });
    expect(wire.requests).toEqual([]);
  });

  it('uses a configured endpoint, with bucket names in the path', async () => {
    const wire = new ScriptedWire({
      body: '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>',
    });
    const connection: Connection = { ...connectionOver(wire), endpoint: 'http://localhost:4566' };
    const settings = { region: EU_WEST_1, credentials: someCredentials };
    await countBuckets(awsOperations((Class) => makeClient(Class, connection, settings)));
    expect(wire.requests.map(({ host }) => host)).toEqual(['localhost']);
    expect(makeClient(S3Client, connection, settings).config.forcePathStyle).toBe(true);
  });
});
