import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';

import { readConfiguration } from '../../../scripts/bundle/read-configuration.ts';
import { faultsOfTemplate } from '../../../scripts/cloudformation/check-template.ts';
import { composeTemplate, functionsTemplate } from '../../../scripts/package/compose.ts';
import { deploymentOf } from '../../../scripts/package/deployment.ts';
import { inputsOf } from '../../../scripts/package/inputs.ts';
import type { Settings } from '../../../scripts/package/settings.ts';
import { SETTINGS } from '../../../scripts/package/settings.ts';
import type { Members } from '../../sandbox/wire/message.ts';
import { PLAIN } from '../../../scripts/package/variations.ts';
import type { PackagedWatchdog } from './packaged-access.ts';
import { accessFaults } from './packaged-access.ts';

/** Random configurations are packaged, and the resulting roles are evaluated as IAM would. */

const ACCOUNT = '111111111111';
/** Built once, because the roles do not depend on the functions' code. */
let functions: Members;
beforeAll(async () => {
  const { deployment } = await packaged(PLAIN, {}, {});
  functions = await functionsTemplate(deployment.values);
}, 120_000);

async function packaged(
  file: object,
  settings: Partial<Settings>,
  ofFunctions = functions,
): Promise<PackagedWatchdog> {
  const read = await readConfiguration(JSON.stringify(file), 'watchdog.yml');
  if (!read.ok) throw new Error(read.message);
  const { configuration } = read;
  const all = { ...SETTINGS, ...settings };
  const made = deploymentOf(configuration, all, undefined);
  if (!made.ok) throw new Error(made.faults.join(' '));
  const { deployment } = made;
  const inputs = await inputsOf(configuration, deployment, 6);
  const template =
    Object.keys(ofFunctions).length === 0 ? {} : await composeTemplate(ofFunctions, inputs);
  return { configuration, settings: all, deployment, template };
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/);
const nameOfRole = fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,40}$/);
const path = fc
  .array(fc.stringMatching(/^[A-Za-z0-9_+=,.@-]{1,12}$/), { minLength: 1, maxLength: 3 })
  .map((parts) => `/${parts.join('/')}/`);

interface World {
  readonly deployment: string;
  readonly place: Place;
  readonly engine: string;
  readonly role: string;
  readonly path: string | undefined;
  readonly topics: readonly string[];
  readonly hasChat: boolean;
  readonly hasRoutes: boolean;
  readonly hasBus: boolean;
  readonly discovery: 'none' | 'itself' | 'role';
  readonly existing: boolean;
  readonly keys: readonly string[];
  readonly bucket: string;
  readonly key: string;
  readonly breakGlass: string | undefined;
  readonly increases: 'none' | 'dry' | 'ask';
  /** The IAM path of the stack's roles. */
  readonly stackPath: string | undefined;
  readonly isEncrypted: boolean;
}

interface Place {
  readonly partition: string;
  readonly region: string;
}

const IRELAND: Place = { partition: 'aws', region: 'eu-west-1' };

const worlds: fc.Arbitrary<World> = fc.record({
  deployment: word.map((name) => `d-${name}`),
  place: fc.constantFrom(
    IRELAND,
    { partition: 'aws-cn', region: 'cn-north-1' },
    { partition: 'aws-us-gov', region: 'us-gov-west-1' },
  ),
  engine: fc.constantFrom('one-lambda', 'distributed'),
  role: nameOfRole.filter((name) => name !== 'limits-watchdog-prune'),
  path: fc.option(path, { nil: undefined }),
  topics: fc.uniqueArray(word, { minLength: 5, maxLength: 5 }),
  hasChat: fc.boolean(),
  hasRoutes: fc.boolean(),
  hasBus: fc.boolean(),
  discovery: fc.constantFrom('none', 'itself', 'role'),
  existing: fc.boolean(),
  keys: fc.uniqueArray(fc.uuid(), { maxLength: 2 }),
  bucket: word.map((name) => `state-${name}`),
  key: word.map((name) => `${name}/state.json`),
  breakGlass: fc.option(path, { nil: undefined }),
  increases: fc.constantFrom('none', 'dry', 'ask'),
  stackPath: fc.option(path, { nil: undefined }),
  isEncrypted: fc.boolean(),
});

