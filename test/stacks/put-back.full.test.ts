import { beforeAll, describe, expect, it } from 'vitest';

import { faultsOfTemplate, templateChecker } from '../../scripts/cloudformation/check-template.ts';
import { sectionOf, textOf } from '../../scripts/cloudformation/sections.ts';
import { VARIATIONS } from '../../scripts/package/variations.ts';
import { composeTemplate } from '../../scripts/package/compose.ts';
import { functionsOnce, cachingPackager, variationPackager } from '../../scripts/package/vary.ts';
import type { Packager } from '../../scripts/package/vary.ts';
import { SETTINGS } from '../../scripts/package/settings.ts';
import type { Members } from '../sandbox/wire/message.ts';
import { isMembers } from '../sandbox/wire/message.ts';

/** Faults that a packaged template once had or nearly had. Each is reintroduced, and must be found. */

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/1';

const functions = functionsOnce();
const FULL = ['engine', 'routes', 'chat', 'slack'];

async function packaged(packager: Packager, ...settings: readonly string[]): Promise<Members> {
  const made = await packager(settings.flatMap((name) => VARIATIONS[name]?.slice(0, 1) ?? []));
  if (!made.ok) throw new Error(made.faults.join(' '));
  return made.template;
}

let plain: Members;
let full: Members;
/** A checker that has checked both templates before, so that unchanged parts are cached. */
const judge = templateChecker();
beforeAll(async () => {
  const packager = variationPackager({ functions });
  plain = await packaged(packager);
  full = await packaged(packager, ...FULL);
  await judge(plain);
  await judge(full);
}, 240_000);

/** Returns a copy of a template with one resource changed. */
function changed(template: Members, id: string, change: (resource: Members) => Members): Members {
  const resources = sectionOf(template, 'Resources');
  const resource = resources[id];
  if (!isMembers(resource)) throw new Error(`there is no ${id}`);
  return { ...template, Resources: { ...resources, [id]: change(resource) } };
}

function withProperties(template: Members, id: string, more: Members): Members {
  return changed(template, id, (resource) => ({
    ...resource,
    Properties: { ...sectionOf(resource, 'Properties'), ...more },
  }));
}

function dependingOn(template: Members, id: string, more: string): Members {
  return changed(template, id, (one) => ({
    ...one,
    DependsOn: [one['DependsOn'] ?? [], more].flat(),
  }));
}

function independentOf(template: Members, id: string, ...less: readonly string[]): Members {
  return changed(template, id, (one) => ({
    ...one,
    DependsOn: [one['DependsOn'] ?? []].flat().filter((other) => !less.includes(textOf(other))),
  }));
}

const ALERTS = 'LimitsWatchdogAlerts4c8f3d';
const DESCRIPTION = { Description: 'Begins a watch run.' };

