import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { faultsOf } from './broken-files.ts';
import { configurationOf, MINIMAL } from './valid-files.ts';

const withDeploy = (deploy: unknown): string => stringify({ ...MINIMAL, deploy });
const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555';

describe('deploy', () => {
  test('is kept as the file has it, and is absent where the file says nothing', () => {
    const deploy = {
      everyHours: 12,
      schedulePaused: true,
      dashboard: true,
      logRetentionDays: 365,
      reservedConcurrency: 2,
      slackWebhookParameter: '/limits-watchdog/slack-webhook',
      slackWebhookKeyArn: KEY,
      chatWorkspaceId: 'T012ABCDEFG',
      chatChannelId: 'C012ABCDEFG',
      existingTopics: ['alerts'],
      topicKeyArns: [KEY],
      existingStateBucket: true,
      existingLogGroups: ['/aws/lambda/limits-watchdog-watch'],
      rolesInStack: 'read' as const,
      permissionsBoundary: 'team/boundary',
      rolePath: '/operations/',
      tags: { team: 'platform', 'cost:centre': '4711 / a=b' },
      kmsKeyArn: KEY,
      vpc: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-01234567'] },
      stackSets: { permissions: 'self-managed', callAs: 'delegated-admin', region: 'eu-west-1' },
    };
    const accounts = [{ id: MINIMAL.tooling.account, name: 'tools', stage: 'prod' }];
    expect(configurationOf(stringify({ ...MINIMAL, accounts, deploy })).deploy).toEqual(deploy);
    expect(configurationOf(stringify(MINIMAL))).not.toHaveProperty('deploy');
  });

  test.each([
    [{ everyHours: 0 }, 'deploy.everyHours: 0 is not accepted; give a whole number from 1 to 24'],
    [{ everyHours: '6' }, 'write the number alone: 6'],
    [{ schedulePaused: 'yes' }, 'true or false'],
    [{ schedulePause: true }, 'did you mean schedulePaused?'],
    [{ dashboard: 'no' }, 'true or false'],
    [{ logRetentionDays: 91 }, 'a number that CloudWatch Logs takes: 1, 3, 5, 7'],
    [{ reservedConcurrency: 11 }, 'a whole number from 1 to 10'],
    [{ slackWebhookParameter: 'hook' }, 'with a slash in front'],
    [{ permissionsBoundary: '/team/boundary' }, 'the name of a managed policy of the tooling'],
    [{ permissionsBoundary: 'arn' }, 'the name of a managed policy of the tooling account'],
    [{ permissionsBoundary: 'arn:aws:iam::111111111111:role/x' }, 'or its ARN'],
    [{ rolePath: 'operations' }, 'begins and ends with /'],
    [{ kmsKeyArn: 'alias/watchdog' }, 'the ARN of a KMS key, not of an alias'],
    [{ kmsKeyArn: KEY.replace('key/', 'alias/') }, 'the ARN of a KMS key, not of an alias'],
    [{ tags: { STAGE: 'x' } }, 'a map of up to 40 tags'],
    [{ tags: { 'aws:x': 'y' } }, 'a map of up to 40 tags'],
    [{ tags: { 'a=b': 'y' } }, 'a map of up to 40 tags'],
    [{ tags: { team: 1 } }, "put it in quotes: '1'"],
    [{ tags: { team: "it's" } }, 'a map of up to 40 tags'],
    [{ vpc: { subnetIds: ['subnet-01234567'] } }, 'securityGroupIds'],
    [{ vpc: { subnetIds: [], securityGroupIds: ['sg-01234567'] } }, '1 to 16 ids of subnets'],
    [{ vpc: { subnetIds: ['vpc-01234567'], securityGroupIds: ['sg-01234567'] } }, 'of subnets'],
    [{ slackWebhookParameter: 'https://hooks.slack.com/services/x' }, 'with a slash in front'],
    [{ slackWebhookKeyArn: 'alias/aws/ssm' }, 'the ARN of a KMS key, not of an alias'],
    [{ chatWorkspaceId: 't-1' }, 'the id of a Slack workspace'],
    [{ chatChannelId: '#general' }, 'the id of a Slack channel'],
    [{ existingTopics: 'alerts' }, 'a list of one or more: the name of an SNS topic'],
    [{ existingTopics: [] }, 'a list of one or more: the name of an SNS topic'],
    [{ existingTopics: ['a,b'] }, 'deploy.existingTopics[0]'],
    [{ topicKeyArns: ['alias/x'] }, 'not of an alias'],
    [{ existingStateBucket: 'yes' }, 'true or false'],
    [{ existingLogGroups: ['two words'] }, 'the name of a log group'],
    [{ rolesInStack: 'prune' }, 'read or read-and-prune'],
    [{ rolesInStack: 'read' }, 'the account of tooling is not one of accounts'],
    [{ stackSets: { permissions: 'mine' } }, 'service-managed, self-managed or per-account'],
    [{ stackSets: { callAs: 'DELEGATED_ADMIN' } }, 'self or delegated-admin'],
    [{ stackSets: { region: 'ireland' } }, 'a Region code such as eu-west-1'],
    [{ stackSets: { region: 'eu-wset-1' } }, 'is not a known Region'],
    [true, 'a map such as { everyHours: 6, dashboard: true }'],
  ])('with %j is refused in one sentence', (deploy, sentence) => {
    const faults = faultsOf(withDeploy(deploy));
    expect(faults).toContain(sentence);
    expect(faults.split('\n')).toHaveLength(1);
  });

  test('and an organisation id of another format is refused', () => {
    const file = { ...MINIMAL, role: { ...MINIMAL.role, organizationId: 'payments' } };
    expect(faultsOf(stringify(file))).toContain('the id of an organisation, o- and its 10 to 32');
  });
});
