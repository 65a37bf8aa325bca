/** The IAM actions that CloudFormation needs for a resource type, with the properties that the stack uses. */
export interface TypeNeeds {
  readonly type: string;
  readonly actions: readonly string[];
}

const tags = (service: string, list = 'ListTagsForResource'): readonly string[] =>
  [`TagResource`, `UntagResource`, list].map((name) => `${service}:${name}`);

/**
 * The actions to create, read, update and delete each resource type of the tooling account's stack, and to
 * tag it. Source: `handlers.*.permissions` of each type's schema in the CloudFormation registry, without
 * actions that only other properties need; for types without handlers, the actions of the API operations.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 */
export const TYPE_NEEDS: readonly TypeNeeds[] = [
  {
    type: 'AWS::Lambda::Function',
    actions: [
      'lambda:CreateFunction',
      'lambda:GetFunction',
      'lambda:GetFunctionCodeSigningConfig',
      'lambda:GetRuntimeManagementConfig',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
      'lambda:PutFunctionConcurrency',
      'lambda:DeleteFunctionConcurrency',
      'lambda:DeleteFunction',
      ...tags('lambda', 'ListTags'),
      'iam:PassRole',
      's3:GetObject',
    ],
  },
  {
    type: 'AWS::Lambda::Permission',
    actions: ['lambda:AddPermission', 'lambda:RemovePermission', 'lambda:GetPolicy'],
  },
  {
    type: 'AWS::Lambda::EventInvokeConfig',
    actions: ['Put', 'Get', 'Update', 'Delete'].map(
      (verb) => `lambda:${verb}FunctionEventInvokeConfig`,
    ),
  },
  {
    type: 'AWS::Lambda::ResourcePolicy',
    actions: ['Put', 'Get', 'Delete'].map((verb) => `lambda:${verb}ResourcePolicy`),
  },
  {
    type: 'AWS::Logs::LogGroup',
    actions: [
      'logs:CreateLogGroup',
      'logs:DescribeLogGroups',
      'logs:PutRetentionPolicy',
      'logs:DeleteRetentionPolicy',
      'logs:DeleteLogGroup',
      'logs:GetDataProtectionPolicy',
      ...tags('logs'),
    ],
  },
  {
    type: 'AWS::Logs::QueryDefinition',
    actions: [
      'logs:PutQueryDefinition',
      'logs:DescribeQueryDefinitions',
      'logs:DeleteQueryDefinition',
    ],
  },
  {
    type: 'AWS::S3::Bucket',
    actions: [
      's3:CreateBucket',
      's3:DeleteBucket',
      's3:ListBucket',
      's3:GetBucketLocation',
      's3:GetBucketPublicAccessBlock',
      's3:PutBucketPublicAccessBlock',
      's3:GetBucketVersioning',
      's3:PutBucketVersioning',
      's3:GetEncryptionConfiguration',
      's3:PutEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
      's3:PutLifecycleConfiguration',
      's3:GetBucketTagging',
      's3:PutBucketTagging',
    ],
  },
  {
    type: 'AWS::S3::BucketPolicy',
    actions: ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  },
  {
    type: 'AWS::SNS::Topic',
    actions: [
      'sns:CreateTopic',
      'sns:GetTopicAttributes',
      'sns:SetTopicAttributes',
      'sns:ListSubscriptionsByTopic',
      'sns:GetDataProtectionPolicy',
      'sns:DeleteTopic',
      ...tags('sns'),
    ],
  },
  {
    type: 'AWS::SNS::TopicPolicy',
    actions: ['sns:GetTopicAttributes', 'sns:SetTopicAttributes'],
  },
  {
    type: 'AWS::SNS::Subscription',
    actions: [
      'sns:Subscribe',
      'sns:Unsubscribe',
      'sns:GetSubscriptionAttributes',
      'sns:SetSubscriptionAttributes',
    ],
  },
  {
    type: 'AWS::SQS::Queue',
    actions: [
      'sqs:CreateQueue',
      'sqs:GetQueueUrl',
      'sqs:GetQueueAttributes',
      'sqs:SetQueueAttributes',
      'sqs:DeleteQueue',
      'sqs:ListQueueTags',
      'sqs:TagQueue',
      'sqs:UntagQueue',
    ],
  },
  {
    type: 'AWS::SQS::QueuePolicy',
    actions: ['sqs:GetQueueAttributes', 'sqs:SetQueueAttributes'],
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    actions: [
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:DeleteAlarms',
      ...tags('cloudwatch'),
    ],
  },
  {
    type: 'AWS::CloudWatch::Dashboard',
    actions: ['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard', 'cloudwatch:DeleteDashboards'],
  },
  {
    type: 'AWS::Scheduler::ScheduleGroup',
    actions: [
      'scheduler:CreateScheduleGroup',
      'scheduler:GetScheduleGroup',
      'scheduler:DeleteScheduleGroup',
      ...tags('scheduler'),
    ],
  },
  {
    type: 'AWS::Scheduler::Schedule',
    actions: [
      'scheduler:CreateSchedule',
      'scheduler:GetSchedule',
      'scheduler:UpdateSchedule',
      'scheduler:DeleteSchedule',
      'iam:PassRole',
    ],
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    actions: [
      'states:CreateStateMachine',
      'states:DescribeStateMachine',
      'states:UpdateStateMachine',
      'states:DeleteStateMachine',
      ...tags('states'),
      'iam:PassRole',
    ],
  },
  {
    type: 'AWS::IAM::Role',
    actions: [
      'iam:CreateRole',
      'iam:GetRole',
      'iam:UpdateRole',
      'iam:UpdateRoleDescription',
      'iam:UpdateAssumeRolePolicy',
      'iam:DeleteRole',
      'iam:PutRolePolicy',
      'iam:GetRolePolicy',
      'iam:DeleteRolePolicy',
      'iam:ListRolePolicies',
      'iam:ListAttachedRolePolicies',
      'iam:AttachRolePolicy',
      'iam:DetachRolePolicy',
      'iam:TagRole',
      'iam:UntagRole',
    ],
  },
  {
    type: 'AWS::IAM::ManagedPolicy',
    actions: [
      'iam:CreatePolicy',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:ListPolicyVersions',
      'iam:ListEntitiesForPolicy',
      'iam:CreatePolicyVersion',
      'iam:DeletePolicyVersion',
      'iam:DeletePolicy',
    ],
  },
  {
    type: 'AWS::Chatbot::SlackChannelConfiguration',
    actions: [
      'chatbot:CreateSlackChannelConfiguration',
      'chatbot:DescribeSlackChannelConfigurations',
      'chatbot:UpdateSlackChannelConfiguration',
      'chatbot:DeleteSlackChannelConfiguration',
      ...tags('chatbot'),
      'iam:PassRole',
    ],
  },
  {
    type: 'AWS::Chatbot::CustomAction',
    actions: [
      'chatbot:CreateCustomAction',
      'chatbot:GetCustomAction',
      'chatbot:UpdateCustomAction',
      'chatbot:DeleteCustomAction',
      ...tags('chatbot'),
    ],
  },
];

