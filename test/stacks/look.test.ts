import type { HttpHandler } from '@smithy/core/protocols';
import { CredentialsProviderError } from '@smithy/core/config';
import { describe, expect, it } from 'vitest';

import { readConfiguration } from '../../scripts/bundle/read-configuration.ts';
import { deploymentOf } from '../../scripts/package/deployment.ts';
import { lookedUpChoice, offlineChoice } from '../../scripts/package/look.ts';
import type { ExistingChoice } from '../../scripts/package/take-existing.ts';
import type { Settings } from '../../scripts/package/settings.ts';
import { SETTINGS } from '../../scripts/package/settings.ts';
import type { Connection } from '../../src/aws/clients.ts';
import { TrafficMeter } from '../../src/aws/clients.ts';
import { asClock } from '../prune/apply/run-prune.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { roleAllowing } from '../sandbox/fixtures/administrator.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { BucketWorld, RegionWorld } from '../sandbox/world.ts';
import type { DeployedStackWorld } from '../sandbox/world/deployments.ts';
import { smallest } from './run-package.ts';

const TOOLING = '111111111111';
const REGION = 'eu-west-1';
const BUCKET = `limits-watchdog-state-${TOOLING}-${REGION}`;
const ALERTS = 'limits-watchdog-alerts';
const HEALTH = 'limits-watchdog-health';
const WATCH_LOGS = '/aws/lambda/limits-watchdog-watch';
/** The actions that packaging calls, and no others. */
const ACTIONS = [
  'cloudformation:ListStacks',
  'cloudformation:ListStackResources',
  'cloudformation:GetTemplate',
  'sns:ListTopics',
  's3:ListAllMyBuckets',
  'logs:DescribeLogGroups',
];

interface Place {
  readonly region?: RegionWorld;
  readonly buckets?: readonly BucketWorld[];
  readonly said?: Partial<Settings>;
  readonly denied?: string;
  readonly account?: string;
  /** The name of a stack of another tool; default: the deployment's name. */
  readonly stackName?: string;
  readonly deploy?: object;
  readonly roles?: readonly string[];
  readonly credentials?: Connection['credentials'];
}

async function choiceOf(place: Place): Promise<ExistingChoice> {
  const { region = {}, buckets = [], said = {}, denied, account = TOOLING } = place;
  const { deploy, roles = [] } = place;
  const actions = deploy === undefined ? ACTIONS : [...ACTIONS, 'iam:GetRole'];
  const deployer = roleAllowing(
    'deployer',
    actions.filter((one) => one !== denied),
  );
  const others = roles.map((name) => roleAllowing(name, ['lambda:GetAccountSettings']));
  const sandbox = createSandbox(
    {
      accounts: [
        {
          id: account,
          name: 'tooling',
          roles: [deployer, ...others],
          buckets,
          regions: { [REGION]: region },
        },
      ],
    },
    { clock: virtualClock('2026-11-22T08:00:00Z') },
  );
  const http: HttpHandler<object> = sandbox.requestHandler();
  const connection: Connection = {
    clock: asClock(sandbox),
    traffic: new TrafficMeter(),
    http,
    chance: () => 0.5,
    credentials:
      place.credentials ?? (async () => sandbox.credentialsOf({ account, role: 'deployer' })),
  };
  const settings = { ...SETTINGS, ...said };
  const file = {
    ...smallest(),
    ...(deploy !== undefined && {
      deploy,
      accounts: [{ id: TOOLING, name: 'tools', stage: 'nonprod' }],
    }),
  };
  const read = await readConfiguration(JSON.stringify(file), 'watchdog.yml');
  if (!read.ok) throw new Error(read.message);
  const packaged = deploymentOf(read.configuration, settings, undefined);
  if (!packaged.ok) throw new Error(packaged.faults.join());
  const { configuration } = read;
  return lookedUpChoice(connection, configuration, packaged.deployment, settings, place.stackName);
}

