import { describe, expect, it } from 'vitest';

import { dashboardFaults } from '../../scripts/cloudformation/dashboard-body.ts';
import { dashboardBody } from '../../scripts/package/dashboard.ts';
import { withMetricOf } from '../../scripts/package/inputs.ts';
import { monthlyCost } from '../../src/cli/commands/cost.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import type { JudgedFinding } from '../../src/model/finding.ts';
import { utilisationMetric } from '../../src/model/metric-rules.ts';
import { instant } from '../../src/model/time.ts';
import { figureDocuments } from '../../src/watch/metrics.ts';
import { complete } from '../config/complete.ts';
import { judged, regionTarget, wholeAccount } from '../model/make.ts';

const ALARM = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:limits-watchdog-not-begun';
const definitions = catalogue.map(({ definition }) => definition);
const always = definitions.filter(({ set }) => set === undefined);
const iam = definitions.filter(({ set }) => set === 'iam');

function configured(metrics: string): ConfigurationFile {
  const text = `tooling: { account: '111111111111', region: eu-west-1 }
role: { externalId: some-external-id }
alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts' }
regions: [eu-west-1]
watch: [{ limits: [all] }]
${metrics}
accounts: [{ id: '222222222222', name: dev, stage: nonprod }]
`;
  const parsed = parseConfiguration(text, definitions);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.configuration;
}

/** Returns the names of the utilisation metrics that a run writes when every limit has this state. */
function written(file: ConfigurationFile, state: JudgedFinding['state']): readonly string[] {
  const findings = definitions.map(({ id, scope }) =>
    judged(state, scope === 'region' ? regionTarget('eu-west-1') : wholeAccount(), id, 5, 100),
  );
  const at = instant(0);
  const report = { deployment: 'w', runId: 'r', startedAt: at, measuredAt: at, findings };
  const documents = figureDocuments(
    { ...report, limits: definitions, status: 'complete' },
    [],
    file.metrics,
  );
  return documents.flatMap(({ metrics }) =>
    metrics.map(({ name }) => name).filter((name) => name.endsWith('Utilization')),
  );
}

const CHOICES = [
  ['none', '', always],
  ['a set', 'metrics: { limits: [iam] }', [...always, ...iam]],
  [
    'one',
    'metrics: { limits: [event-rules] }',
    [...always, ...definitions.filter(({ id }) => id === 'event-rules')],
  ],
  ['all', 'metrics: { limits: [all] }', definitions],
] as const;

describe.each(CHOICES)('metrics of further limits: %s', (_, metrics, limits) => {
  const file = configured(metrics);
  const names = limits.map(({ id }) => utilisationMetric(id));

  it.each(['ok', 'warn', 'critical'] as const)('are those, where all limits are %s', (state) => {
    expect(written(file, state)).toEqual(names);
  });

  it('are the graphs of the dashboard, in a form that CloudWatch accepts', () => {
    const body = dashboardBody(file, withMetricOf(file), [ALARM], 6);
    expect(dashboardFaults(body)).toEqual([]);
    const drawn = [...body.matchAll(/"(\w+Utilization)","Account"/g)].map(([, name]) => name);
    expect(drawn).toEqual(names);
  });

  it('are in the cost, with the change for all and for none of them', () => {
    const assumed = {
      runsPerDay: 4,
      functions: 1,
      versionsPerFunction: 1,
      aliasesPerFunction: 1,
      buckets: 1,
    };
    const beside = {
      messagesPerDay: 1,
      mailSubscribers: 1,
      memoryMiB: 512,
      alarmMetrics: 0,
      dashboards: 0,
      logDays: 1,
    };
    const cost = monthlyCost(complete(file), { ...assumed, ...beside });
    const least = monthlyCost(complete(configured('')), { ...assumed, ...beside });
    expect(cost.output.metrics - least.output.metrics).toBe(
      limits.filter(({ yieldsTo }) => limits.every(({ id }) => id !== yieldsTo)).length -
        always.length,
    );
    const named = cost.switches.filter(({ what }) => what.includes('metrics.limits'));
    const expected = [
      ...(limits.length < definitions.length ? ['metrics.limits: [all]'] : []),
      ...(limits.length > always.length ? ['no metrics.limits'] : []),
    ];
    expect(named.map(({ what }) => what)).toEqual(expected);
    for (const { what, usd } of named) expect(usd > 0).toBe(what.endsWith('[all]'));
  });
});
