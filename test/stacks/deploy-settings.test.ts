import { describe, expect, it } from 'vitest';

import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import { stackResolver } from '../../scripts/cloudformation/made-stack.ts';
import { composeTemplate } from '../../scripts/package/compose.ts';
import { deploymentOf } from '../../scripts/package/deployment.ts';
import { settingsInForce } from '../../scripts/package/in-force.ts';
import { inputsOf } from '../../scripts/package/inputs.ts';
import type { SettingName, Settings } from '../../scripts/package/settings.ts';
import { readPackageArguments, SETTING_NAMES, settingsOf } from '../../scripts/package/settings.ts';
import { functionsOnce } from '../../scripts/package/vary.ts';
import { templateChanges } from '../../scripts/package/what-differs.ts';
import type { DeploySettings } from '../../src/model/deploy/deploy-settings.ts';
import type { Members } from '../sandbox/wire/message.ts';
import { smallest } from './run-package.ts';

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555';
/** A value other than the default for each setting, in the file and after --param. */
const BOTH: Readonly<Record<SettingName, readonly [file: unknown, param: string]>> = {
  everyHours: [12, '12'],
  logRetentionDays: [30, '30'],
  reservedConcurrency: [2, '2'],
  slackWebhookParameter: ['/limits/slack', '/limits/slack'],
  slackWebhookKeyArn: [KEY, KEY],
  chatWorkspaceId: ['T012ABCDEFG', 'T012ABCDEFG'],
  chatChannelId: ['C012ABCDEFG', 'C012ABCDEFG'],
  existingTopics: [
    ['limits-watchdog-alerts', 'limits-watchdog-health'],
    'limits-watchdog-alerts,limits-watchdog-health',
  ],
  topicKeyArns: [[KEY], KEY],
  existingStateBucket: [true, 'yes'],
  existingLogGroups: [['/aws/lambda/limits-watchdog-watch'], '/aws/lambda/limits-watchdog-watch'],
  dashboard: [true, 'yes'],
};

async function configured(deploy?: object, more: object = {}) {
  const text = JSON.stringify({
    ...smallest(),
    ...(deploy !== undefined && { deploy }),
    ...more,
  });
  const read = await readConfiguration(text, 'watchdog.yml');
  if (!read.ok) throw new Error(read.message);
  return read.configuration;
}

/** One run of osls is enough: none of the compared settings changes a function. */
const functions = functionsOnce();

async function packaged(deploy?: DeploySettings, more: object = {}): Promise<Members> {
  const configuration = await configured(deploy, more);
  const settings = settingsOf(configuration, {});
  const made = deploymentOf(configuration, settings, undefined);
  if (!made.ok) throw new Error(made.faults.join('\n'));
  const hours = Number(settings.everyHours);
  const inputs = await inputsOf(configuration, made.deployment, hours);
  return composeTemplate(await functions(made.deployment.values), inputs);
}

const compared = (before: Members, after: Members) =>
  templateChanges({ kind: 'template', of: 'the deployed stack', template: before }, after);

describe('every setting of packaging', () => {
  it.each(SETTING_NAMES)('is the same in the file as after --param: %s', async (name) => {
    const [file, param] = BOTH[name];
    const asked = readPackageArguments(['--param', `${name}=${param}`]);
    if (!asked.ok) throw new Error(asked.faults.join());
    const ofFile = settingsOf(await configured({ [name]: file }), {});
    expect(ofFile).toEqual(settingsOf(await configured(), asked.request.params));
    expect(ofFile[name]).toBe(param);
  });

  it('has the value of --param before that of the file, and else its default', async () => {
    const configuration = await configured({ everyHours: 12, dashboard: true });
    const settings = settingsOf(configuration, { everyHours: '3', dashboard: 'no' });
    expect([settings.everyHours, settings.dashboard, settings.logRetentionDays]).toEqual([
      '3',
      'no',
      '90',
    ]);
  });

  it('is named by its origin when it does not fit others', async () => {
    const configuration = await configured({ reservedConcurrency: 2, existingTopics: ['ops'] });
    const distributed = { ...configuration, engine: 'distributed' as const };
    const made = deploymentOf(distributed, settingsOf(configuration, {}), undefined);
    const faults = made.ok ? [] : made.faults;
    expect(faults.join('\n')).toContain('deploy.reservedConcurrency: a distributed run');
    expect(faults.join('\n')).toContain('deploy.existingTopics: the stack needs no ops');
  });

  it('except pausing can be given by --param: the functions read pausing from the file', () => {
    expect(readPackageArguments(['--param', 'schedulePaused=yes'])).toEqual({
      ok: false,
      faults: [expect.stringContaining('deploy: { schedulePaused: true }')],
    });
  });
});

