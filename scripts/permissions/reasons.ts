import { PLAN_GRANTS } from '../../src/prune/evidence/callers.ts';

const PUBLISHES_ENCRYPTED =
  'The key of a topic that is encrypted with one of yours, and only through SNS.';

/**
 * Why a shipped role has each permission, for a security review. The key is `template action`, `Sid action`,
 * or `action` when the reason is the same for all roles. Reasons of limits are in `src/limits/`, those of
 * planning in the evidence files of src/prune.
 */
export const REASONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...PLAN_GRANTS].map(([action, { reason }]) => [action, reason])),
  'organizations:ListAccounts': 'The accounts of the organisation, with their state.',
  'organizations:ListRoots': 'The root of the OUs, for rules that name OUs.',
  'organizations:ListAccountsForParent': 'Which OU an account is in, for rules that name OUs.',
  'organizations:ListOrganizationalUnitsForParent':
    'The OUs with their names, for rules that name OUs.',
  'organizations:DescribeAccount':
    'Name and state of one account, right before it is planned or pruned.',
  'organizations:ListParents': 'Which OUs that account is in, for rules that name OUs.',
  'organizations:DescribeOrganizationalUnit': 'The names of these OUs.',
  'organizations:ListTagsForResource': 'Tags of accounts, for rules and stages by tags.',
  'organizations:ListDelegatedServicesForAccount':
    'Whether the tooling account administers StackSets, which it should not; used by `doctor`.',
  'events:PutEvents': 'An event of each alert that is new, changes or ends, to one bus.',
  'iam:GetRole':
    'Whether a prune role is absent where it must be. The answer shows its trust, so its external id.',
  's3:GetBucketPolicy': 'Whether others may write to the state bucket; used by `doctor`.',
  'lambda:ListVersionsByFunction': 'Lists a single function again that changed during the listing.',
  'lambda:DeleteFunction': 'The one thing that pruning changes: a single version, by its number.',
  'deny lambda:DeleteFunction NeverWholeFunctions':
    'Without a version, the call deletes the whole function; denied even if another policy allows it.',
  'deny lambda:DeleteFunction NeverTheLatest':
    'Callers without a qualifier run the code of `$LATEST`.',
  'AnyQuota servicequotas:GetServiceQuota':
    'Quotas that `quotas` in watchdog.yml names by their codes, as applied, and their usage metrics.',
  'AnyQuota servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota':
    'Whether an increase of one of these quotas was requested already.',
  'lambda:DeleteLayerVersion': 'Deletes a single layer version, by its number.',
  'logs:CreateLogStream': "The function's own log, written by the Lambda service.",
  'logs:PutLogEvents': "The function's own log, written by the Lambda service.",
  'ssm:GetParameter': 'The address of the Slack webhook, from the one parameter that holds it.',
  'kms:Decrypt': 'The key of that parameter, where it has one of its own, and only through SSM.',
  'watch-function-role kms:Decrypt': PUBLISHES_ENCRYPTED,
  'prune-function-role kms:Decrypt': PUBLISHES_ENCRYPTED,
  'kms:GenerateDataKey': PUBLISHES_ENCRYPTED,
  'kms:GenerateDataKeyWithoutPlaintext': PUBLISHES_ENCRYPTED,
  'slack-function-role sqs:SendMessage':
    'Lambda puts messages that could not be posted into a queue.',
  'watch-function-role sts:AssumeRole':
    'The read role of each environment account, and the role that lists the organisation where it is another account that may.',
  'plan-function-role sts:AssumeRole':
    'The read role of each environment account, and the role that lists the organisation where it is another account that may.',
  'prune-function-role sts:AssumeRole':
    'The prune role of the accounts that have one, and the role that lists the organisation where it is another account that may.',
  'watch-function-role sns:Publish':
    'Alerts, to the topics of the configuration; and to the health topic, which alerts reach no one.',
  'sns:ListSubscriptionsByTopic':
    'Whether a topic has a confirmed subscription: SNS accepts alerts that it delivers to no one.',
  'prune-function-role sns:Publish': 'A summary when something was deleted.',
  'watch-function-role s3:GetObject':
    'Its state: which alerts were sent; mutes, which it cannot write; how prunes ended, for the report; the last list of accounts, where they are discovered; and data that the steps of a distributed run pass on.',
  'watch-function-role s3:GetObjectVersion':
    'Earlier versions of its state, if the current one cannot be read.',
  'watch-function-role s3:PutObject':
    'Its state, a copy of a state that it could not read, reports, the list of accounts, values that later runs need not read again, and data that the steps of a distributed run pass on.',
  'distributed-watch lambda:InvokeFunction':
    'Runs each step of a run, all of them by the watch function.',
  'distributed-watch states:StartExecution': 'Batches are executions of the machine itself.',
  'distributed-watch states:DescribeExecution': 'The result of a batch.',
  'distributed-watch states:StopExecution': 'Ends the batches of a run that is stopped.',
  'distributed-watch states:RedriveExecution': 'Redriving a run that failed redrives its batches.',
  'distributed-watch s3:GetObject': 'The targets of a run, batch by batch.',
  'distributed-watch s3:PutObject': 'The result of each batch.',
  's3:ListMultipartUploadParts': 'The results of very many batches are written in parts.',
  's3:AbortMultipartUpload': 'The results of very many batches are written in parts.',
  'prune-loop lambda:InvokeFunction':
    'Applies a plan that a person has confirmed, one batch after the other, and reads its evidence again.',
  's3:ListBucketVersions': 'Earlier versions of its state.',
  's3:ListBucket': 'Without it S3 answers a missing object and a forbidden one alike.',
  'plan-function-role s3:GetObject':
    'Plans and reviews, also those that are being made, where aliases pointed, and the stage of discovered accounts.',
  'plan-function-role s3:PutObject': 'Plans, and reviews of production, which are kept apart.',
  'prune-function-role s3:GetObject':
    'Plans, journals, leases, and the stage of discovered accounts.',
  'mute-function-role s3:GetObject':
    'Mutes, and the last list of accounts, where they are discovered.',
  'mute-function-role s3:PutObject': 'Mutes, and nothing else.',
  'QuotasAndTheirRequests servicequotas:GetServiceQuota':
    'The quotas that `increases` names, as applied, and whether AWS increases them.',
  'QuotasAndTheirRequests servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota':
    'Every request for these quotas, so that there are never two.',
  'WholeAccount servicequotas:GetAWSDefaultServiceQuota':
    'The values of these quotas where none was applied.',
  'servicequotas:GetAutoManagementConfiguration':
    "Whether AWS's own management of quotas is on, for reports.",
  'servicequotas:RequestServiceQuotaIncrease':
    'The one thing that it changes: a request for more of the quotas that `increases` names.',
  'iam:CreateServiceLinkedRole':
    "Service Quotas' own role, which AWS makes with the first request of an account.",
  'increase-function-role sts:AssumeRole': 'The increase role of each account that has one.',
  'ReadIncreases s3:GetObject': 'What the increase function requested, for alerts and reports.',
  'increase-function-role s3:GetObject': 'The report of the last watch run, and what it requested.',
  'increase-function-role s3:PutObject': 'What it requested, and nothing else.',
  'prune-function-role s3:PutObject': 'Journals, leases and how plans ended; never a plan.',
};

