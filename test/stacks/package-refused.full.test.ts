import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import type { Deployable } from '../../scripts/package/deployment.ts';
import { deploymentOf } from '../../scripts/package/deployment.ts';
import { parameterFaults } from '../../scripts/package/inputs.ts';
import { readPackageArguments, settingsOf } from '../../scripts/package/settings.ts';
import { runPackage, smallest } from './run-package.ts';

/** Returns the messages with which packaging would stop; empty when it would continue. */
async function said(
  args: readonly string[] = [],
  changed: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const asked = readPackageArguments(args);
  if (!asked.ok) return asked.faults.join('\n');
  const text = JSON.stringify({ ...smallest(), ...changed });
  const read = await readConfiguration(text, 'watchdog.yml');
  if (!read.ok) return read.message;
  const { params, region } = asked.request;
  const settings = settingsOf(read.configuration, params);
  const made: Deployable = deploymentOf(read.configuration, settings, region);
  return (made.ok ? await parameterFaults(made.deployment) : made.faults).join('\n');
}

const param = (pair: string): readonly string[] => ['--param', pair];

describe('packaging stops with a sentence', () => {
  it('never for a valid configuration', async () => {
    expect(await said()).toBe('');
    expect(await said(['--stage', 'spare', '--region=eu-west-1'])).toBe('');
  });

  it('for reserved concurrency with an engine that needs more', async () => {
    const reserved = param('reservedConcurrency=2');
    expect(await said(reserved)).toBe('');
    expect(await said(reserved, { engine: 'distributed' })).toContain('20 batches at a time');
    expect(await said([], { engine: 'distributed' })).toBe('');
    expect(await said([], { engine: 'step-functions' })).toContain('one-lambda or distributed');
  });

  it.each([
    ['an argument of no use', ['--stag', 'x'], '--stag'],
    [
      'a parameter that does not exist',
      param('everyhours=3'),
      'write name=value with one of everyHours',
    ],
    ['a stage that is no name', ['--stage', '../x'], 'use 1 to 32 letters'],
    [
      'another Region than the topics are in',
      ['--region', 'us-east-1'],
      'is not tooling.region eu-west-1',
    ],
    [
      'runs more often than there are hours',
      param('everyHours=0.5'),
      'a whole number from 1 to 24',
    ],
    ['runs less than daily', param('everyHours=48'), 'a whole number from 1 to 24'],
    [
      'a retention that CloudWatch Logs does not take',
      param('logRetentionDays=42'),
      'CloudWatch Logs takes',
    ],
    ['concurrency that cannot be reserved', param('reservedConcurrency=none'), 'from 1 to 10'],
    [
      'a topic that the configuration does not name',
      param('existingTopics=ops'),
      'the stack needs no ops; it needs limits-watchdog-alerts, limits-watchdog-health',
    ],
    ['an answer that is neither yes nor no', param('existingStateBucket=true'), 'write yes or no'],
    ['half a dashboard', param('dashboard=some'), '--param dashboard: write yes or no'],
    [
      'a webhook parameter without its slash',
      param('slackWebhookParameter=hook'),
      'with a slash in front',
    ],
    [
      'a webhook itself where its parameter belongs',
      param('slackWebhookParameter=https://hooks.slack.com/services/x'),
      'with a slash in front',
    ],
    [
      'an alias for a key',
      param('slackWebhookKeyArn=alias/aws/ssm'),
      'must be the ARN of a KMS key',
    ],
    ['half a chat channel', param('chatWorkspaceId=T012'), 'go together; give both'],
    [
      'chat without a topic for it',
      [...param('chatWorkspaceId=T012'), ...param('chatChannelId=C012')],
      'chat needs alerts.chatTopicArn',
    ],
  ])('for %s', async (_, args, sentence) => {
    expect(await said(args)).toContain(sentence);
  });

  it.each<readonly [string, Record<string, unknown>, string]>([
    ['no Regions', { regions: undefined }, 'has no Region; add regions'],
    [
      'an unknown stage',
      { accounts: [{ id: '222222222222', name: 'dev', stage: 'test' }] },
      'prod or nonprod',
    ],
    [
      'an external id with spaces',
      { role: { externalId: 'two words' } },
      'the 2 to 1,224 characters',
    ],
    ['a missing topic', { alerts: {} }, 'alerts.topicArn'],
    [
      'a topic in another Region',
      { alerts: { topicArn: 'arn:aws:sns:us-east-1:111111111111:limits-watchdog-alerts' } },
      'use a topic in that Region',
    ],
    [
      "the name of the alarms' own topic",
      { alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-health' } },
      'give alerts another',
    ],
    ['a deployment that cannot be a stack', { deployment: '2nd' }, 'begin it with a letter'],
    [
      'a state that would expire',
      { state: { key: 'limits-watchdog/prune/plans/state.json' } },
      'what lies below limits-watchdog/prune/ expires',
    ],
  ])('for %s', async (_, changed, sentence) => {
    expect(await said([], changed)).toContain(sentence);
  });

  it('for chat in a partition without it', async () => {
    const china = {
      ...smallest('cn-north-1', 'aws-cn'),
      alerts: {
        topicArn: 'arn:aws-cn:sns:cn-north-1:111111111111:limits-watchdog-alerts',
        chatTopicArn: 'arn:aws-cn:sns:cn-north-1:111111111111:limits-watchdog-chat',
      },
    };
    const channel = [...param('chatWorkspaceId=T012'), ...param('chatChannelId=C012')];
    expect(await said(channel, china)).toContain('is not in the partition aws-cn');
  });

  it('with all faults together', async () => {
    const all = await said([...param('everyHours=0'), ...param('logRetentionDays=x')]);
    expect(all.split('\n')).toHaveLength(2);
  });

  it('before anything is written', { timeout: 120_000 }, async () => {
    const refused = await runPackage({ ...smallest(), regions: undefined });
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('has no Region; add regions');
    expect(refused.output).toContain('Nothing was packaged.');
    expect(() => refused.read('dist/deployment/values.json')).toThrow('ENOENT');
    expect(() => refused.read(join('dist', 'watch.zip'))).toThrow('ENOENT');
    refused.remove();
    const missing = await runPackage(smallest(), ['--config', 'watchdog.nowhere.yml']);
    expect(missing.output).toContain('There is no watchdog.nowhere.yml');
    missing.remove();
    expect(existsSync('watchdog.nowhere.yml')).toBe(false);
  });
});
