import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import aslValidator from 'asl-validator';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import { faultsOfTemplate } from '../../scripts/cloudformation/check-template.ts';
import { stackResolver } from '../../scripts/cloudformation/made-stack.ts';
import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import { composeTemplate, functionsTemplate } from '../../scripts/package/compose.ts';
import type { Deployment } from '../../scripts/package/deployment.ts';
import { deploymentOf } from '../../scripts/package/deployment.ts';
import { plainTemplate } from '../../scripts/package/plain-template.ts';
import { stackDifferences } from '../../scripts/package/same-stack.ts';
import { inputsOf } from '../../scripts/package/inputs.ts';
import { SETTINGS } from '../../scripts/package/settings.ts';
import { functionZip } from '../../scripts/package/zip.ts';
import { machineOf } from '../watch/distributed/definition.ts';
import { rolesOfStack } from '../sandbox/cloudformation/stack-roles.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import type { PackageRun } from './run-package.ts';
import { runPackage, smallest } from './run-package.ts';

/** Slow: packages three times, which takes about ten seconds each on an idle machine. */
const TIMEOUT_MS = 900_000;

const OTHER = 'us-east-2';
const arn = (name: string, region = OTHER): string => `arn:aws:sns:${region}:111111111111:${name}`;
const FULL = {
  ...smallest(OTHER),
  deployment: 'Limits-2',
  state: { bucket: 'limits-2-memory' },
  accounts: [
    { id: '222222222222', name: 'dev', stage: 'nonprod' },
    { id: '333333333333', name: 'payments', stage: 'prod' },
  ],
  alerts: {
    topicArn: arn('Limits-2-alerts'),
    chatTopicArn: arn('Limits-2-chat'),
    routes: [
      { name: 'payments', accounts: ['pay*'], limits: ['s3-*'], topicArn: arn('a-b') },
      { name: 'production', stages: ['prod'], topicArn: arn('ab') },
      { name: 'platform', limits: ['s3-*'], topicArn: arn('ops-everything') },
    ],
  },
};

function typesIn(packaged: PackageRun): readonly string[] {
  return Object.values(sectionOf(packaged.template, 'Resources')).map((resource) =>
    isMembers(resource) ? String(resource['Type']) : '',
  );
}

function namesOf(packaged: PackageRun, type: string, property: string): readonly unknown[] {
  return Object.values(sectionOf(packaged.template, 'Resources')).flatMap((resource) => {
    if (!isMembers(resource) || resource['Type'] !== type) return [];
    const properties = resource['Properties'];
    return isMembers(properties) ? [properties[property]] : [];
  });
}

/** Returns the default of a parameter, which the stack is created with. */
function given(packaged: PackageRun, name: string): unknown {
  const parameter = sectionOf(packaged.template, 'Parameters')[name];
  return isMembers(parameter) ? parameter['Default'] : undefined;
}

