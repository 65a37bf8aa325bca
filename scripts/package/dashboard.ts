import { METRIC_NAMESPACE } from '../../src/watch/emit-metrics.ts';
import type { AccountConfiguration, ConfigurationFile } from '../../src/model/configuration.ts';
import type { LimitDefinition } from '../../src/model/limit.ts';
import { utilisationMetric } from '../../src/model/metric-rules.ts';
import type { Content } from './dashboard-grid.ts';
import { COLUMNS, place } from './dashboard-grid.ts';
import type { LogQuery } from './log-queries.ts';
import { ACCOUNTS, LAST_PRUNES, NOT_MEASURED } from './log-queries.ts';
import { labelOf, thresholdLines } from './threshold-lines.ts';

/**
 * The most accounts that get a line each; for more, the dashboard uses a metric search. A dashboard shows at
 * most 2,500 metrics, and more lines than this cannot be read.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export const MOST_LINES = 40;
const HALF = COLUMNS / 2;

/**
 * Returns the body of the dashboard, which depends only on the arguments. It shows usage, limits that were
 * not measured, days to full and old versions of each account, then the watchdog itself.
 * @param alarmArns in the order in which they are shown
 */
export function dashboardBody(
  configuration: ConfigurationFile,
  limits: readonly LimitDefinition[],
  alarmArns: readonly string[],
  everyHours: number,
): string {
  const { deployment, tooling } = configuration;
  const { accounts, isSearch, judged } = shownAccounts(configuration);
  const period = everyHours * 3600;
  const graph = (title: string, metrics: readonly unknown[], more: object = {}): Content => ({
    type: 'metric',
    width: HALF,
    height: 6,
    properties: {
      title,
      view: 'timeSeries',
      stacked: false,
      region: tooling.region,
      period,
      stat: 'Maximum',
      metrics,
      ...more,
    },
  });
  const perAccount = (title: string, metric: string, stat: string, more: object = {}): Content =>
    graph(title, linesOf(accounts, isSearch, metric, stat, period), { stat, ...more });
  const ofDeployment = (metric: string, label: string): readonly unknown[] => [
    METRIC_NAMESPACE,
    metric,
    'Deployment',
    deployment,
    { label },
  ];
  const ofFunction = (metric: string, name: string, stat: string): readonly unknown[] => [
    'AWS/Lambda',
    metric,
    'FunctionName',
    `${deployment}-${name}`,
    { label: name, stat },
  ];
  const zero = { yAxis: { left: { min: 0 } } };
  return JSON.stringify({
    start: '-P14D',
    periodOverride: 'inherit',
    widgets: place([
      text(
        deployment,
        configuration.discovery === undefined ? accounts : 'found in each run',
        isSearch,
      ),
      {
        type: 'alarm',
        width: COLUMNS,
        height: 3,
        properties: { title: 'The watchdog itself', alarms: alarmArns },
      },
      // Lines of a metric search are labelled with account ids only, so a table lists the names.
      ...(isSearch ? [savedQuery(ACCOUNTS, configuration)] : []),
      ...limits.map((limit) => {
        const { annotations, note } = thresholdLines(judged, limit.id);
        const title = `${limit.title}: used, worst Region of each account${note}`;
        const lines = linesOf(accounts, isSearch, utilisationMetric(limit.id), 'Maximum', period);
        return graph(title, [...lines, notMeasuredLine(period)], {
          yAxis: {
            left: { min: 0, label: 'percent of the limit', showUnits: false },
            right: { min: 0, label: 'not measured', showUnits: false },
          },
          ...(annotations.length > 0 && { annotations: { horizontal: annotations } }),
        });
      }),
      perAccount(
        'Limits that were not measured, of each account',
        'LimitsNotMeasured',
        'Maximum',
        zero,
      ),
      perAccount('Days to full, soonest limit of each account', 'DaysToFull', 'Minimum', zero),
      perAccount('Old versions', 'OldVersions', 'Maximum', zero),
      graph(
        'Runs',
        [
          ofDeployment('Heartbeat', 'told everybody'),
          ofDeployment('IncompleteRuns', 'did not see everything'),
          ofDeployment('RunIncompleteErrors', 'incomplete, or request not understood'),
        ],
        { stat: 'Sum', ...zero },
      ),
      {
        ...logs(
          'Calls to AWS, and how many of them were throttled',
          configuration,
          'watch',
          [
            'filter ispresent(RunIncompleteErrors)',
            `stats sum(calls) as calls_made, sum(throttles) as throttled by bin(${everyHours}h)`,
          ],
          'timeSeries',
        ),
        width: HALF,
      },
      graph(
        'Functions: longest run',
        [
          ofFunction('Duration', 'watch', 'Maximum'),
          ofFunction('Duration', 'plan', 'Maximum'),
          ofFunction('Duration', 'prune', 'Maximum'),
        ],
        zero,
      ),
      graph(
        'Functions: errors, an incomplete watch run included',
        [
          ofFunction('Errors', 'watch', 'Sum'),
          ofFunction('Errors', 'plan', 'Sum'),
          ofFunction('Errors', 'prune', 'Sum'),
        ],
        { stat: 'Sum', ...zero },
      ),
      savedQuery(LAST_PRUNES, configuration),
      savedQuery(NOT_MEASURED, configuration),
    ]),
  });
}

