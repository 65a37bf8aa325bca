import { describe, expect, it } from 'vitest';

import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import { composeTemplate } from '../../scripts/package/compose.ts';
import { deploymentOf } from '../../scripts/package/deployment.ts';
import { rolePathFaults } from '../../scripts/package/guard/role-path.ts';
import { settingsInForce } from '../../scripts/package/in-force.ts';
import { inputsOf } from '../../scripts/package/inputs.ts';
import { readPackageArguments, SETTINGS } from '../../scripts/package/settings.ts';
import { readService } from '../../scripts/package/template.ts';
import type { DeploySettings } from '../../src/model/deploy/deploy-settings.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import type { Members } from '../sandbox/wire/message.ts';
import { smallest } from './run-package.ts';

const KEY = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555';
const ALL: DeploySettings = {
  permissionsBoundary: 'team/boundary',
  rolePath: '/operations/',
  tags: { team: 'platform' },
  kmsKeyArn: KEY,
  vpc: { subnetIds: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] },
};

async function deployed(deploy?: DeploySettings, settings = {}, more = {}) {
  const file = {
    ...smallest(),
    engine: 'distributed',
    ...more,
    ...(deploy !== undefined && { deploy }),
  };
  const read = await readConfiguration(JSON.stringify(file), 'watchdog.yml');
  if (!read.ok) throw new Error(read.message);
  const { configuration } = read;
  const made = deploymentOf(configuration, { ...SETTINGS, ...settings }, undefined);
  return { configuration, made };
}

/** Every resource of the stack, whatever its condition, with a placeholder for what osls makes of a function. */
async function resourcesOf(deploy?: DeploySettings, settings = {}, more = {}) {
  const { configuration, made } = await deployed(deploy, settings, more);
  if (!made.ok) throw new Error(made.faults.join('\n'));
  const { functions } = await readService();
  const names = Object.keys(isMembers(functions) ? functions : {});
  const base = Object.fromEntries([
    ['ServerlessDeploymentBucket', { Type: 'AWS::S3::Bucket' }],
    ...names.flatMap((name) => {
      const id = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [
        [`${id}LambdaFunction`, { Type: 'AWS::Lambda::Function', Properties: {} }],
        [`${id}LambdaEvConf`, { Type: 'AWS::Lambda::EventInvokeConfig', Properties: {} }],
        [`${id}LogGroup`, { Type: 'AWS::Logs::LogGroup', Properties: {} }],
      ];
    }),
  ]);
  const outputs = { ServerlessDeploymentBucketName: {} };
  const inputs = await inputsOf(configuration, made.deployment, 6);
  const template = await composeTemplate({ Resources: base, Outputs: outputs }, inputs);
  return Object.entries(sectionOf(template, 'Resources')).map(([id, body]) => {
    const resource = isMembers(body) ? body : {};
    return { id, type: String(resource['Type']), properties: sectionOf(resource, 'Properties') };
  });
}

const ofType = (
  resources: Awaited<ReturnType<typeof resourcesOf>>,
  type: string,
): readonly Members[] =>
  resources.filter((one) => one.type === type).map(({ properties }) => properties);

const texts = (value: unknown): string => JSON.stringify(value);

