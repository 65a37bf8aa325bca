import type { Members } from '../../test/sandbox/wire/message.ts';

/** A CloudWatch Logs Insights query over the log of one function. */
export interface LogQuery {
  /** The logical id of its resource in the stack. */
  readonly id: string;
  /** Its name in the console, in a folder named like the deployment. */
  readonly title: string;
  readonly function: 'watch' | 'prune';
  /** The commands of the query, to be joined by pipes. */
  readonly lines: readonly string[];
}

const NEWEST_FIRST = 'sort @timestamp desc';

export const NOT_MEASURED: LogQuery = {
  id: 'NotMeasuredQuery',
  title: 'What could not be measured',
  function: 'watch',
  lines: [
    'filter message = "finding" and state in ["not-measured", "unknown"]',
    'fields @timestamp as time, accountName as account, region, limit, failure.reason as reason, failure.operation as operation',
    NEWEST_FIRST,
    'limit 50',
  ],
};

export const LAST_PRUNES: LogQuery = {
  id: 'LastPrunesQuery',
  title: 'Last prunes',
  function: 'prune',
  lines: [
    'filter message = "prune"',
    'fields @timestamp as time, response.account.name as account, response.state as state, response.counts.deleted as deleted, response.remaining as remaining, response.planId as plan',
    NEWEST_FIRST,
    'limit 20',
  ],
};

/** Lists the account names of the ids in metrics, including discovered accounts. */
export const ACCOUNTS: LogQuery = {
  id: 'AccountsQuery',
  title: 'Accounts by name',
  function: 'watch',
  lines: [
    'filter ispresent(LimitsNotMeasured) and ispresent(Account)',
    'stats latest(accountName) as name, latest(@timestamp) as measured, latest(LimitsNotMeasured) as limits_not_measured by Account, Stage',
    'sort name asc',
    'limit 1000',
  ],
};

/** The queries of docs/operations.md. Saving a query is free; running one is charged by the bytes that it reads. */
export const LOG_QUERIES: readonly LogQuery[] = [
  {
    id: 'RunsQuery',
    title: 'Runs',
    function: 'watch',
    lines: [
      'filter message = "run"',
      'fields @timestamp as time, status, findings, messagesPublished, durationMs / 1000 as seconds, calls, throttles, runId',
      NEWEST_FIRST,
      'limit 50',
    ],
  },
  {
    id: 'ErrorsQuery',
    title: 'Errors and timeouts',
    function: 'watch',
    lines: [
      'filter level = "ERROR" or @message like /Task timed out|Invoke Error|Runtime exited/',
      'fields @timestamp as time, message, status, failure.reason as reason, failure.operation as operation, @message',
      NEWEST_FIRST,
      'limit 50',
    ],
  },
  {
    id: 'NotSentQuery',
    title: 'Alerts not sent, and why',
    function: 'watch',
    lines: [
      'filter message in ["not published", "memory", "subscriptions", "report not kept"]',
      'fields @timestamp as time, message, told, failure.reason as reason, failure.operation as operation, topicArn, pending',
      NEWEST_FIRST,
      'limit 50',
    ],
  },
  NOT_MEASURED,
  {
    id: 'ThrottlingQuery',
    title: 'Who throttles',
    function: 'watch',
    lines: [
      'filter message = "finding" and failure.reason = "throttled"',
      'stats count(*) as limits_not_measured by accountName, region',
      'sort limits_not_measured desc',
      'limit 50',
    ],
  },
  {
    id: 'FullestQuery',
    title: 'Fullest limits',
    function: 'watch',
    lines: [
      'filter message = "finding" and quota > 0',
      'stats latest(used * 100 / quota) as percent, latest(state) as now by accountName, stage, region, limit',
      'sort percent desc',
      'limit 50',
    ],
  },
  ACCOUNTS,
  LAST_PRUNES,
  {
    id: 'PruneErrorsQuery',
    title: 'Errors of prunes',
    function: 'prune',
    lines: [
      'filter level = "ERROR" or @message like /Task timed out|Invoke Error|Runtime exited/',
      'fields @timestamp as time, message, planId, @message',
      NEWEST_FIRST,
      'limit 50',
    ],
  },
];

export function queryText({ lines }: LogQuery): string {
  return lines.join(' | ');
}

/**
 * Returns the queries as resources of the stack. They depend on the functions, and thereby on the log groups.
 * A slash in a name makes a folder.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-querydefinition.html
 */
export const QUERY_RESOURCES: Members = {
  Resources: Object.fromEntries(
    LOG_QUERIES.map((query) => [
      query.id,
      {
        Type: 'AWS::Logs::QueryDefinition',
        DependsOn: [`${query.function === 'watch' ? 'Watch' : 'Prune'}LambdaFunction`],
        Properties: {
          Name: { 'Fn::Sub': `\${Deployment}/${query.title}` },
          LogGroupNames: [{ 'Fn::Sub': `/aws/lambda/\${Deployment}-${query.function}` }],
          QueryString: queryText(query),
        },
      },
    ]),
  ),
};