/** The actions that commands call themselves, by command, in addition to those of CloudFormation. */
export const COMMAND_NEEDS: Readonly<Record<string, readonly string[]>> = {
  'npx osls deploy': [
    'cloudformation:ValidateTemplate',
    'cloudformation:DescribeStacks',
    'cloudformation:DescribeStackEvents',
    'cloudformation:DescribeStackResource',
    'cloudformation:ListStackResources',
    'cloudformation:GetTemplate',
    'cloudformation:CreateChangeSet',
    'cloudformation:DescribeChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:DeleteChangeSet',
    'cloudformation:CreateStack',
    'cloudformation:UpdateStack',
    's3:ListBucket',
    's3:GetObject',
    's3:PutObject',
    's3:DeleteObject',
  ],
  'npm run package': [
    'cloudformation:ListStacks',
    'cloudformation:ListStackResources',
    'cloudformation:GetTemplate',
    'sns:ListTopics',
    's3:ListAllMyBuckets',
    'logs:DescribeLogGroups',
  ],
  'limits-watchdog subscribe': ['sns:Subscribe', 'sns:ListSubscriptionsByTopic'],
  'the test message, check, doctor, plan and prune': ['lambda:InvokeFunction'],
  'setup --remove': [
    'cloudformation:DescribeStackResource',
    'cloudformation:DescribeStacks',
    'cloudformation:DeleteStack',
    's3:ListBucket',
    's3:DeleteObject',
    's3:ListBucketVersions',
    's3:DeleteObjectVersion',
    's3:DeleteBucketPolicy',
    's3:DeleteBucket',
    'sns:DeleteTopic',
  ],
};

/** The actions that the printed commands call in the management account, for StackSets and for its own stack. */
export const MANAGEMENT_NEEDS: readonly string[] = [
  'cloudformation:CreateStackSet',
  'cloudformation:UpdateStackSet',
  'cloudformation:DeleteStackSet',
  'cloudformation:DescribeStackSetOperation',
  'cloudformation:CreateStackInstances',
  'cloudformation:UpdateStackInstances',
  'cloudformation:DeleteStackInstances',
  'cloudformation:ListStackInstances',
  'cloudformation:ActivateOrganizationsAccess',
  'cloudformation:CreateStack',
  'cloudformation:UpdateStack',
  'cloudformation:DeleteStack',
  'cloudformation:DescribeStacks',
  'cloudformation:CreateChangeSet',
  'cloudformation:DescribeChangeSet',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:GetTemplateSummary',
  'organizations:ListRoots',
  'organizations:DescribeResourcePolicy',
  'organizations:PutResourcePolicy',
];
