import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import type { Deployment } from '../../scripts/package/deployment.ts';
import { deploymentOf, incompletePeriods } from '../../scripts/package/deployment.ts';
import type { Settings } from '../../scripts/package/settings.ts';
import { SETTINGS } from '../../scripts/package/settings.ts';
import { METRIC_NAMESPACE } from '../../src/watch/emit-metrics.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { AccountRef } from '../../src/model/configuration.ts';
import { instant } from '../../src/model/time.ts';
import type { MetricDocument } from '../../src/model/metrics.ts';
import type { RunStatus, WatchOutcome } from '../../src/model/report.ts';
import { endDocument, figureDocuments } from '../../src/watch/metrics.ts';
import { productionDocuments } from '../../src/watch/production-metrics.ts';
import { judged, regionTarget } from '../model/make.ts';
import { parseTemplate } from '../sandbox/cloudformation/read-template.ts';
import type { Members } from '../sandbox/wire/message.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import { smallest } from './run-package.ts';

const text = (file: string): string =>
  readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const template = parseTemplate(text('src/stacks/alarms.yml'));
const ofTopics = parseTemplate(text('src/stacks/topic-alarm.yml'));
const operations = text('docs/operations.md');

interface Alarm {
  readonly id: string;
  readonly name: string;
  readonly properties: Members;
}

const alarms: readonly Alarm[] = [template, ofTopics].flatMap((one) =>
  Object.entries(sectionOf(one, 'Resources')).map(([id, resource]) => {
    const properties = isMembers(resource) ? sectionOf(resource, 'Properties') : {};
    const name = String(sectionOf(properties, 'AlarmName')['Fn::Sub'])
      .replace('${Deployment}-', '')
      .replace('-${AlarmSuffix}', '');
    return { id, name, properties };
  }),
);

/** Returns the parameter's default, or the number itself. */
function numberOf(value: unknown): number {
  if (!isMembers(value)) return Number(value);
  const parameter = sectionOf(template, 'Parameters')[String(value['Ref'])];
  return isMembers(parameter) ? Number(parameter['MaxValue']) : Number.NaN;
}

/** Returns namespace, name and dimension of each metric of an alarm, and its period. */
function metricsOf({
  properties,
}: Alarm): readonly (readonly [unknown, unknown, unknown, number])[] {
  const list = properties['Metrics'];
  const queries: readonly Members[] = Array.isArray(list)
    ? list.flatMap((query: unknown) => {
        const stat = isMembers(query) ? query['MetricStat'] : undefined;
        if (!isMembers(stat)) return [];
        return [{ ...sectionOf(stat, 'Metric'), Period: stat['Period'] }];
      })
    : [properties];
  return queries.map((query) => {
    const [dimension] = Array.isArray(query['Dimensions']) ? query['Dimensions'] : [];
    const name: unknown = isMembers(dimension) ? dimension['Name'] : undefined;
    return [query['Namespace'], query['MetricName'], name, numberOf(query['Period'])] as const;
  });
}

/** Alarms for which missing data counts as breaching. */
const MISSING_DATA: Readonly<Record<string, string>> = {
  'heartbeat-missing': 'breaching',
  'production-full': 'ignore',
  'production-not-measured': 'breaching',
};

const EMPTY = { deployment: 'd', runId: 'r', limits: [], findings: [] };

/** The topics of each alarm as in the template, by parameter. */
function descriptionOf(properties: Members): string {
  return String(sectionOf(properties, 'AlarmDescription')['Fn::Sub']);
}

const PROD: AccountRef = { id: accountId('555555555555'), name: 'prod', stage: 'prod' };
const inProduction = judged('ok', regionTarget('eu-west-1', 'default', PROD));

