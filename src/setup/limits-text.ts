import type { CoveredLimit } from '../limits/coverage.ts';
import { NOT_MEASURED } from '../limits/coverage.ts';
import { LIMIT_SETS } from '../model/limit-choice/sets.ts';
import type { Paint } from '../text/paint.ts';
import { tableLines } from '../text/table.ts';

const SOURCES: Readonly<Record<CoveredLimit['source'], string>> = {
  quota: 'Service Quotas, as applied',
  'usage answer': 'the answer that has the usage',
  documented: "AWS's documentation",
  ceiling: 'your ceiling',
};

/** The limits that are always watched, or the limits of one set. */
interface Section {
  readonly title: string;
  readonly parameter?: string;
  readonly rows: readonly CoveredLimit[];
}

function sectionsOf(limits: readonly CoveredLimit[]): readonly Section[] {
  const sets = [...new Set(limits.map(({ set }) => set))];
  return sets.map((set) => {
    const rows = limits.filter((one) => one.set === set);
    if (set === undefined) return { title: 'Always watched', rows };
    const { title, parameter } = LIMIT_SETS[set];
    return { title: `${title} (set ${set})`, parameter, rows };
  });
}

function adjustableText({ adjustable }: CoveredLimit): string {
  if (adjustable === undefined) return 'by you';
  return adjustable ? 'yes' : 'no';
}

function whereText({ where }: CoveredLimit): string {
  return where === 'region' ? 'account and Region' : 'account';
}

const EXAMPLE: readonly string[] = ['watch:', '  - limits: [iam]'];

export function limitsLines(
  limits: readonly CoveredLimit[],
  room: { readonly width?: number | undefined; readonly paint: Paint },
): readonly string[] {
  const columns = [
    { title: 'Limit' },
    { title: 'Where' },
    { title: 'Quota' },
    { title: 'Adjustable' },
    { title: 'Calls a run', align: 'right' },
  ] as const;
  return [
    'To watch a set, or a limit by its id, name it in watchdog.yml:',
    ...EXAMPLE.map((line) => `  ${line}`),
    'Then package and deploy again. Where deploy.rolesInStack has the stack make the read role, that is all; elsewhere setup --upgrade prints how the role gets the parameter of the set.',
    '',
    ...sectionsOf(limits).flatMap(({ title, parameter, rows }) => [
      parameter === undefined ? `${title}:` : `${title}; parameter of the read role: ${parameter}`,
      ...tableLines(
        columns,
        rows.map((row) => [
          row.id,
          whereText(row),
          row.quota ?? '',
          adjustableText(row),
          String(row.actions.reduce((sum, { callsPerRun }) => sum + callsPerRun, 0)),
        ]),
        room,
      ),
      '',
    ]),
    'Not measured:',
    ...NOT_MEASURED.map(({ what, why }) => `  ${what}: ${why}`),
  ];
}

/** Paragraphs on limits by usage metric; empty if the section has no such limit. */
function metricLines(rows: readonly CoveredLimit[]): readonly string[] {
  if (!rows.some(({ isUsageMetric }) => isUsageMetric)) return [];
  return [
    '',
    'The usage is what AWS reports to CloudWatch, some minutes late: every report says of which moment a figure is. The one `cloudwatch:GetMetricData` request of an account and Region is for all of its limits. CloudFormation, SNS, and the others report counts, of which the newest value of the last 24 hours counts; of concurrent executions it is the highest since the last run, and called a peak.',
    ...rows.flatMap(({ title, yieldsTo }) =>
      yieldsTo === undefined
        ? []
        : ['', `${title}: not measured where \`${yieldsTo}\` is watched too, which has no delay.`],
    ),
  ];
}