/** The description of each role, shown above its table. */
export const ROLES: Readonly<Record<string, string>> = {
  'member-read-role':
    'In every environment account. Assumed by the watch function, by the plan function, and by people who are named. Until `PlanEvidence` (for pruning) or `ReviewEvidence` (for reviews of production) is `true`, the plan function lists functions and aliases there, and cannot read more than the watch function.',
  'organization-list-role':
    'Only where accounts are discovered and accounts.organizations.role names it: in the management account. Assumed by the watch function, and by the plan and the prune function for one account at a time.',
  'member-prune-role':
    'Only in non-production accounts that are to be pruned. Assumed by the prune function alone.',
  'watch-function-role': 'In the tooling account: what the watch function runs with.',
  'distributed-watch':
    'In the tooling account, where `engine` is `distributed`: the role of the state machine of watch runs.',
  'prune-loop':
    'In the tooling account, where `engine` is `distributed`: the role of the state machine that invokes the prune function until a plan is applied. Callers who may start it may prune what the prune function allows.',
  'plan-function-role': 'In the tooling account: what the plan function runs with.',
  'mute-function-role':
    'In the tooling account: what the mute function runs with. A caller who may invoke it can mute alerts.',
  'increase-function-role':
    'In the tooling account, where `increases` is set: what the increase function runs with.',
  'member-increase-role':
    'Only in accounts whose quotas `increases` names. Assumed by the increase function alone.',
  'slack-function-role':
    'In the tooling account, where there is a Slack function: what it runs with.',
  'prune-function-role': 'In the tooling account: what the prune function runs with.',
};
