import type { TopicArn } from '../../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import { partitionOf } from '../../../src/model/regions.ts';

/** A statement of a key policy. */
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
 * Returns the statements that the policy of `deploy.kmsKeyArn` must have, one for each user of the key; empty
 * when there is no key. The first covers every role of the deployment, including roles of later versions.
 * @param webhookTopics the topics whose undelivered messages SNS sends to a queue of the stack
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
    // The schedule and Lambda also use these roles to send to queues. The roles' own policies must
    // allow it as well.
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
    // There is no aws:SourceAccount condition, since SNS was seen not to send it.
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
