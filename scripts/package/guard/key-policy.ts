import type { TopicArn } from '../../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import { partitionOf } from '../../../src/model/regions.ts';

/** What a statement of a key policy says, as JSON has it. */
export interface KeyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service: string } | { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Resource: '*';
  readonly Condition: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/**
 * What the policy of `deploy.kmsKeyArn` must allow, a statement for each that uses the key; none where there is
 * no such key. Roles that a later version adds are among those of the first statement.
 * @param webhookTopics those whose messages SNS sets aside in a queue of the stack
 */
export function keyStatements(
  { deployment, deploy, tooling }: Pick<ConfigurationFile, 'deployment' | 'deploy' | 'tooling'>,
  webhookTopics: readonly TopicArn[],
): readonly KeyStatement[] {
  if (deploy?.kmsKeyArn === undefined) return [];
  const { account, region } = tooling;
  const partition = partitionOf(region);
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const inRegion = (service: string, rest: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const statement = (
    Sid: string,
    Principal: KeyStatement['Principal'],
    Condition: KeyStatement['Condition'],
    Action: readonly string[] = ['kms:Decrypt', 'kms:GenerateDataKey*'],
  ): KeyStatement => ({ Sid, Effect: 'Allow', Principal, Action, Resource: '*', Condition });
  return [
    // The schedule and Lambda send to queues with these roles too. Their own policies must allow it as well.
    statement(
      'RolesOfTheWatchdog',
      { AWS: `arn:${partition}:iam::${account}:root` },
      {
        ArnLike: {
          'aws:PrincipalArn': `arn:${partition}:iam::${account}:role${deploy.rolePath ?? '/'}${deployment}-*`,
        },
        StringEquals: {
          'kms:ViaService': ['s3', 'sns', 'sqs'].map((service) => `${service}.${region}.${suffix}`),
        },
      },
    ),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    statement(
      'AlarmsOfTheWatchdog',
      { Service: 'cloudwatch.amazonaws.com' },
      {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': inRegion('cloudwatch', `alarm:${deployment}-*`) },
      },
    ),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    statement(
      'LogsOfTheWatchdog',
      { Service: `logs.${region}.${suffix}` },
      {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': inRegion(
            'logs',
            `log-group:/aws/lambda/${deployment}-*`,
          ),
        },
      },
      ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    ),
    // Without SourceAccount, as for its permission to invoke: SNS was seen not to send it.
    // https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html
    ...(webhookTopics.length === 0
      ? []
      : [
          statement(
            'TopicsSetMessagesAside',
            { Service: 'sns.amazonaws.com' },
            { ArnEquals: { 'aws:SourceArn': webhookTopics } },
          ),
        ]),
  ];
}