describe('settings of the file alone', () => {
  it('are refused after --param', () => {
    const asked = readPackageArguments(['--param', 'rolesInStack=read']);
    expect(asked.ok ? [] : asked.faults.join()).toContain('deploy: { rolesInStack: read }');
  });
});

describe('the settings that packaging prints', () => {
  const said = async (deploy: object | undefined, params: Partial<Settings>, found = {}) => {
    const configuration = await configured(deploy);
    const settings = { ...settingsOf(configuration, params), ...found };
    return settingsInForce(configuration, params, settings);
  };

  it('are those that differ from the default, with their origin', async () => {
    expect(await said(undefined, {})).toEqual(['Every setting of the stack has its default.']);
    expect(
      await said({ everyHours: 12 }, { dashboard: 'yes' }, { existingStateBucket: 'yes' }),
    ).toEqual([
      'In force, where it differs from the default: everyHours=12 (watchdog.yml), existingStateBucket=yes (found in the account), dashboard=yes (--param).',
      '--param dashboard=yes is not in the file, so the next package without it is made with dashboard=no; to keep it, write it below deploy in watchdog.yml.',
    ]);
  });

  it('begin with a paused schedule', async () => {
    const [first, second] = await said({ schedulePaused: true }, {});
    expect(first).toContain('The schedule is paused (deploy.schedulePaused)');
    expect(second).toBe(
      'In force, where it differs from the default: schedulePaused=true (watchdog.yml).',
    );
  });
});

describe('one setting that is changed after a year', () => {
  it.each<readonly [DeploySettings, string]>([
    [{}, 'the stack is the same, apart from code and what watchdog.yml says to the functions.'],
    [
      { everyHours: 1 },
      'besides code: HeartbeatHours: 8 is now 3; IncompletePeriods: 2 is now 12; RunPeriodSeconds: 21600 is now 3600; ScheduleExpression: rate(6 hours) is now rate(1 hour).',
    ],
    [{ schedulePaused: true }, 'besides code: ScheduleState: enabled is now paused.'],
    [{ reservedConcurrency: 2 }, 'besides code: ReservedConcurrency: -1 is now 2.'],
    [{ dashboard: true }, 'besides code: resources added: Dashboard.'],
    [{ existingStateBucket: true }, 'besides code: CreateStateBucket: true is now false.'],
  ])('changes only its own resources in the stack: %j', async (deploy, sentence) => {
    expect(compared(await packaged(), await packaged(deploy))).toEqual([
      `Compared with the deployed stack${sentence.startsWith('besides') ? ', ' : ': '}${sentence}`,
    ]);
  });

  it('reports removed and changed resources, and a missing comparison', () => {
    const before = { Resources: { A: { Type: 'x' }, B: { Type: 'y', Code: 1 } } };
    const after = { Resources: { A: { Type: 'z' }, B: { Code: 2, Type: 'y' } }, Parameters: {} };
    expect(compared(before, after)).toEqual([
      'Compared with the deployed stack, besides code: resources changed: A.',
    ]);
    const first = { Resources: { A: { Type: 'x', DependsOn: ['B', 'C'] } } };
    const second = { Resources: { A: { Type: 'x', DependsOn: ['C', 'B'] } } };
    expect(compared(first, second).join()).toContain('the stack is the same');
    expect(compared(before, {})).toEqual([
      'Compared with the deployed stack, besides code: resources removed: A, B.',
    ]);
    expect(templateChanges({ kind: 'none', why: 'there is no stack x yet' }, after)).toEqual([
      'Not compared with an earlier package: there is no stack x yet.',
    ]);
  });
});

describe('a schedule that is paused', () => {
  const madeBy = async (deploy?: DeploySettings) => {
    const health = { productionPercent: 90 };
    const accounts = [{ id: '555555555555', name: 'prod', stage: 'prod' }];
    const made = stackResolver()(await packaged(deploy, { health, accounts }));
    if (made === undefined) throw new Error('a parameter has no default');
    return made.resources;
  };

  it('is left out of the stack, with alarms that need runs', async () => {
    const running = await madeBy();
    const paused = await madeBy({ schedulePaused: true });
    const gone = [...running.keys()].filter((id) => !paused.has(id));
    expect(gone).toEqual([
      'Schedule',
      'HeartbeatMissing',
      'ProductionFull',
      'ProductionNotMeasured',
    ]);
    expect([...paused.keys()].filter((id) => !running.has(id))).toEqual([]);
  });
});