function documentsOf(status: RunStatus): readonly MetricDocument[] {
  const at = instant(0);
  const outcome: WatchOutcome = {
    report: {
      ...EMPTY,
      startedAt: at,
      measuredAt: at,
      limits: catalogue.map(({ definition }) => definition),
      findings: [inProduction],
      status,
    },
    status,
    published: 0,
    sentEveryAlert: true,
    topicProblems: [],
    waitsForConfirmation: false,
    forecasts: new Map(),
    samples: {},
    history: 'known',
    finishedAt: at,
    traffic: { calls: 0, retries: 0, throttles: 0 },
  };
  return [
    ...figureDocuments(outcome.report, [], { perRegion: false }),
    ...productionDocuments(outcome.report, 90),
    endDocument(outcome),
  ];
}

describe('each alarm', () => {
  it('is in this list', () => {
    expect(alarms.map(({ name }) => name)).toEqual([
      'heartbeat-missing',
      'watch-failed',
      'distributed-run-failed',
      'incomplete-runs',
      'production-full',
      'production-not-measured',
      'watch-throttled',
      'watch-slow',
      'prune-failed',
      'health-not-delivered',
      'not-begun',
      'slack-not-handed-over',
      'slack-not-posted',
      'not-delivered',
    ]);
  });

  it.each(alarms)(
    '$name notifies the health topic, or the alerts topic about it, of alarm and recovery, and treats missing data',
    (alarm) => {
      const health = {
        'Fn::Sub':
          'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${Deployment}-health',
      };
      const topic = alarm.name === 'health-not-delivered' ? { Ref: 'AlertsTopicArn' } : health;
      expect(alarm.properties['AlarmActions']).toEqual([topic]);
      expect(alarm.properties['OKActions']).toEqual([topic]);
      const missing = MISSING_DATA[alarm.name] ?? 'notBreaching';
      expect(alarm.properties['TreatMissingData']).toBe(missing);
      expect(descriptionOf(alarm.properties)).toMatch(
        new RegExp(`^.+\\.\nFirst: .+\nThen: \\$\\{Runbook\\}#${alarm.name}$`),
      );
    },
  );

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  it.each(alarms)('$name stays within the time that CloudWatch evaluates', (alarm) => {
    const periods = numberOf(alarm.properties['EvaluationPeriods']);
    // Its number of periods falls as they get longer; a test below checks it.
    if (alarm.name === 'incomplete-runs') return;
    for (const [, , , seconds] of metricsOf(alarm)) {
      const most = seconds < 3600 ? 86_400 : 604_800;
      expect(seconds % 60).toBe(0);
      expect(seconds * periods).toBeLessThanOrEqual(most);
    }
  });

  it('uses only metrics of the watchdog that a run sends', () => {
    const own = alarms.flatMap(metricsOf).filter(([namespace]) => namespace === METRIC_NAMESPACE);
    const sent = documentsOf('complete');
    expect(own.length).toBeGreaterThan(0);
    for (const [, metric, dimension] of own) {
      const document = sent.find(({ metrics }) => metrics.some(({ name }) => name === metric));
      expect([metric, ...Object.keys(document?.dimensions ?? {})]).toEqual([metric, dimension]);
    }
  });

  it('exists for every queue of the stack', () => {
    const queues = Object.values(
      sectionOf(parseTemplate(text('src/stacks/queues.yml')), 'Resources'),
    ).flatMap((queue) =>
      isMembers(queue) && queue['Type'] === 'AWS::SQS::Queue'
        ? [sectionOf(queue, 'Properties')['QueueName']]
        : [],
    );
    expect(queues).toHaveLength(3);
    const watched = alarms.map(({ properties }) => {
      const [dimension] = Array.isArray(properties['Dimensions']) ? properties['Dimensions'] : [];
      return isMembers(dimension) ? dimension['Value'] : undefined;
    });
    for (const queue of queues) expect(watched).toContainEqual(queue);
  });
});

