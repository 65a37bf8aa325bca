/** The section `deploy` of `watchdog.yml`, for the stack in the tooling account. Packaging has the defaults. */
export interface DeploySettings {
  readonly everyHours?: number | undefined;
  /** Whether the stack omits the schedule and the alarm on a missing heartbeat. */
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
  /** The permissions boundary of every role of the stack: an ARN, or path and name of a policy in the tooling account. */
  readonly permissionsBoundary?: string | undefined;
  /** The IAM path of every role of the stack. Absent: `/`. */
  readonly rolePath?: string | undefined;
  /** The values of the tags, by tag key. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** The KMS key that encrypts the topics, queues, log groups and the state bucket of the stack. */
  readonly kmsKeyArn?: string | undefined;
  readonly vpc?: VpcSettings | undefined;
}

/** The VPC in which all functions of the stack run. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export interface VpcSettings {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Which roles the stack creates for the tooling account itself, which it needs to be watched and pruned. */
export type RolesInStack = 'read' | 'read-and-prune';

/** Settings of the StackSets that create the roles in the watched accounts. */
export interface StackSetSettings {
  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs.html */
  readonly permissions?: StackSetPermissions | undefined;
  /** `delegated-admin` when a delegated administrator, not the management account, deploys the StackSets. */
  readonly callAs?: 'self' | 'delegated-admin' | undefined;
  /** The Region of the StackSets and of their stacks. */
  readonly region?: string | undefined;
}

/** How roles are created in watched accounts. `per-account`: by a person with credentials of each account. */
export type StackSetPermissions = 'service-managed' | 'self-managed' | 'per-account';