/** The resources that the settings declare as existing. */
function chosenResources(choice: ExistingChoice): unknown {
  if (!choice.ok) return choice.faults;
  const { existingTopics, existingStateBucket, existingLogGroups } = choice.settings;
  return { existingTopics, existingStateBucket, existingLogGroups };
}

function notesOf(choice: ExistingChoice): string {
  return choice.ok ? choice.notes.join('\n') : '';
}

function arn(name: string): string {
  return `arn:aws:sns:${REGION}:${TOOLING}:${name}`;
}

const NOTHING = { existingTopics: '', existingStateBucket: 'no', existingLogGroups: '' };
const ALL_THERE = {
  region: { topics: [{ name: ALERTS }, { name: HEALTH }], logGroups: [WATCH_LOGS] },
  buckets: [{ name: BUCKET, region: REGION }],
};
const ALL = {
  existingTopics: `${ALERTS},${HEALTH}`,
  existingStateBucket: 'yes',
  existingLogGroups: WATCH_LOGS,
};

/** The deployed stack with these topics, retained according to `policy`. */
function stackWith(
  names: readonly string[],
  policy: string | undefined,
  more: Partial<DeployedStackWorld> & { readonly resourceStatus?: string } = {},
): DeployedStackWorld {
  const { resourceStatus = 'CREATE_COMPLETE', ...rest } = more;
  const topics = names.map((name, at) => ({ id: `Topic${at}`, name }));
  return {
    name: 'limits-watchdog',
    template: {
      Resources: Object.fromEntries(
        topics.map(({ id }) => [
          id,
          { Type: 'AWS::SNS::Topic', ...(policy !== undefined && { DeletionPolicy: policy }) },
        ]),
      ),
    },
    resources: topics.map(({ id, name }) => ({
      logicalId: id,
      type: 'AWS::SNS::Topic',
      physicalId: arn(name),
      status: resourceStatus,
    })),
    ...rest,
  };
}

