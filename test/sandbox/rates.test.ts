import { describe, expect, it } from 'vitest';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { virtualClock } from './clock.ts';
import { Rates } from './rates.ts';
import { createSandbox } from './sandbox.ts';
import { memberSettings, watchSettings } from './fixtures/member-client.ts';
import { DEV, PROD, START, smallWorld } from './fixtures/small-world.ts';

const limit = { name: 'control plane', perSecond: 15, burst: 15 };

describe('token bucket', () => {
  it('allows a burst, then one token each fifteenth of a second', () => {
    const rates = new Rates();
    const at = (ms: number): boolean => rates.take(limit, '1', 'eu-west-1', ms);
    expect(Array.from({ length: 16 }, () => at(0))).toEqual([
      ...Array.from({ length: 15 }, () => true),
      false,
    ]);
    expect(at(60)).toBe(false);
    expect(at(67)).toBe(true);
    expect(at(68)).toBe(false);
  });

  it('never has more tokens than the burst after a pause', () => {
    const rates = new Rates();
    const taken = (ms: number): number => {
      let count = 0;
      while (rates.take(limit, '1', 'eu-west-1', ms)) count += 1;
      return count;
    };
    expect(taken(0)).toBe(15);
    expect(taken(3_600_000)).toBe(15);
  });

  it('keeps accounts, Regions and kinds of request separate', () => {
    const rates = new Rates();
    const one = { name: 'one', perSecond: 1, burst: 1 };
    expect(rates.take(one, 'a', 'r1', 0)).toBe(true);
    expect(rates.take(one, 'a', 'r1', 0)).toBe(false);
    expect(rates.take(one, 'b', 'r1', 0)).toBe(true);
    expect(rates.take(one, 'a', 'r2', 0)).toBe(true);
    expect(rates.take({ ...one, name: 'two' }, 'a', 'r1', 0)).toBe(true);
  });
});

describe("Lambda's control plane", () => {
  it('answers the sixteenth request of a second with 429 and recovers with time', async () => {
    const clock = virtualClock(START);
    const sandbox = createSandbox(smallWorld(), { clock });
    const watch = watchSettings(sandbox);
    const dev = new LambdaClient(await memberSettings(watch, DEV));
    const prod = new LambdaClient(await memberSettings(watch, PROD));
    for (let i = 0; i < 15; i += 1) await dev.send(new GetAccountSettingsCommand({}));

    await expect(dev.send(new GetAccountSettingsCommand({}))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate exceeded',
      $metadata: { httpStatusCode: 429 },
    });
    await expect(prod.send(new GetAccountSettingsCommand({}))).resolves.toBeDefined();
    await clock.advance(67);
    await expect(dev.send(new GetAccountSettingsCommand({}))).resolves.toBeDefined();
  });
});
