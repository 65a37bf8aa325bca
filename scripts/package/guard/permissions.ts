import type { Members } from '../../../test/sandbox/wire/message.ts';
import { alternatives, statementsIn } from '../../cloudformation/policies.ts';
import type { Guards } from './guards.ts';

/** An inline policy of a role, as in a template. */
export interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly Members[];
  };
}

/** The KMS actions that a service performs with the key on behalf of a calling role. */
interface KeyUse {
  readonly sid: string;
  readonly service: string;
  /** The role needs the key if its policies allow at least one of these actions. */
  readonly by: readonly string[];
  readonly needs: readonly string[];
}

/**
 * What SNS, SQS and S3 need of the key. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html (multipart uploads need
 * Decrypt)
 */
const KEY_USES: readonly KeyUse[] = [
  {
    sid: 'PublishWithKey',
    service: 'sns',
    by: ['sns:Publish'],
    needs: ['kms:Decrypt', 'kms:GenerateDataKey'],
  },
  {
    sid: 'SendWithKey',
    service: 'sqs',
    by: ['sqs:SendMessage'],
    needs: ['kms:Decrypt', 'kms:GenerateDataKey'],
  },
  {
    sid: 'ReadWithKey',
    service: 's3',
    by: ['s3:GetObject', 's3:GetObjectVersion', 's3:ListMultipartUploadParts'],
    needs: ['kms:Decrypt'],
  },
  { sid: 'WriteWithKey', service: 's3', by: ['s3:PutObject'], needs: ['kms:GenerateDataKey'] },
];

/** The permissions that a function in a VPC needs. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html (required IAM permissions) */
const NETWORK_ACTIONS: readonly string[] = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Returns the policies that a role additionally needs for the KMS key and the VPC; empty when it uses neither. */
export function guardPolicies(role: Members, guards: Guards): readonly InlinePolicy[] {
  const { key, vpc } = guards;
  const ofKey = key === undefined ? [] : keyStatements(role, key);
  return [
    ...(ofKey.length === 0 ? [] : [policyOf('key', ofKey)]),
    ...(vpc !== undefined && trusts(role, 'lambda.amazonaws.com')
      ? [policyOf('network', NETWORK_STATEMENTS)]
      : []),
  ];
}

/** Allows the key only through the services that the role calls. */
function keyStatements(role: Members, key: string): readonly Members[] {
  const allowed = new Set(
    statementsIn(role['Policies'], '').flatMap(({ body }) =>
      body['Effect'] === 'Allow' ? alternatives(body['Action']).map(String) : [],
    ),
  );
  return KEY_USES.filter(({ by }) => by.some((action) => allowed.has(action))).map(
    ({ sid, service, needs }) => ({
      Sid: sid,
      Effect: 'Allow',
      Action: needs,
      Resource: key,
      Condition: {
        StringEquals: {
          'kms:ViaService': { 'Fn::Sub': `${service}.\${AWS::Region}.\${AWS::URLSuffix}` },
        },
      },
    }),
  );
}

/**
 * Lambda creates the network interfaces with the function's role; the function's own code is denied the same.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html (security best practices)
 */
const NETWORK_STATEMENTS: readonly Members[] = [
  { Sid: 'JoinVpc', Effect: 'Allow', Action: NETWORK_ACTIONS, Resource: '*' },
  {
    Sid: 'NotByCodeOfFunctions',
    Effect: 'Deny',
    Action: [...NETWORK_ACTIONS, 'ec2:DetachNetworkInterface'].toSorted(),
    Resource: '*',
    Condition: {
      ArnLike: {
        'lambda:SourceFunctionArn': {
          'Fn::Sub':
            'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Deployment}-*',
        },
      },
    },
  },
];

function trusts(role: Members, service: string): boolean {
  return JSON.stringify(role['AssumeRolePolicyDocument'] ?? '').includes(`"${service}"`);
}

function policyOf(name: string, Statement: readonly Members[]): InlinePolicy {
  return { PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement } };
}
