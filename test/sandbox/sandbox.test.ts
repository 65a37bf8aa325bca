import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { virtualClock } from './clock.ts';
import { createSandbox } from './sandbox.ts';
import type { Listening } from './transport/http.ts';
import { memberSettings, watchSettings } from './fixtures/member-client.ts';
import { DEV, START, TOOLING, TOPIC_ARN, smallWorld } from './fixtures/small-world.ts';

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

describe.each(['in process', 'over HTTP'])('a watch run %s', (transport) => {
  it('signs in, measures an account and publishes', async () => {
    const sandbox = createSandbox(smallWorld(), { clock: virtualClock(START) });
    if (transport === 'over HTTP') listening = await sandbox.listen();
    const watch = watchSettings(sandbox, listening?.url);
    const dev = await memberSettings(watch, DEV);

    const identity = await new STSClient(dev).send(new GetCallerIdentityCommand({}));
    const { AccountLimit, AccountUsage } = await new LambdaClient(dev).send(
      new GetAccountSettingsCommand({}),
    );
    await new SNSClient(watch).send(
      new PublishCommand({ TopicArn: TOPIC_ARN, Subject: 'Hello', Message: 'naïve <text> & more' }),
    );

    expect(identity.Account).toBe(DEV);
    expect(identity.Arn).toBe(`arn:aws:sts::${DEV}:assumed-role/limits-watchdog-read/test`);
    expect(AccountLimit?.TotalCodeSize).toBe(322_122_547_200);
    expect(AccountUsage?.TotalCodeSize).toBe(289_910_292_480);
    expect(sandbox.calls.tally()).toEqual({
      'lambda:GetAccountSettings': 1,
      'sns:Publish': 1,
      'sts:AssumeRole': 1,
      'sts:GetCallerIdentity': 1,
    });
    expect(sandbox.calls.count({ account: TOOLING })).toBe(2);
    expect(sandbox.deliveries.list({ protocol: 'email' })).toMatchObject([
      { endpoint: 'ops@example.com', subject: 'Hello', body: 'naïve <text> & more' },
    ]);
  });
});