describe('a packaged template', () => {
  it('has no faults unchanged', async () => {
    expect(await faultsOfTemplate(plain)).toEqual([]);
    expect(await faultsOfTemplate(full)).toEqual([]);
  });

  it.each<[string, (plain: Members, full: Members) => Members, string]>([
    [
      'a schedule that depends on a machine that may be absent',
      (template) => dependingOn(template, 'Schedule', 'DistributedWatch'),
      'Schedule.DependsOn: DistributedWatch is there only if IsDistributed',
    ],
    [
      'the same where it is there, since the next package may be of the other engine',
      (_, template) => dependingOn(template, 'Schedule', 'DistributedWatch'),
      'Schedule.DependsOn: DistributedWatch is there only if IsDistributed',
    ],
    [
      'a schedule that does not wait for the function',
      (template) =>
        withProperties(
          independentOf(template, 'Schedule', 'WatchLambdaFunction', 'WatchLambdaEvConf'),
          'Schedule',
          DESCRIPTION,
        ),
      'Schedule: does not wait for WatchLambdaFunction',
    ],
    [
      'a schedule that does not wait for the machine',
      (_, template) => withProperties(template, 'Schedule', DESCRIPTION),
      'Schedule: does not wait for DistributedWatch',
    ],
    [
      'a schedule that does not wait for the bucket',
      (template) => withProperties(template, 'Schedule', DESCRIPTION),
      'Schedule: does not wait for StateBucketResource',
    ],
    [
      'a schedule that does not wait for a topic',
      (template) => independentOf(template, 'Schedule', `${ALERTS}Topic`, `${ALERTS}TopicPolicy`),
      `Schedule: does not wait for ${ALERTS}Topic`,
    ],
    [
      'a schedule that does not wait until it may publish',
      (template) => independentOf(template, 'Schedule', `${ALERTS}TopicPolicy`),
      `Schedule: does not wait for ${ALERTS}TopicPolicy`,
    ],
    [
      'a schedule that does not wait for its queue',
      (template) => independentOf(template, 'Schedule', 'NotBegunQueuePolicy'),
      'Schedule: does not wait for NotBegunQueuePolicy',
    ],
    [
      'a permission for the ARN of a topic that is not yet made',
      (_, template) =>
        withProperties(template, `${ALERTS}SlackPermission`, {
          SourceArn: { Ref: 'AlertsTopicArn' },
        }),
      `${ALERTS}SlackPermission: does not wait for ${ALERTS}Topic`,
    ],
    [
      'a permission for a function that is not yet made',
      (_, template) => independentOf(template, `${ALERTS}SlackPermission`, 'SlackLambdaFunction'),
      `${ALERTS}SlackPermission: does not wait for SlackLambdaFunction`,
    ],
    [
      'a subscription that may lose what it cannot hand over',
      (_, template) =>
        independentOf(template, `${ALERTS}SlackSubscription`, 'SlackNotHandedOverQueuePolicy'),
      `${ALERTS}SlackSubscription: does not wait for SlackNotHandedOverQueuePolicy`,
    ],
    [
      'a chat channel of a topic that is not yet made',
      (_, template) =>
        changed(template, 'ChatChannel', ({ DependsOn: _left, ...channel }) => channel),
      'ChatChannel: does not wait for LimitsWatchdogChatf125c4Topic',
    ],
    [
      'SourceAccount in a permission for SNS',
      (_, template) =>
        withProperties(template, `${ALERTS}SlackPermission`, {
          SourceAccount: { Ref: 'AWS::AccountId' },
        }),
      `${ALERTS}SlackPermission: SNS passes no account`,
    ],
    [
      'an empty Prefix in a lifecycle rule',
      (template) =>
        withProperties(template, 'StateBucketResource', {
          LifecycleConfiguration: {
            Rules: [{ Id: 'all', Status: 'Enabled', Prefix: '', ExpirationInDays: 7 }],
          },
        }),
      "StateBucketResource: what becomes of Prefix: ''",
    ],
    [
      'a topic that is encrypted with a key of the customer, and publishers without rights on it',
      (template) => withProperties(template, `${ALERTS}Topic`, { KmsMasterKeyId: KEY }),
      `limits-watchdog-watch: publishes to a topic that is encrypted with ${KEY}, without kms:GenerateDataKey`,
    ],
    [
      'two resources that wait for each other',
      (template) => dependingOn(template, 'WatchLogGroup', 'Schedule'),
      'circular dependency between',
    ],
  ])('with %s has a fault', async (_, putBack, fault) => {
    const faulty = putBack(plain, full);
    const faults = await faultsOfTemplate(faulty);
    expect(faults.join('\n')).toContain(fault);
    expect(await judge(faulty)).toEqual(faults);
    expect(await judge(plain)).toEqual([]);
    expect(await judge(full)).toEqual([]);
  });

  it('finds publishers that may not use the keys of existing topics', async () => {
    const those = VARIATIONS['topicKeyArns']?.slice(0, 1) ?? [];
    const made = await variationPackager({ functions })(those);
    if (!made.ok) throw new Error(made.faults.join(' '));
    expect(await faultsOfTemplate(made.template)).toEqual([]);
    const text = JSON.stringify(made.template).replaceAll('"kms:Decrypt"', '"kms:DescribeKey"');
    const found = (await faultsOfTemplate(JSON.parse(text) as Members)).join('\n');
    expect(found).toContain('limits-watchdog-watch: publishes to a topic that is encrypted with');
    expect(found).toContain('limits-watchdog-prune-function: publishes to a topic');
  });
});

describe('the variations of a package', () => {
  it('change each of its settings', () => {
    const varied = Object.values(VARIATIONS).flatMap((values) =>
      values.flatMap(({ settings }) => Object.keys(settings ?? {})),
    );
    expect(new Set(varied)).toEqual(new Set(Object.keys(SETTINGS)));
  });

  it('change the parameters of the stack', async () => {
    const packager = variationPackager({
      functions: () => Promise.resolve({ Resources: plain['Resources'] }),
      compose: async (ofFunctions, inputs) => {
        const template = await composeTemplate(ofFunctions, inputs);
        expect(sectionOf(template, 'Parameters')).toMatchObject(
          sectionOf(Object(inputs['parameters']), 'Parameters'),
        );
        return template;
      },
    });
    for (const one of Object.values(VARIATIONS).flat()) await packager([one]);
  });

  it('are packaged the same with a cache as without', async () => {
    const packager = cachingPackager(functions);
    for (const [template, settings] of [
      [plain, []],
      [full, FULL],
      [plain, []],
    ] as const) {
      const made = await packaged(packager, ...settings);
      expect(JSON.stringify(made)).toBe(JSON.stringify(template));
      expect(await judge(made)).toEqual([]);
      expect(Object.isFrozen(sectionOf(made, 'Resources')['Schedule'])).toBe(true);
    }
  });
});
