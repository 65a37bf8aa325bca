/** `deploy:` of `watchdog.yml`, for the stack of the tooling account. What is absent has the default of packaging. */
export interface DeploySettings {
  readonly everyHours?: number | undefined;
  /** The stack has neither the schedule nor the alarm on a missing heartbeat. */
  readonly schedulePaused?: boolean | undefined;
  readonly dashboard?: boolean | undefined;
  readonly logRetentionDays?: number | undefined;
  readonly reservedConcurrency?: number | undefined;
  readonly slackWebhookParameter?: string | undefined;
  readonly slackWebhookKeyArn?: string | undefined;
  readonly chatWorkspaceId?: string | undefined;
  readonly chatChannelId?: string | undefined;
  readonly existingTopics?: readonly string[] | undefined;
  readonly topicKeyArns?: readonly string[] | undefined;
  readonly existingStateBucket?: boolean | undefined;
  readonly existingLogGroups?: readonly string[] | undefined;
  readonly rolesInStack?: RolesInStack | undefined;
  readonly stackSets?: StackSetSettings | undefined;
  /** Of every role of the stack: the name of a managed policy of the tooling account with its path, or its ARN. */
  readonly permissionsBoundary?: string | undefined;
  /** IAM path of every role of the stack. Absent: `/`. */
  readonly rolePath?: string | undefined;
  /** By key. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Key for the topics, queues, log groups and the state bucket that the stack makes. */
  readonly kmsKeyArn?: string | undefined;
  readonly vpc?: VpcSettings | undefined;
}

/** Where all functions of the stack run. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export interface VpcSettings {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Which roles of the tooling account its own stack makes. */
export type RolesInStack = 'read' | 'read-and-prune';

/** Of the StackSets that make the roles in the accounts. */
export interface StackSetSettings {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs.html */
  readonly permissions?: StackSetPermissions | undefined;
  /** `delegated-admin`: by a delegated administrator for StackSets instead of the management account. */
  readonly callAs?: 'self' | 'delegated-admin' | undefined;
  /** Of the StackSets and their stacks. */
  readonly region?: string | undefined;
}

/** Who makes the stacks in the accounts. `per-account`: a person with credentials of each account, without a StackSet. */
export type StackSetPermissions = 'service-managed' | 'self-managed' | 'per-account';