const QUOTAS_BY_CODE = [
  '',
  '## Any quota with a usage metric (quotas by code)',
  '',
  `Parameter of the read role: \`${LIMIT_SETS.quotas.parameter}\`. The page of a quota in Service Quotas shows its code, and whether it has a usage metric.`,
  '',
  '```yaml',
  'quotas:',
  '  - service: ec2',
  '    code: L-1216C47A',
  '    title: On-Demand standard instances',
  '    noun: vCPUs',
  '    warn: 70',
  '    stages: [prod]',
  '```',
  '',
  '- The quota is asked for by its code: `servicequotas:GetServiceQuota` answers its applied value and its usage metric. The usage of all quotas of an account and Region is read by one `cloudwatch:GetMetricData`, or by one for each 500 metrics.',
  '- A count is the newest value of the last 24 hours; what comes and goes, such as running vCPUs, is its peak since the last run. A quota of so many in a minute, an hour or a day is the highest sum of that time. `figure` sets it otherwise.',
  '- No data is a state of its own, never 0. It is `no data` where the quota is idle or was never reported, and the run is complete. It is `not measured` where a count was above 0 within the last 14 days while other usage metrics have data. `silence` sets it otherwise. An open alert stays open while there is no data.',
  '- Refused by name, as not measured: a quota that does not exist in a Region, one without a usage metric, one with a period of less than a minute, and one whose metric is of each resource.',
  '- A quota that a limit above measures is not named here: name the limit under `watch`.',
];

const ONCE_A_DAY: readonly string[] = [
  '_Once a day_: a run keeps what it has read, in one object for each account beside the state, and later runs use it. All versions are listed in each run.',
  '',
  '- **Aliases** of a function count until the end of the day (UTC), and for at most 18 hours, while each of its versions has the same number, size and date. When a version was published, deleted or updated, they are read in that run and in the next one; likewise after an alias was found elsewhere.',
  '- An alias that moves without a new version is so seen up to 18 hours late. The number of old versions is too high by versions that got an alias, and too low by those that lost theirs. Where it could reach a threshold that way, all aliases are read in that run.',
  "- **Values of quotas**, and that no increase is requested, count for a day. Both are read at once when the usage is critical by the remembered value. Failures, AWS's default values and open requests are not remembered.",
  '- The report, its page and alerts say from when aliases and values are, where an earlier run has read them. `check` and plans read everything.',
];

/** The text of docs/limits.md. */
export function limitsMarkdown(limits: readonly CoveredLimit[], assumed: string): string {
  return [
    '# Limits',
    '',
    'Written from the catalogue of limits by `npx tsx scripts/write-limits.ts`; a test compares it.',
    '',
    'How further limits are switched on in `watchdog.yml`; `stages: [prod]` or `accounts: [dev]` beside `limits` say where, if not everywhere:',
    '',
    '```yaml',
    ...EXAMPLE,
    '```',
    '',
    'Then package and deploy again. Where `deploy.rolesInStack` has the stack make the read role, packaging sets the parameters that the sets need, and that is all. Elsewhere the command `setup --upgrade` prints the commands that set them.',
    '',
    'The limits of a set are watched where `watch` in `watchdog.yml` names the set, or a limit of it by its id, and the read role of the account has the parameter of the set. What is not watched costs no call and no permission.',
    '',
    `_Calls a run_ are those of one account and Region, or of one account, where all is well, with ${assumed}. What several limits read is read once. Actions without a number are called only near the quota, or where AWS has no applied value.`,
    '',
    ...ONCE_A_DAY,
    ...sectionsOf(limits).flatMap(({ title, parameter, rows }) => [
      '',
      `## ${title}`,
      '',
      ...(parameter === undefined ? [] : [`Parameter of the read role: \`${parameter}\`.`, '']),
      '| limit | id | where | value from | quota | adjustable | calls a run, each with its permission |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...rows.map(
        (row) =>
          `| ${row.title} | \`${row.id}\` | ${whereText(row)} | ${SOURCES[row.source]} | ${row.quota === undefined ? 'none' : `\`${row.quota}\``} | ${adjustableText(row)} | ${row.actions.map(actionText).join('<br>')} |`,
      ),
      ...rows.flatMap(({ title: limit, caveat }) =>
        caveat === undefined ? [] : ['', `${limit}: ${caveat}`],
      ),
      ...metricLines(rows),
    ]),
    ...QUOTAS_BY_CODE,
    '',
    '## Not measured',
    '',
    '| what | why |',
    '| --- | --- |',
    ...NOT_MEASURED.map(({ what, why }) => `| ${what} | ${why} |`),
    '',
  ].join('\n');
}

function actionText({
  action,
  on,
  callsPerRun,
  remembered,
}: CoveredLimit['actions'][number]): string {
  const times = ` × ${callsPerRun}${remembered === undefined ? '' : ' once a day'}`;
  const calls = callsPerRun === 0 ? '' : times;
  return `\`${action}\`${on === undefined ? '' : ` on \`${on}\``}${calls}`;
}