/**
 * Returns which accounts the graphs show. They use a metric search when there are too many accounts or
 * accounts are discovered in each run. The thresholds of `judged` are drawn.
 */
function shownAccounts({ accounts, discovery }: ConfigurationFile): {
  readonly accounts: readonly AccountConfiguration[];
  readonly isSearch: boolean;
  readonly judged: readonly Pick<AccountConfiguration, 'rules'>[];
} {
  return discovery === undefined
    ? { accounts, isSearch: accounts.length > MOST_LINES, judged: accounts }
    : { accounts, isSearch: true, judged: [...accounts, discovery.each] };
}

/** Returns one line for each account, or a metric search for the accounts with the worst values. */
function linesOf(
  accounts: readonly AccountConfiguration[],
  isSearch: boolean,
  metric: string,
  stat: string,
  period: number,
): readonly unknown[] {
  if (!isSearch) {
    return accounts.map(({ id, name, stage }) => [
      METRIC_NAMESPACE,
      metric,
      'Account',
      id,
      'Stage',
      stage,
      { label: labelOf(name) },
    ]);
  }
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
  const search = `SEARCH('{${METRIC_NAMESPACE},Account,Stage} MetricName="${metric}"', '${stat}', ${period})`;
  const order = stat === 'Minimum' ? 'MIN, ASC' : 'MAX, DESC';
  return [[{ expression: `SORT(${search}, ${order}, ${MOST_LINES})`, id: 'worst' }]];
}

/**
 * Returns the line with the number of limits that were not measured in all accounts, on the right axis. Times
 * without a run count as 1.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
function notMeasuredLine(period: number): readonly unknown[] {
  const all = `SEARCH('{${METRIC_NAMESPACE},Account,Stage} MetricName="LimitsNotMeasured"', 'Maximum', ${period})`;
  const label = 'limits not measured, all accounts';
  return [{ expression: `FILL(SUM(${all}), 1)`, id: 'unseen', label, yAxis: 'right' }];
}

function text(
  deployment: string,
  accounts: readonly AccountConfiguration[] | 'found in each run',
  isSearch: boolean,
): Content {
  const many =
    accounts === 'found in each run'
      ? 'Accounts are found in each run'
      : `There are ${accounts.length} accounts`;
  const shown = !isSearch
    ? ''
    : ` ${many}; each graph shows the ${MOST_LINES} that matter most, by id, of all deployments in this account and Region; their names are in the table.`;
  return {
    type: 'text',
    width: COLUMNS,
    height: 2,
    properties: {
      markdown: `**${deployment}** · a gap in a line is something that was not measured, never zero. While limits are not measured, a line that is drawn is the least that is used.${shown}`,
    },
  };
}

function savedQuery(query: LogQuery, configuration: ConfigurationFile): Content {
  return logs(query.title, configuration, query.function, query.lines);
}

function logs(
  title: string,
  { deployment, tooling }: ConfigurationFile,
  name: LogQuery['function'],
  query: readonly string[],
  view: 'table' | 'timeSeries' = 'table',
): Content {
  return {
    type: 'log',
    width: COLUMNS,
    height: 6,
    properties: {
      title,
      region: tooling.region,
      view,
      query: [`SOURCE '/aws/lambda/${deployment}-${name}'`, ...query].join(' | '),
    },
  };
}