describe('guards', () => {
  it('apply to every role, function, topic, queue, log group and bucket', async () => {
    const all = await resourcesOf(ALL, { slackWebhookParameter: '/slack' });
    const roles = ofType(all, 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(7);
    for (const role of roles) {
      expect(role).toMatchObject({
        Path: '/operations/',
        PermissionsBoundary: 'arn:aws:iam::111111111111:policy/team/boundary',
      });
    }
    for (const { VpcConfig: vpc } of ofType(all, 'AWS::Lambda::Function')) {
      expect(vpc).toEqual({
        SubnetIds: ['subnet-0123456789abcdef0'],
        SecurityGroupIds: ['sg-0123456789abcdef0'],
      });
    }
    for (const topic of ofType(all, 'AWS::SNS::Topic')) {
      expect(topic['KmsMasterKeyId']).toBe(KEY);
    }
    for (const queue of ofType(all, 'AWS::SQS::Queue')) {
      expect(queue).toMatchObject({ KmsMasterKeyId: KEY, SqsManagedSseEnabled: false });
    }
    for (const group of ofType(all, 'AWS::Logs::LogGroup')) expect(group['KmsKeyId']).toBe(KEY);
    const encrypted = all.filter(({ properties }) =>
      texts(properties).includes('"SSEAlgorithm":"aws:kms"'),
    );
    expect(encrypted.map(({ id }) => id)).toEqual(['StateBucketResource']);
  });

  it('keep the path of the role that watches the tooling account', async () => {
    const accounts = [{ id: '111111111111', name: 'shop', stage: 'prod' }];
    const role = { externalId: 'an-external-id', path: '/reads/' };
    const all = await resourcesOf(
      { ...ALL, rolesInStack: 'read' },
      {},
      {
        accounts,
        role,
      },
    );
    expect(all.find(({ id }) => id === 'ReadRole')?.properties).toMatchObject({
      Path: '/reads/',
      PermissionsBoundary: 'arn:aws:iam::111111111111:policy/team/boundary',
    });
    const unnamed = await resourcesOf(
      { ...ALL, rolesInStack: 'read' },
      {},
      {
        accounts,
      },
    );
    expect(unnamed.find(({ id }) => id === 'ReadRole')?.properties['Path']).toBe('/');
  });

  it("tag every type that supports tags, in addition to the deployment's tag", async () => {
    const all = await resourcesOf(ALL);
    const tagged = all.filter(({ properties }) => texts(properties['Tags'] ?? '').includes('team'));
    expect(new Set(tagged.map(({ type }) => type))).toEqual(
      new Set([
        'AWS::CloudWatch::Alarm',
        'AWS::Chatbot::CustomAction',
        'AWS::Chatbot::SlackChannelConfiguration',
        'AWS::IAM::Role',
        'AWS::Lambda::Function',
        'AWS::Logs::LogGroup',
        'AWS::S3::Bucket',
        'AWS::Scheduler::ScheduleGroup',
        'AWS::SNS::Topic',
        'AWS::SQS::Queue',
        'AWS::StepFunctions::StateMachine',
      ]),
    );
    expect(ofType(all, 'AWS::SNS::Topic')[0]?.['Tags']).toEqual([
      { Key: 'limits-watchdog', Value: { Ref: 'Deployment' } },
      { Key: 'team', Value: 'platform' },
    ]);
  });

  it("give network permissions only to functions' roles, and only with a VPC", async () => {
    const withNetwork = async (deploy?: DeploySettings) =>
      (await resourcesOf(deploy))
        .filter(({ properties }) => texts(properties).includes('ec2:CreateNetworkInterface'))
        .map(({ id }) => id);
    expect(await withNetwork(ALL)).toEqual([
      'WatchFunctionRole',
      'PlanFunctionRole',
      'PruneFunctionRole',
      'MuteFunctionRole',
      'IncreaseFunctionRole',
      'SlackFunctionRole',
    ]);
    expect(await withNetwork({ ...ALL, vpc: undefined })).toEqual([]);
  });

  it('change nothing when the file does not set them', async () => {
    const plain = await resourcesOf();
    const text = texts(plain);
    expect(text).not.toMatch(/ec2:|"Path"|PermissionsBoundary|KmsMasterKeyId|VpcConfig/);
    expect(text).not.toContain(KEY);
    expect(await resourcesOf({ tags: {}, rolePath: '/' })).toEqual(plain);
  });

  it('leave out existing log groups', async () => {
    const { configuration, made } = await deployed(ALL, {
      existingLogGroups: '/aws/lambda/limits-watchdog-watch',
    });
    if (!made.ok) throw new Error(made.faults.join());
    const { guards } = await inputsOf(configuration, made.deployment, 6);
    const extended = isMembers(guards) ? Object.keys(sectionOf(guards, 'extensions')) : [];
    expect(extended).toContain('PlanLogGroup');
    expect(extended).not.toContain('WatchLogGroup');
  });
});

describe('packaging', () => {
  it.each([
    [
      { permissionsBoundary: 'arn:aws:iam::999999999999:policy/boundary' },
      'deploy.permissionsBoundary: it is a policy of the account 999999999999',
    ],
    [
      { permissionsBoundary: 'arn:aws-cn:iam::111111111111:policy/boundary' },
      'deploy.permissionsBoundary: eu-west-1 is in the partition aws.',
    ],
    [
      { kmsKeyArn: 'arn:aws:kms:us-east-1:111111111111:key/k' },
      'deploy.kmsKeyArn: it is a key of us-east-1, and what it encrypts is in eu-west-1',
    ],
  ])('refuses settings that do not fit the tooling account: %j', async (deploy, sentence) => {
    const { made } = await deployed(deploy);
    expect(made.ok ? '' : made.faults.join('\n')).toContain(sentence);
  });

  it.each([
    { permissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' },
    { permissionsBoundary: 'arn:aws:iam::111111111111:policy/team/boundary' },
    // The key belongs to a central account.
    { kmsKeyArn: 'arn:aws:kms:eu-west-1:999999999999:key/mrk-0123456789abcdef0123456789abcdef' },
  ])('accepts %j', async (deploy) => {
    const { made } = await deployed(deploy);
    expect(made).toMatchObject({ ok: true });
  });

  it('takes guards only from the file, and prints them', async () => {
    expect(readPackageArguments(['--param', 'rolePath=/a/'])).toEqual({
      ok: false,
      faults: ['--param rolePath: write it below deploy in the configuration.'],
    });
    const { configuration } = await deployed({ rolePath: '/a/', tags: { team: 'x' } });
    expect(settingsInForce(configuration, {}, SETTINGS).join()).toContain(
      'rolePath=/a/ (watchdog.yml), tags={"team":"x"} (watchdog.yml)',
    );
  });

  it('refuses to move a role of a deployed stack, which CloudFormation would fail at', async () => {
    const { configuration, made } = await deployed({ rolePath: '/b/' });
    if (!made.ok) throw new Error(made.faults.join());
    const inputs = await inputsOf(configuration, made.deployment, 6);
    const moving = async (Path?: string) => {
      const Properties = Path === undefined ? {} : { Path };
      const Resources = {
        WatchFunctionRole: { Type: 'AWS::IAM::Role', Properties },
        // Roles of an earlier version, or of a deploy.rolesInStack that was removed.
        ReadRole: { Type: 'AWS::IAM::Role', Properties: { Path: '/reads/' } },
      };
      return rolePathFaults({ kind: 'read', template: { Resources } }, inputs);
    };
    expect(await moving('/a/')).toEqual([
      expect.stringContaining('roles of the deployed stack would move from /a/ to /b/'),
    ]);
    expect(await moving()).toHaveLength(1);
    expect(await moving('/b/')).toEqual([]);
    expect(await rolePathFaults({ kind: 'absent' }, inputs)).toEqual([]);
  });

  it("prints the statements that the key's policy needs, by service", async () => {
    const { made } = await deployed(ALL, { slackWebhookParameter: '/slack' });
    const statements = made.ok ? made.deployment.keyStatements : [];
    expect(statements.map(({ Principal }) => Object.values(Principal)[0])).toEqual([
      'arn:aws:iam::111111111111:root',
      'cloudwatch.amazonaws.com',
      'logs.eu-west-1.amazonaws.com',
      'sns.amazonaws.com',
    ]);
    expect(statements[0]?.Condition).toEqual({
      ArnLike: {
        'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/operations/limits-watchdog-*',
      },
      StringEquals: {
        'kms:ViaService': ['s3', 'sns', 'sqs'].map((name) => `${name}.eu-west-1.amazonaws.com`),
      },
    });
    const plain = await deployed({ ...ALL, kmsKeyArn: undefined });
    expect(plain.made.ok && plain.made.deployment.keyStatements).toEqual([]);
  });
});
