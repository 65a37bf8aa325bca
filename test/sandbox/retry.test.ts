import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { virtualClock } from './clock.ts';
import { memberSettings, watchSettings } from './fixtures/member-client.ts';
import { DEV, START, smallWorld } from './fixtures/small-world.ts';
import { retryOnClock } from './retry.ts';
import { createSandbox } from './sandbox.ts';

describe('retries on the clock', () => {
  it('wait after a throttle in virtual time', async () => {
    const clock = virtualClock(START);
    const sandbox = createSandbox(smallWorld(), { clock });
    const { maxAttempts: _one, ...settings } = await memberSettings(watchSettings(sandbox), DEV);
    const lambda = new LambdaClient({ ...settings, retryStrategy: retryOnClock(clock, 4) });
    sandbox.faults.add({ match: { service: 'lambda' }, times: 3, effect: { kind: 'throttle' } });
    const answer = await lambda.send(new GetAccountSettingsCommand({}));
    expect(answer.$metadata.attempts).toBe(4);
    expect(clock.now() - Date.parse(START)).toBe(500 + 1000 + 2000);
  });

  it.each([
    ['a denial', { kind: 'access denied' }, 1],
    ['an error of the server', { kind: 'server error' }, 2],
    ['a broken connection', { kind: 'reset' }, 2],
  ] as const)('give up on %s after %j: %d attempts', async (_, effect, attempts) => {
    const clock = virtualClock(START);
    const sandbox = createSandbox(smallWorld(), { clock });
    const { maxAttempts: _one, ...settings } = await memberSettings(watchSettings(sandbox), DEV);
    const lambda = new LambdaClient({ ...settings, retryStrategy: retryOnClock(clock, 2) });
    sandbox.faults.add({ match: { service: 'lambda' }, times: 'always', effect });
    await expect(lambda.send(new GetAccountSettingsCommand({}))).rejects.toMatchObject({
      $metadata: { attempts },
    });
  });
});
