import { inspect } from 'node:util';

import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { sharedHttp, TrafficMeter } from '../../../../src/aws/clients.ts';
import { webhookReader, WebhookUrl } from '../../../../src/alerts/webhook/address.ts';
import { slack } from '../../../../src/alerts/outputs/slack/publish.ts';
import { systemClock } from '../../../../src/functions/system-clock.ts';
import { region } from '../../../../src/model/aws-ids.ts';

const SLACK = 'https://hooks.slack.com';
const URL_TEXT = 'https://hooks.slack.com/services/T0SECRET/B0SECRET/SECRET';
const ssm = mockClient(SSMClient);

function read(): Promise<WebhookUrl> {
  const connection = {
    clock: systemClock,
    http: sharedHttp(),
    traffic: new TrafficMeter(),
    chance: () => 0.5,
  };
  return webhookReader(connection, region('eu-west-1'), slack, '/limits-watchdog/slack')();
}

beforeEach(() => {
  ssm.reset();
});
afterAll(() => {
  ssm.restore();
});

test('is read decrypted, and again for each use', async () => {
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: ` ${URL_TEXT}\n` } });
  const url = await read();
  expect(url.reveal()).toBe(URL_TEXT);
  await read();
  expect(ssm.commandCalls(GetParameterCommand).map(({ args }) => args[0].input)).toEqual([
    { Name: '/limits-watchdog/slack', WithDecryption: true },
    { Name: '/limits-watchdog/slack', WithDecryption: true },
  ]);
});

test.each(['https://chat.example/hooks/abc/def', 'https://hooks.slack-gov.com/services/T0/B0/x'])(
  'may be on another host with the same protocol: %s',
  async (address) => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: address } });
    expect((await read()).reveal()).toBe(address);
  },
);

test('never appears when it is printed, in whatever way', () => {
  const url = new WebhookUrl(URL_TEXT);
  const printed = [
    String(url),
    JSON.stringify({ url }),
    inspect({ url }, { depth: null, showHidden: true }),
  ].join(' ');
  expect(printed).not.toContain('SECRET');
});

describe('cannot be read', () => {
  const failing = async (): Promise<string> => {
    const error = await read().then(
      () => new Error('it was read'),
      (reason: unknown) => reason,
    );
    return inspect(error, { depth: null, showHidden: true });
  };

  test('when access is denied', async () => {
    ssm
      .on(GetParameterCommand)
      .rejects(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));
    expect(await failing()).toContain('ssm:GetParameter: AccessDeniedException');
  });

  test.each([
    ['nothing', undefined],
    ['plain http', 'http://hooks.example/SECRET'],
    ['text', 'SECRET'],
    ['a script', 'javascript:SECRET'],
  ])('when it contains %s, which the error does not quote', async (_, value) => {
    ssm.on(GetParameterCommand).resolves({
      Parameter: value === undefined ? {} : { Value: value },
    });
    const told = await failing();
    expect(told).toContain('WebhookUnreadable');
    expect(told).not.toContain('SECRET');
  });

  test.each([
    ['a workflow', `${SLACK}/triggers/T0SECRET/12345/SECRET`, "a Slack workflow's"],
    ['an older workflow', `${SLACK}/workflows/T0/A0/1/SECRET`, "a Slack workflow's"],
    ['half an address', 'https://hooks.slack.com/services/T0SECRET', 'no whole address'],
    ['another page of Slack', `${SLACK}/commands/T0/1/SECRET`, 'no whole address'],
  ])('when it contains %s, which the error names and does not quote', async (_, value, named) => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: value } });
    const told = await failing();
    expect(told).toContain(named);
    expect(told).toContain('make an incoming webhook');
    expect(told).not.toContain('SECRET');
  });

  test('when the answer cannot be parsed, and the error quotes nothing of it', async () => {
    ssm.on(GetParameterCommand).rejects(
      Object.assign(new SyntaxError(`Unexpected token in "${URL_TEXT}"`), {
        $responseBodyText: URL_TEXT,
      }),
    );
    const told = await failing();
    expect(told).toContain('SyntaxError');
    expect(told).not.toContain('SECRET');
  });
});