describe('the description of an alarm', () => {
  const described = [...alarms.map(({ properties }) => properties), ...limitAlarms()];

  function limitAlarms(): readonly Members[] {
    const resources = sectionOf(parseTemplate(text('src/stacks/limit-alarms.yml')), 'Resources');
    return Object.values(resources).flatMap((one) =>
      isMembers(one) ? [sectionOf(one, 'Properties')] : [],
    );
  }

  // Anchors of these headings, as GitHub and GitLab write them.
  const anchors = [...operations.matchAll(/^#{2,4} (.+)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(' ', '-'),
  );

  it('leads to a heading of docs/operations.md', () => {
    for (const properties of described) {
      const [, anchor] = /#([a-z-]+)$/.exec(descriptionOf(properties)) ?? [];
      expect(anchors).toContain(anchor);
    }
  });

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  it('has at most 1,024 characters with the longest values', () => {
    const longest: Readonly<Record<string, string>> = {
      'AWS::Region': 'ap-southeast-7',
      'AWS::Partition': 'aws-us-gov',
      'AWS::URLSuffix': 'amazonaws.com.cn',
      'AWS::AccountId': '1'.repeat(12),
      Deployment: 'd'.repeat(32),
      Command: 'c'.repeat(100),
      Runbook: `https://${'h'.repeat(100)}:65535/${'p'.repeat(200)}`,
      TopicName: 't'.repeat(256),
      Metric: 'm'.repeat(100),
      AccountName: 'a'.repeat(64),
      AccountId: '2'.repeat(12),
      ThresholdPercent: '100',
      ProductionPercent: '100',
    };
    for (const properties of described) {
      const written = descriptionOf(properties).replace(/\$\{([\w:]+)\}/g, (_, name: string) => {
        const value = longest[name];
        if (value === undefined) throw new Error(`${name}?`);
        return value;
      });
      expect(written.length).toBeLessThanOrEqual(1024);
    }
  });

  it.each([
    ['docs/operations.md', {}],
    ['https://git.example.com/runbook.md', { runbook: 'https://git.example.com/runbook.md' }],
  ])('leads to %s with %j in watchdog.yml', async (runbook, health) => {
    const { parameters } = await deploymentFor({ health, command: 'npx limits-watchdog' });
    expect(parameters).toMatchObject({ Runbook: runbook, Command: 'npx limits-watchdog' });
  });
});

async function deploymentFor(
  changed: Readonly<Record<string, unknown>>,
  settings: Partial<Settings> = {},
): Promise<Deployment> {
  const file = JSON.stringify({ ...smallest(), ...changed });
  const read = await readConfiguration(file, 'watchdog.yml');
  if (!read.ok) throw new Error(read.message);
  const made = deploymentOf(read.configuration, { ...SETTINGS, ...settings }, undefined);
  if (!made.ok) throw new Error(made.faults.join());
  return made.deployment;
}

describe('incomplete-runs', () => {
  it.each([
    [1, 12],
    [2, 6],
    [5, 3],
    [6, 2],
    [7, 2],
    [12, 2],
    [24, 2],
  ])('of a run every %d hours goes off after %d runs', async (everyHours, runs) => {
    const { parameters } = await deploymentFor({}, { everyHours: String(everyHours) });
    expect(parameters['IncompletePeriods']).toBe(String(runs));
  });

  it('covers at least two runs and half a day with each schedule, and at most two days', () => {
    for (let everyHours = 1; everyHours <= 24; everyHours += 1) {
      const periods = incompletePeriods(everyHours);
      expect(periods).toBeGreaterThanOrEqual(2);
      expect(periods * everyHours).toBeGreaterThanOrEqual(12);
      expect(periods * everyHours).toBeLessThanOrEqual(48);
      // One run less would be fewer than two, or less than half a day.
      expect(periods === 2 || (periods - 1) * everyHours < 12).toBe(true);
    }
  });

  it('counts periods with only incomplete runs', () => {
    const alarm = alarms.find(({ name }) => name === 'incomplete-runs')?.properties;
    expect(alarm?.['EvaluationPeriods']).toEqual({ Ref: 'IncompletePeriods' });
    expect(alarm?.['DatapointsToAlarm']).toEqual({ Ref: 'IncompletePeriods' });
    expect(alarm?.['Period']).toEqual({ Ref: 'RunPeriodSeconds' });
    expect(alarm?.['Statistic']).toBe('Minimum');
  });
});

describe('watch-failed', () => {
  const alarm = alarms.find(({ name }) => name === 'watch-failed');
  const expression = Array.isArray(alarm?.properties['Metrics'])
    ? alarm.properties['Metrics']
        .map((query: unknown) => (isMembers(query) ? query['Expression'] : ''))
        .join('')
    : '';

  /** Returns the value of the alarm's expression for runs that began in one period. */
  function value(errors: number, ...runs: readonly RunStatus[]): number {
    expect(expression).toBe('FILL(errors, 0) - FILL(incomplete, 0)');
    const sum = (metric: string): number =>
      runs
        .flatMap((status) => documentsOf(status).flatMap(({ metrics }) => metrics))
        .filter(({ name }) => name === metric)
        .reduce((total, each) => total + each.value, 0);
    return errors - sum('RunIncompleteErrors');
  }

  it.each([
    ['nothing ran', 0, [], 0],
    ['a complete run', 0, ['complete'], 0],
    ['a run with something to say', 0, ['attention'], 0],
    ['an incomplete run, which has an alarm of its own', 1, ['incomplete'], 0],
    ['a failed run', 1, ['failed'], 1],
    ['a crash, which sends no metrics', 1, [], 1],
    ['an incomplete run and a crash', 2, ['incomplete'], 1],
    ['an incomplete run and a failed one', 2, ['incomplete', 'failed'], 1],
  ] as const)('of %s goes off from 1 on', (_, errors, runs, alarms) => {
    expect(value(errors, ...runs)).toBe(alarms);
  });
});

describe('the pair of alarms on the figures of a limit', () => {
  const pair = parseTemplate(text('src/stacks/limit-alarms.yml'));
  const [utilisation = {}, notMeasured = {}] = Object.values(sectionOf(pair, 'Resources')).map(
    (resource) => (isMembers(resource) ? sectionOf(resource, 'Properties') : {}),
  );

  it('ignores a missing utilisation, and goes off when the other figure is missing', () => {
    expect(utilisation['TreatMissingData']).toBe('ignore');
    expect(notMeasured['TreatMissingData']).toBe('breaching');
    expect(operations).toContain('### Alarms on figures\n');
  });

  it('uses metrics with the dimensions that a run writes', () => {
    expect(utilisation['MetricName']).toEqual({ Ref: 'Metric' });
    const at = instant(0);
    const report = { ...EMPTY, startedAt: at, measuredAt: at, status: 'complete' } as const;
    const account = { id: accountId('222222222222'), name: 'dev', stage: 'nonprod' } as const;
    const [document] = figureDocuments(report, [account], { perRegion: false });
    expect(document?.metrics.map(({ name }) => name)).toEqual([notMeasured['MetricName']]);
    for (const properties of [utilisation, notMeasured]) {
      const dimensions = Array.isArray(properties['Dimensions']) ? properties['Dimensions'] : [];
      expect(dimensions.map((one: unknown) => (isMembers(one) ? one['Name'] : undefined))).toEqual(
        Object.keys(document?.dimensions ?? {}),
      );
      expect(properties['Namespace']).toBe(METRIC_NAMESPACE);
    }
  });
});

describe('watch-slow', () => {
  it('goes off at four fifths of the timeout in serverless.yml', () => {
    const service: unknown = parse(text('serverless.yml'));
    const functions = isMembers(service) ? sectionOf(service, 'functions') : {};
    const timeout = Number(sectionOf(functions, 'watch')['timeout']);
    const alarm = alarms.find(({ name }) => name === 'watch-slow');
    expect(Number(alarm?.properties['Threshold'])).toBe(timeout * 1000 * 0.8);
  });
});