describe('packaging with credentials of the tooling account', () => {
  it('takes nothing as existing in an empty account, without notes', async () => {
    const choice = await choiceOf({});
    expect(chosenResources(choice)).toEqual(NOTHING);
    expect(notesOf(choice)).toBe('');
  });

  it('takes topics, bucket and log groups outside the stack as existing, and names each', async () => {
    const choice = await choiceOf(ALL_THERE);
    expect(chosenResources(choice)).toEqual(ALL);
    for (const it of [
      `topic ${ALERTS}`,
      `topic ${HEALTH}`,
      `bucket ${BUCKET}`,
      `log group ${WATCH_LOGS}`,
    ]) {
      expect(notesOf(choice)).toContain(`Taken as existing: ${it}.`);
      expect(choice).toMatchObject({ taken: expect.arrayContaining([it]) });
    }
  });

  it('finds them on later pages', async () => {
    const many = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(3, '0')}`);
    const choice = await choiceOf({
      region: {
        topics: [...many('a', 120).map((name) => ({ name })), { name: ALERTS }],
        logGroups: [...many('/aws/lambda/limits-watchdog-a', 60), WATCH_LOGS],
        stacks: many('other', 130).map((name) => ({ name })),
      },
    });
    expect(chosenResources(choice)).toEqual({
      existingTopics: ALERTS,
      existingStateBucket: 'no',
      existingLogGroups: WATCH_LOGS,
    });
  });

  it("keeps the stack's resources in it, even when declared as existing", async () => {
    const stacks = [stackWith([ALERTS, HEALTH], 'RetainExceptOnCreate')];
    const region = { ...ALL_THERE.region, stacks };
    expect(chosenResources(await choiceOf({ region }))).toEqual({
      ...NOTHING,
      existingLogGroups: WATCH_LOGS,
    });
    const choice = await choiceOf({ region, said: { existingTopics: ALERTS } });
    expect(chosenResources(choice)).toEqual({ ...NOTHING, existingLogGroups: WATCH_LOGS });
    expect(notesOf(choice)).toContain(`The topic ${ALERTS} belongs to the stack limits-watchdog`);
  });

  it.each(['DELETE_SKIPPED', 'DELETE_COMPLETE', 'DELETE_FAILED', 'CREATE_FAILED'])(
    'takes a resource with the status %s in the stack as existing',
    async (resourceStatus) => {
      const stacks = [stackWith([ALERTS], 'Retain', { resourceStatus })];
      const region = { topics: [{ name: ALERTS }], stacks };
      expect(chosenResources(await choiceOf({ region }))).toEqual({
        ...NOTHING,
        existingTopics: ALERTS,
      });
    },
  );

  it('takes resources of another or a deleted stack as existing', async () => {
    const stacks = [
      stackWith([ALERTS], 'Retain', { name: 'other' }),
      stackWith([ALERTS], 'Retain', { deletedAt: '2026-11-21T08:00:00Z' }),
    ];
    const region = { topics: [{ name: ALERTS }], stacks };
    expect(chosenResources(await choiceOf({ region }))).toEqual({
      ...NOTHING,
      existingTopics: ALERTS,
    });
  });

  it('reports that a removed topic is kept, and refuses when the deployed stack would delete it', async () => {
    const old = 'limits-watchdog-old';
    const region = (policy: string | undefined) => ({ stacks: [stackWith([old], policy)] });
    for (const policy of ['Retain', 'RetainExceptOnCreate']) {
      const choice = await choiceOf({ region: region(policy) });
      expect(choice.ok && choice.notes).toEqual([
        expect.stringContaining(
          `${arn(old)} is no longer in the configuration: it leaves the stack and is kept`,
        ),
      ]);
    }
    for (const policy of [undefined, 'Delete']) {
      const choice = await choiceOf({ region: region(policy) });
      expect(choice.ok ? [] : choice.faults).toEqual([
        expect.stringContaining('would delete it with its subscriptions'),
      ]);
    }
  });

  it('finds resources of a stack of another name, and ignores other topics of that stack', async () => {
    const platform = stackWith([ALERTS, 'orders'], undefined, {
      name: 'Platform',
      template: {
        Metadata: { LimitsWatchdog: { Parameters: {}, Resources: ['Topic0'] } },
        Resources: { Topic0: { Type: 'AWS::SNS::Topic' }, Topic1: { Type: 'AWS::SNS::Topic' } },
      },
    });
    const region = { topics: [{ name: ALERTS }], stacks: [platform] };
    expect(chosenResources(await choiceOf({ region, stackName: 'Platform' }))).toEqual(NOTHING);
    expect(chosenResources(await choiceOf({ region }))).toEqual({
      ...NOTHING,
      existingTopics: ALERTS,
    });
  });

  it('refuses missing resources that were declared as existing, and a bucket in another Region', async () => {
    const said = { existingTopics: HEALTH, existingStateBucket: 'yes' };
    expect(chosenResources(await choiceOf({ said }))).toEqual([
      `There is no topic ${HEALTH}: make it, or do not call it existing.`,
      `There is no bucket ${BUCKET}: make it, or do not call it existing.`,
    ]);
    const elsewhere = [{ name: BUCKET, region: 'us-east-1' }];
    expect(chosenResources(await choiceOf({ buckets: elsewhere }))).toEqual([
      `The bucket ${BUCKET} is in us-east-1, not in ${REGION}: name another.`,
    ]);
  });

  it.each(['CREATE_FAILED', 'DELETE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'])(
    'explains what to do when the stack has the status %s',
    async (status) => {
      const choice = await choiceOf({ region: { stacks: [stackWith([], undefined, { status })] } });
      expect(notesOf(choice)).toContain(
        'aws cloudformation delete-stack --stack-name limits-watchdog --region eu-west-1',
      );
    },
  );

  it.each(ACTIONS)(
    'names the resources that it could not list when %s is denied, and uses the settings',
    async (denied) => {
      const region = { ...ALL_THERE.region, stacks: [stackWith([ALERTS], 'Retain')] };
      const choice = await choiceOf({ ...ALL_THERE, region, denied });
      expect(notesOf(choice)).toContain(`${denied} failed with A`);
      const unseen: Readonly<Record<string, object>> = {
        'sns:ListTopics': { existingTopics: '' },
        's3:ListAllMyBuckets': { existingStateBucket: 'no' },
        'logs:DescribeLogGroups': { existingLogGroups: '' },
      };
      expect(chosenResources(choice)).toEqual(
        denied in unseen ? { ...ALL, existingTopics: HEALTH, ...unseen[denied] } : NOTHING,
      );
      // The settings count for what could not be listed.
      const said = {
        existingTopics: `${ALERTS},${HEALTH}`,
        existingStateBucket: 'yes',
        existingLogGroups: WATCH_LOGS,
      };
      const told = await choiceOf({ ...ALL_THERE, region, denied, said });
      expect(chosenResources(told)).toEqual(
        denied.startsWith('cloudformation:') || denied === 'sns:ListTopics'
          ? ALL
          : { ...ALL, existingTopics: HEALTH },
      );
    },
  );
});

describe('packaging the roles of the tooling account into its stack', () => {
  const deploy = { rolesInStack: 'read-and-prune' };
  const roles = ['limits-watchdog-read', 'limits-watchdog-prune'];
  const stackOf = (names: readonly string[]): DeployedStackWorld => ({
    name: 'limits-watchdog',
    template: { Resources: {} },
    resources: names.map((physicalId) => ({
      logicalId: physicalId.replaceAll('-', ''),
      type: 'AWS::IAM::Role',
      physicalId,
      status: 'CREATE_COMPLETE',
    })),
  });

  it('refuses when another stack has created the role, and explains what to do', async () => {
    const choice = await choiceOf({ deploy, roles });
    expect(choice.ok ? [] : choice.faults).toEqual([
      expect.stringMatching(
        /^The role limits-watchdog-read is there .* limits-watchdog-read-role\./,
      ),
      expect.stringMatching(/^The role limits-watchdog-prune is .* limits-watchdog-prune-role\./),
    ]);
    const half = { region: { stacks: [stackOf(roles.slice(0, 1))] } };
    const other = await choiceOf({ deploy, roles, ...half });
    expect(other.ok ? [] : other.faults).toHaveLength(1);
  });

  it('has no notes when roles are absent, its own, or not requested', async () => {
    for (const place of [
      { deploy },
      { deploy, roles, region: { stacks: [stackOf(roles)] } },
      { deploy: { rolesInStack: 'read' }, roles: roles.slice(1) },
      { roles },
    ]) {
      expect(notesOf(await choiceOf(place))).toBe('');
    }
  });

  it.each([
    ['iam:GetRole', 'Did not look whether the role limits-watchdog-read is there already'],
    ['cloudformation:ListStacks', 'whether it belongs to the stack is not known'],
  ])('reports what it could not determine without %s', async (denied, sentence) => {
    const choice = await choiceOf({ deploy, roles, denied });
    expect(notesOf(choice)).toContain(sentence);
  });
});

describe('packaging that cannot list resources', () => {
  const said = { existingTopics: ALERTS };

  it('says so without credentials, and uses the settings', async () => {
    const choice = await choiceOf({
      ...ALL_THERE,
      said,
      credentials: async () => {
        throw new CredentialsProviderError('Could not load credentials from any providers');
      },
    });
    expect(chosenResources(choice)).toEqual({ ...NOTHING, ...said });
    expect(notesOf(choice)).toMatch(
      /^Did not look at topics, bucket, log groups and the stack.*no valid credentials/,
    );
  });

  it('refuses credentials of another account, to which the stack would be deployed', async () => {
    const choice = await choiceOf({ ...ALL_THERE, account: '222222222222', said });
    expect(choice).toEqual({
      ok: false,
      faults: [
        'The tooling account is 111111111111 in watchdog.yml, and these credentials are for account 222222222222, where the stack would be deployed; sign in to 111111111111, correct tooling.account, or package with --offline.',
      ],
    });
  });

  it('says so with --offline', () => {
    const choice = offlineChoice({ ...SETTINGS, ...said });
    expect(chosenResources(choice)).toEqual({ ...NOTHING, ...said });
    expect(notesOf(choice)).toContain('--offline: did not look');
  });
});