describe('packaging without credentials or network', () => {
  const all: PackageRun[] = [];
  let small: PackageRun;
  let full: PackageRun;
  let china: PackageRun;
  beforeAll(async () => {
    const keep = (packaged: PackageRun): PackageRun => {
      all.push(packaged);
      return packaged;
    };
    small = keep(await runPackage(smallest()));
    full = keep(
      await runPackage(FULL, [
        '--stage=spare',
        `--region=${OTHER}`,
        '--param=everyHours=24',
        '--param=reservedConcurrency=1',
        '--param=slackWebhookParameter=/limits/slack',
        '--param=chatWorkspaceId=T012ABCDEFG',
        '--param=chatChannelId=C012ABCDEFG',
        '--param=existingTopics=ops-everything,Limits-2-health',
        '--param=existingLogGroups=/aws/lambda/Limits-2-watch',
        '--param=existingStateBucket=yes',
        '--param=dashboard=yes',
      ]),
    );
    china = keep(
      await runPackage({ ...smallest('cn-north-1', 'aws-cn'), engine: 'distributed' }, [
        '--offline',
        '--param=dashboard=yes',
      ]),
    );
  }, TIMEOUT_MS);
  afterAll(() => all.forEach((packaged) => packaged.remove()));

  it('succeeds for the smallest configuration, a full one, and other partitions', async () => {
    for (const packaged of all) {
      expect(packaged.output).toContain('Packaged ');
      expect(packaged.exitCode).toBe(0);
      expect(await faultsOfTemplate(packaged.template)).toEqual([]);
    }
  });

  it('takes names, Region and topics only from the configuration', () => {
    expect(given(small, 'Deployment')).toBe('limits-watchdog');
    expect(given(full, 'Deployment')).toBe('Limits-2');
    expect(namesOf(full, 'AWS::Lambda::Function', 'FunctionName')).toEqual(
      ['watch', 'plan', 'prune', 'mute', 'increase', 'slack'].map((name) => `Limits-2-${name}`),
    );
    expect(given(full, 'AlertsTopicArn')).toBe(arn('Limits-2-alerts'));
    expect(given(full, 'OtherTopicArns')).toBe(
      ['Limits-2-chat', 'a-b', 'ab', 'ops-everything'].map((name) => arn(name)).join(','),
    );
    expect(given(full, 'ScheduleExpression')).toBe('rate(24 hours)');
    expect(given(full, 'HeartbeatHours')).toBe('26');
    expect(full.templateText).not.toMatch(/limits-watchdog-(alerts|state)/);
  });

  it('creates each topic of the file once, except existing ones, and lists them', () => {
    const names = namesOf(full, 'AWS::SNS::Topic', 'TopicName').map((name) =>
      isMembers(name) ? given(full, String(name['Ref'])) : undefined,
    );
    // The health topic's name is derived from the deployment's.
    expect(names).toEqual([undefined, 'Limits-2-alerts', 'Limits-2-chat', 'a-b', 'ab']);
    expect(full.output).toContain(
      'It expects to find: topic ops-everything, topic Limits-2-health, bucket limits-2-memory, log group /aws/lambda/Limits-2-watch.',
    );
    expect(small.output).not.toContain('It expects to find');
    expect(small.output).toContain('topics limits-watchdog-alerts, limits-watchdog-health;');
    expect([small, full].map((one) => given(one, 'CreateHealthTopic'))).toEqual(['true', 'false']);
  });

  it('creates the log groups of the functions, except existing ones', () => {
    expect(namesOf(small, 'AWS::Logs::LogGroup', 'LogGroupName')).toEqual(
      ['watch', 'plan', 'prune', 'mute', 'increase', 'slack'].map(
        (name) => `/aws/lambda/limits-watchdog-${name}`,
      ),
    );
    expect(namesOf(full, 'AWS::Logs::LogGroup', 'LogGroupName')).toEqual(
      ['plan', 'prune', 'mute', 'increase', 'slack'].map((name) => `/aws/lambda/Limits-2-${name}`),
    );
  });

  it('says that it did not look up existing resources', () => {
    expect(small.output).toContain('Did not look at topics, bucket, log groups and the stack');
    expect(small.output).toContain('there are no valid credentials');
    expect(china.output).toContain('--offline: did not look');
  });

  it('has the chat channel and the Slack function only when their parameters are set', () => {
    for (const [name, value] of [
      ['SlackWebhookParameter', '/limits/slack'],
      ['ChatWorkspaceId', 'T012ABCDEFG'],
    ] as const) {
      expect(given(small, name)).toBe('');
      expect(given(full, name)).toBe(value);
    }
    const conditional = (id: string): unknown => {
      const resource = sectionOf(small.template, 'Resources')[id];
      return isMembers(resource) ? resource['Condition'] : undefined;
    };
    expect(conditional('SlackLambdaFunction')).toBe('HasSlack');
    expect(conditional('ChatChannel')).toBe('HasChat');
  });

  it('has a dashboard, which costs more than everything else, only when requested', () => {
    const dashboards = (packaged: PackageRun): number =>
      typesIn(packaged).filter((type) => type === 'AWS::CloudWatch::Dashboard').length;
    expect([small, full, china].map(dashboards)).toEqual([0, 1, 1]);
  });

  it('has the bundle, state machines and schedule of the configured engine', () => {
    for (const [packaged, engine, bundle] of [
      [small, 'one-lambda', 'watch'],
      [china, 'distributed', 'watch-stages'],
    ] as const) {
      expect(given(packaged, 'Engine')).toBe(engine);
      const { WatchLambdaFunction: watch } = sectionOf(packaged.template, 'Resources');
      const code = isMembers(watch) ? sectionOf(sectionOf(watch, 'Properties'), 'Code') : {};
      expect(String(code['S3Key'])).toMatch(new RegExp(`/${bundle}\\.zip$`));
      const machines = Object.values(sectionOf(packaged.template, 'Resources')).flatMap((one) =>
        isMembers(one) && one['Type'] === 'AWS::StepFunctions::StateMachine'
          ? [one['Condition']]
          : [],
      );
      expect(machines).toEqual(['IsDistributed', 'IsDistributed']);
    }
    for (const resource of ['DistributedWatch', 'PruneLoop']) {
      const { definition } = machineOf(china.templateText, resource, {});
      const found = aslValidator(definition);
      expect(found.isValid ? '' : found.errorsText('\n')).toBe('');
    }
  });

  it('publishes no versions of the functions, and retries no run', () => {
    for (const packaged of all) {
      expect(typesIn(packaged)).not.toContain('AWS::Lambda::Version');
      expect(namesOf(packaged, 'AWS::Lambda::EventInvokeConfig', 'MaximumRetryAttempts')).toEqual([
        0, 0, 0, 0, 0, 2,
      ]);
    }
  });

  it('has no ARN of the commercial partition in another', async () => {
    expect(china.templateText).not.toContain('arn:aws:');
    const read = await readConfiguration(
      JSON.stringify(smallest('us-gov-west-1', 'aws-us-gov')),
      'watchdog.yml',
    );
    if (!read.ok) throw new Error(read.message);
    const made = deploymentOf(read.configuration, SETTINGS, undefined);
    if (!made.ok) throw new Error(made.faults.join());
    const deployment = { ...made.deployment, hasDashboard: true };
    const inputs = JSON.stringify(await inputsOf(read.configuration, deployment, 6));
    expect(inputs).toContain('arn:aws-us-gov:');
    expect(inputs).not.toContain('arn:aws:');
    // Nor an ARN of anything but topics and alarms of watchdog.yml, or a policy of its Region, for another
    // Region.
    const policies = small.read('dist/deployment/access.json').toString('utf8');
    const literal = small.templateText.match(/arn:aws:[^"\\]*/g) ?? [];
    expect(
      literal.filter(
        (found) => !/^arn:aws:(sns|cloudwatch):/.test(found) && !policies.includes(`"${found}"`),
      ),
    ).toEqual([]);
  });

  it('gives the functions the same roles that the tests use', () => {
    const place = {
      stackName: 'stack',
      partition: 'aws',
      accountId: '111111111111',
      region: OTHER,
    };
    const packaged = new Map(
      rolesOfStack(full.templateText, place).map((role) => [role.name, role]),
    );
    for (const name of ['watch', 'plan', 'prune', 'mute', 'slack']) {
      const file = `${name}-function-role.yml`;
      const text = readFileSync(new URL(`../../src/stacks/${file}`, import.meta.url), 'utf8');
      const wanted = Object.keys(sectionOf(full.template, 'Parameters')).filter((parameter) =>
        new RegExp(`^  ${parameter}:$`, 'm').test(text.slice(0, text.indexOf('\nResources:'))),
      );
      const parameters = Object.fromEntries(
        wanted.map((parameter) => [parameter, String(given(full, parameter))]),
      );
      const roles = rolesOfStack(text, place, parameters);
      expect(roles.length).toBe(1);
      for (const role of roles) expect(packaged.get(role.name)).toEqual(role);
    }
  });

  it('creates the same template that the checks of all variations compose without bundles', async () => {
    const json = (packaged: PackageRun, name: string): unknown =>
      JSON.parse(packaged.read(`dist/deployment/${name}.json`).toString('utf8'));
    // The key of each package contains the stage and the time of packaging.
    const withoutKeys = (text: string): unknown =>
      JSON.parse(text.replaceAll(/"serverless\/[^"]*\/([\w-]+\.zip)"/g, '"$1"'));
    for (const packaged of all) {
      const values = json(packaged, 'values') as Deployment['values'];
      const inputs = Object.fromEntries(
        ['values', 'topics', 'dashboard', 'parameters', 'access', 'queries', 'roles', 'guards'].map(
          (name) => [name, json(packaged, name)],
        ),
      );
      const composed = await composeTemplate(await functionsTemplate(values), inputs);
      expect(withoutKeys(JSON.stringify(composed))).toEqual(withoutKeys(packaged.templateText));
    }
  });

  it('creates the same stack with a template for other tools that is small enough', async () => {
    for (const packaged of all) {
      const zips = new Map(
        ['watch', 'watch-stages', 'plan', 'prune', 'mute', 'slack'].map((name) => [
          name,
          packaged.read(`dist/${name}.zip`),
        ]),
      );
      const place = stackResolver()(packaged.template)?.place;
      if (place === undefined) throw new Error('a parameter has no default');
      const code = { bucket: 'my-code', prefix: 'limits/' };
      const { template } = plainTemplate(packaged.template, zips, code, place);
      expect(stackDifferences(packaged.template, template)).toEqual([]);
      expect(await faultsOfTemplate(template)).toEqual([]);
      expect(Object.keys(template)).not.toContain('Parameters');
      expect(JSON.stringify(template, null, 2).length).toBeLessThan(1_000_000 / 4);
    }
  });

  it('packs each bundle as one file with the same bytes every time', () => {
    const packed = (packaged: PackageRun, name: string): string =>
      createHash('sha256')
        .update(packaged.read(`dist/${name}.zip`))
        .digest('hex');
    // The Slack function contains no configuration.
    expect(packed(small, 'slack')).toBe(packed(china, 'slack'));
    for (const name of ['watch', 'watch-stages', 'plan', 'prune', 'mute', 'increase', 'slack']) {
      const bundle = small.read(`dist/${name}/index.mjs`);
      const zip = small.read(`dist/${name}.zip`);
      expect(Object.keys(unzipSync(zip))).toEqual(['index.mjs']);
      expect(Buffer.from(unzipSync(zip)['index.mjs'] ?? []).equals(bundle)).toBe(true);
      expect(Buffer.from(functionZip('index.mjs', bundle)).equals(zip)).toBe(true);
    }
  });
});