function fileOf({ place: { partition, region }, ...world }: World) {
  const [alerts = '', chat = '', ...routes] = world.topics;
  const topic = (name: string): string => `arn:${partition}:sns:${region}:${ACCOUNT}:t-${name}`;
  const stage = { prod: ['/Prod'], nonprod: ['/Dev'] };
  const listing = { role: `arn:${partition}:iam::999999999999:role/lists/${world.role}` };
  const isFound = world.discovery !== 'none';
  const file = {
    ...PLAIN,
    deployment: world.deployment,
    engine: world.engine,
    tooling: { account: ACCOUNT, region },
    regions: [region],
    role: {
      name: world.role,
      externalId: 'an-external-id',
      ...(world.path !== undefined && { path: world.path }),
    },
    alerts: {
      topicArn: topic(alerts),
      ...(world.hasChat && { chatTopicArn: topic(chat) }),
      ...(world.hasBus && {
        eventBusArn: `arn:${partition}:events:${region}:${ACCOUNT}:event-bus/b-${alerts}`,
      }),
      ...(world.hasRoutes && {
        routes: ['lambda-code-storage', 'lambda-old-versions', 's3-buckets'].map((limit, at) => ({
          name: limit,
          limits: [limit],
          topicArn: topic(routes[at] ?? ''),
        })),
      }),
    },
    state: { bucket: world.bucket, key: world.key },
    ...(world.increases !== 'none' && {
      increases: {
        mode: world.increases,
        rules: [{ limit: 's3-buckets', ceiling: 20_000, step: 1_000 }],
      },
    }),
    deploy: {
      ...(world.stackPath !== undefined && { rolePath: world.stackPath }),
      ...(world.isEncrypted && { kmsKeyArn: `arn:${partition}:kms:${region}:${ACCOUNT}:key/own` }),
    },
    ...(world.breakGlass !== undefined && {
      access: {
        breakGlassRoles: [`arn:${partition}:iam::${ACCOUNT}:role${world.breakGlass}break-glass`],
      },
    }),
    ...(isFound && {
      accounts: {
        organizations: { stage, ...(world.discovery === 'role' && listing) },
      },
    }),
  };
  const keys = world.keys.map((id) => `arn:${partition}:kms:${region}:${ACCOUNT}:key/${id}`);
  const settings = world.existing
    ? { existingTopics: `t-${alerts}`, topicKeyArns: keys.join(',') }
    : {};
  return { file, settings };
}

it('every function may do exactly what its configuration makes it do, whatever the configuration', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { file, settings } = fileOf(world);
      expect(accessFaults(await packaged(file, settings))).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 240_000);

const EVERYTHING: World = {
  deployment: 'spare',
  place: IRELAND,
  engine: 'distributed',
  role: 'reads',
  path: '/operations/limits/',
  topics: ['alerts', 'chat', 'a', 'b', 'c'],
  hasChat: true,
  hasRoutes: true,
  hasBus: true,
  discovery: 'role',
  existing: true,
  keys: ['11111111-2222-4333-8444-555555555555'],
  bucket: 'state-of-spare',
  key: 'a/b.json',
  breakGlass: '/operations/',
  increases: 'ask',
  stackPath: '/watch/dogs/',
  isEncrypted: true,
};

it.each([
  [
    'the path of the read role',
    'role${MemberRolePath}${MemberReadRoleName}',
    'role/${MemberReadRoleName}',
    'watch assumes the read role',
  ],
  [
    'the path of the prune role',
    'role${MemberRolePath}${MemberPruneRoleName}',
    'role/${MemberPruneRoleName}',
    'prune assumes the prune role',
  ],
  [
    'the name of the read role',
    'role${MemberRolePath}${MemberReadRoleName}',
    'role${MemberRolePath}limits-watchdog-read',
    'plan assumes the read role',
  ],
  [
    'the rights on the key of a topic',
    '"kms:GenerateDataKey"',
    '"kms:DescribeKey"',
    'publishers use arn:aws:kms',
  ],
  [
    'the topics of routes',
    '"Resource":{"Ref":"OtherTopicArns"}',
    '"Resource":{"Ref":"ChatTopicArn"}',
    'watch publishes to arn:aws:sns:eu-west-1:111111111111:t-a',
  ],
  ['the event bus', '{"Ref":"EventBusArn"}', '{"Ref":"AlertsTopicArn"}', 'watch sends events'],
  [
    'the role that lists',
    '{"Ref":"ListingRoleArn"}',
    '{"Fn::Sub":"arn:aws:iam::999999999999:role/reads"}',
    'watch assumes the role that lists',
  ],
  [
    'the key of the state',
    '${StateBucket}/${StateKey}"',
    '${StateBucket}/state.json"',
    'watch keeps its state',
  ],
  [
    'the role of the map',
    'role/watch/dogs/spare-distributed-watch"',
    'role/spare-distributed-watch"',
    'spare-distributed-watch writes spare/runs/r/map/m/SUCCEEDED_0.json',
  ],
  [
    'the path of the roles in the policy of a topic',
    'role${FunctionRolePath}${Deployment}-watch',
    'role/${Deployment}-watch',
    'there is a role arn:aws:iam::111111111111:role/spare-watch, which',
  ],
  [
    'the rights on the key for the state',
    '"WriteWithKey","Effect":"Allow","Action":["kms:GenerateDataKey"]',
    '"WriteWithKey","Effect":"Allow","Action":["kms:DescribeKey"]',
    'spare-mute-function writes to the bucket with the key',
  ],
  [
    'the rights on the key for a queue',
    'sqs.${AWS::Region}.',
    'sns.${AWS::Region}.',
    'spare-schedule sends to queues with the key',
  ],
  [
    'what denies others to write plans',
    'spare/prune/plans/*"',
    'spare/prune/plan/*"',
    'no other role writes spare/prune/plans/p/plan.json',
  ],
])('without %s the test finds missing access', async (_, sound, fault, claim) => {
  const { file, settings } = fileOf(EVERYTHING);
  const whole = await packaged(file, settings);
  expect(accessFaults(whole)).toEqual([]);
  expect(await faultsOfTemplate(whole.template)).toEqual([]);
  const text = JSON.stringify(whole.template);
  const changed = text.replaceAll(sound, fault);
  expect(changed).not.toBe(text);
  const template = JSON.parse(changed) as Members;
  expect(accessFaults({ ...whole, template }).join('\n')).toContain(claim);
});
