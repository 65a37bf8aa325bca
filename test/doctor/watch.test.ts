import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { actionsOf } from '../../src/limits/limit.ts';
import { emptyState, encodeState } from '../../src/alerts/state/format.ts';
import { instant } from '../../src/model/time.ts';
import { EXTERNAL_ID, memberAccount, STATE_BUCKET, TOOLING, TOPIC } from '../watch/run-watch.ts';
import { expectDenied } from '../sandbox/expected.ts';
import type { PolicyDocument, StackWorld } from '../sandbox/world.ts';
import type { FaultEffect } from '../sandbox/faults.ts';
import {
  askWatch,
  DEV,
  dev,
  lineAbout,
  outline,
  PROD,
  prod,
  PRUNE_STACK,
  readRole,
  tooling,
} from './run-doctor.ts';

const NOT_TRIED = [
  'not-tried tooling [eu-west-1] s3:PutObject (ended prunes)',
  'not-tried tooling [eu-west-1] sns:Publish',
  'not-tried tooling [eu-west-1] lambda:DeleteFunction',
];
const MEMORY = encodeState(emptyState('limits-watchdog', instant(0)), 'run');
const ALL = [...actionsOf(catalogue, true), 'iam:GetRole'];

const always = (operation: string, effect: FaultEffect, account = DEV) => ({
  match: { operation, account },
  times: 'always' as const,
  effect,
});

describe('the doctor of the watch function', () => {
  it('reports no problem for a correct deployment, with one request for each action', async () => {
    const { report, sandbox } = await askWatch({ home: tooling(MEMORY) });
    expect(outline(report)).toEqual(NOT_TRIED);
    expect(report.worst).toBe('not-tried');
    expect(report.counts).toEqual({ ok: 34, notTried: 3, couldNotTell: 0, problem: 0 });
    expect(report.mayBePruned).toEqual([DEV]);
    expect(sandbox.calls.tally()).toEqual({
      'iam:GetRole': 2,
      'lambda:GetAccountSettings': 2,
      'lambda:GetFunction': 1,
      'lambda:ListAliases': 2,
      'lambda:ListFunctions': 2,
      's3:GetBucketPolicy': 1,
      's3:GetObject': 4,
      's3:ListBuckets': 2,
      's3:ListObjectVersions': 1,
      's3:PutObject': 3,
      'servicequotas:GetAWSDefaultServiceQuota': 2,
      'servicequotas:GetServiceQuota': 2,
      'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota': 2,
      'sts:AssumeRole': 2,
      'sts:GetCallerIdentity': 2,
      'sns:ListSubscriptionsByTopic': 2,
    });
  });

  it('writes nothing, publishes nothing, and reads no storage mode in production', async () => {
    const { sandbox } = await askWatch({ home: tooling(MEMORY) });
    const bucket = sandbox.organisation.findBucket(STATE_BUCKET);
    expect(bucket?.versions('limits-watchdog/state.json')).toHaveLength(1);
    expect(bucket?.current('limits-watchdog/reports/doctor')).toBeUndefined();
    expect(bucket?.current('limits-watchdog/prune/ended/doctor')).toBeUndefined();
    expect(sandbox.deliveries.list()).toEqual([]);
    const inProd = sandbox.calls.list().filter(({ account }) => account === PROD);
    expect(inProd.map(({ operation }) => operation)).not.toContain('GetFunction');
  });

  it('tests no permission of a limit that is left out, or of a quota that the configuration states', async () => {
    const who = { owner: 'platform', reason: 'denied by us' };
    const { sandbox } = await askWatch({
      home: tooling(MEMORY),
      settings: {
        exceptions: [
          { limit: 's3-buckets', accounts: ['dev'], leaveOut: true, ...who },
          { limit: 's3-buckets', stages: ['prod'], quota: 2_000, ...who },
        ],
      },
    });
    const tried = (account: string): readonly string[] =>
      sandbox.calls
        .list({ account })
        .filter(({ service }) => service === 's3' || service === 'servicequotas')
        .map(({ operation }) => operation);
    expect(tried(DEV)).toEqual([]);
    expect(tried(PROD)).toEqual(['ListBuckets']);
  });

  it('makes at most five requests a second in each account and Region', async () => {
    const regions = ['eu-west-1', 'us-east-1'];
    const { sandbox } = await askWatch({ home: tooling(MEMORY), regions });
    const times = sandbox.calls
      .list()
      .filter(
        ({ account, region, service }) =>
          account === DEV && region === 'us-east-1' && service !== 'iam',
      )
      .map(({ time }) => time)
      .toSorted((a, b) => a - b);
    expect(times.length).toBeGreaterThan(5);
    for (const [at, time] of times.entries()) {
      const within = times.slice(at).filter((other) => other < time + 1_000);
      // The bucket holds one second's worth, which may go at once.
      expect(within.length).toBeLessThanOrEqual(10);
    }
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(0);
  });

  describe('lists what to check for a role that cannot be assumed, and tests nothing more', () => {
    it.each([
      ['is missing', { id: DEV, name: 'dev' }],
      [
        'wants another external id',
        memberAccount(DEV, 'dev', {}, { ExternalId: 'another-external-id' }),
      ],
      ['trusts another function', memberAccount(DEV, 'dev', {}, { WatchRoleName: 'other' })],
    ])('when it %s', async (_, account) => {
      const { report, sandbox } = await askWatch({
        accounts: [account, prod()],
        home: tooling(MEMORY),
      });
      expectDenied({ action: 'sts:AssumeRole', because: 'the read role is not ours to assume' });
      expect(outline(report)).toEqual(['problem dev [] role', ...NOT_TRIED]);
      expect(report.worst).toBe('problem');
      const { sentence, steps } = lineAbout(report, 'role');
      expect(sentence).toBe(
        'The role limits-watchdog-read cannot be assumed by limits-watchdog-watch, and AWS does not say why. Nothing else was tried in this account.',
      );
      expect(steps?.join(' ')).toContain('ToolingAccountId');
      expect(steps?.join(' ')).toContain('ExternalId is role.externalId');
      expect(JSON.stringify(report)).not.toContain(EXTERNAL_ID);
      expect(sandbox.calls.list().filter(({ account: of }) => of === DEV)).toEqual([]);
    });
  });

  it('makes no further request with credentials of another account', async () => {
    const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::${PROD}:assumed-role/a/b</Arn><UserId>AROA:b</UserId><Account>${PROD}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
    const { report, sandbox } = await askWatch({
      home: tooling(MEMORY),
      faults: [always('GetCallerIdentity', { kind: 'answer', body, contentType: 'text/xml' })],
    });
    expect(outline(report)).toEqual(['problem dev [] identity', ...NOT_TRIED]);
    expect(lineAbout(report, 'identity').sentence).toContain(PROD);
    const asked = sandbox.calls.list().filter(({ account }) => account === DEV);
    expect(asked.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
  });

  it('reports the identity as unknown when STS does not answer', async () => {
    const { report } = await askWatch({
      home: tooling(MEMORY),
      faults: [always('GetCallerIdentity', { kind: 'server error' })],
    });
    expect(outline(report)).toEqual(['could-not-tell dev [] identity', ...NOT_TRIED]);
    expect(report.worst).toBe('could-not-tell');
  });

  it.each(ALL.filter((action) => action !== 'iam:GetRole'))(
    'names %s alone when it alone is denied, and what to update',
    async (denied) => {
      const roles = [readRole(ALL.filter((action) => action !== denied))];
      const account = { id: DEV, name: 'dev', stacks: [PRUNE_STACK], roles };
      const { report } = await askWatch({ accounts: [account], home: tooling(MEMORY) });
      const isRegional = denied.startsWith('lambda:');
      expect(outline(report)).toEqual([
        `problem dev [${isRegional ? 'eu-west-1' : ''}] ${denied}`,
        ...NOT_TRIED,
      ]);
      const { sentence, todo } = lineAbout(report, denied);
      expect(sentence).toBe(`${denied} is denied to the role limits-watchdog-read.`);
      expect(todo).toBe(
        denied === 'lambda:GetFunction'
          ? 'Update the stack of src/stacks/member-read-role.yml in this account with ReadStorageMode=true, which grants lambda:GetFunction.'
          : `Update the stack of src/stacks/member-read-role.yml in this account to the template of this version, which grants ${denied}.`,
      );
    },
  );

  it('reports one line for an action that is denied in several Regions', async () => {
    const roles = [readRole(ALL.filter((action) => action !== 'lambda:ListAliases'))];
    const account = { id: DEV, name: 'dev', stacks: [PRUNE_STACK], roles };
    const { report } = await askWatch({
      accounts: [account],
      home: tooling(MEMORY),
      regions: ['eu-west-1', 'us-east-1', 'us-west-2'],
    });
    expect(outline(report)).toEqual([
      'problem dev [eu-west-1, us-east-1, us-west-2] lambda:ListAliases',
      ...NOT_TRIED,
    ]);
    expect(report.counts.problem).toBe(3);
  });

  it('advises to change the SCP, not the stack, for a Region that an SCP denies', async () => {
    const account = dev({
      serviceControlPolicies: [
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: '*', Resource: '*' },
            {
              Effect: 'Deny',
              Action: 'lambda:*',
              Resource: '*',
              Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } },
            },
          ],
        },
      ],
    });
    const { report } = await askWatch({
      accounts: [account],
      home: tooling(MEMORY),
      regions: ['eu-west-1', 'us-west-2'],
    });
    expect(outline(report).slice(0, -NOT_TRIED.length)).toEqual([
      'problem dev [us-west-2] lambda:GetAccountSettings',
      'problem dev [us-west-2] lambda:GetFunction',
      'problem dev [us-west-2] lambda:ListAliases',
      'problem dev [us-west-2] lambda:ListFunctions',
    ]);
    for (const action of ALL.filter((one) => one.startsWith('lambda:'))) {
      expectDenied({ action, because: 'an SCP denies Lambda in us-west-2' });
    }
    const { sentence, todo } = lineAbout(report, 'lambda:ListFunctions');
    expect(sentence).toBe('lambda:ListFunctions is denied by a policy of the organisation.');
    expect(todo).toContain('SCP');
  });

  it('reports that a permissions boundary denies the action', async () => {
    const boundary = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: ALL.filter((one) => one !== 'lambda:ListAliases'),
        Resource: '*',
      },
    };
    const account = {
      id: DEV,
      name: 'dev',
      stacks: [PRUNE_STACK],
      roles: [readRole(ALL, boundary)],
    };
    const { report } = await askWatch({ accounts: [account], home: tooling(MEMORY) });
    expect(lineAbout(report, 'lambda:ListAliases').sentence).toBe(
      'lambda:ListAliases is denied by a permissions boundary.',
    );
  });

  it.each([
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'AuthFailure',
    'OptInRequired',
  ] as const)(
    'tells a Region that is not enabled, when AWS answers %s: a problem where the account names it',
    async (regionNotEnabled) => {
      const { report } = await askWatch({
        accounts: [dev(), prod()],
        home: tooling(MEMORY),
        world: { regionNotEnabled },
        regions: ['eu-west-1', 'af-south-1'],
        account: { [DEV]: { regions: ['eu-west-1', 'af-south-1'] } },
      });
      expect(outline(report)).toEqual([
        'problem dev [af-south-1] region',
        ...NOT_TRIED,
        'ok prod [af-south-1] region',
      ]);
    },
  );

  it('reports a Region whose host is not found as unknown', async () => {
    const { report } = await askWatch({
      accounts: [dev()],
      home: tooling(MEMORY),
      world: { regionNotEnabled: 'dns' },
      regions: ['eu-west-1', 'af-south-1'],
    });
    expect(report.worst).toBe('could-not-tell');
    expect(
      outline(report).filter((line) => !line.startsWith('could-not-tell dev [af-south-1]')),
    ).toEqual(NOT_TRIED);
  });

  it.each([
    ['GetAccountSettings', '{"AccountUsage":{"TotalCodeSize":1}}', 'lambda:GetAccountSettings'],
    ['GetServiceQuota', '{"Quota":{}}', 'servicequotas:GetServiceQuota'],
  ])('does not call a quota readable that %s does not give', async (operation, body, subject) => {
    const { report } = await askWatch({
      accounts: [dev()],
      home: tooling(MEMORY),
      faults: [always(operation, { kind: 'answer', body, contentType: 'application/json' })],
    });
    expect(lineAbout(report, subject)).toMatchObject({
      state: 'could-not-tell',
      sentence: `It could not be determined: answer not understood (${subject}: IncompleteAnswer).`,
    });
  });

  it('accepts the default quota when no value was applied', async () => {
    const { report } = await askWatch({
      accounts: [dev({ quotas: { 's3/L-DC2B2D3D': null } })],
      home: tooling(MEMORY),
    });
    expect(outline(report)).toEqual(NOT_TRIED);
  });

  it('reports a throttled check as unknown, and advises to repeat it', async () => {
    const { report } = await askWatch({
      accounts: [dev()],
      home: tooling(MEMORY),
      faults: [always('ListFunctions', { kind: 'throttle' })],
    });
    expect(outline(report)).toEqual([
      'could-not-tell dev [eu-west-1] lambda:ListFunctions',
      ...NOT_TRIED,
    ]);
    expect(lineAbout(report, 'lambda:ListFunctions').todo).toContain(
      'run doctor again in a minute',
    );
  });

  it('reports before its timeout which checks it did not make', async () => {
    const slow = {
      ...always('GetAccountSettings', { kind: 'delay', ms: 9_000 }),
      match: { operation: 'GetAccountSettings' },
    };
    const { report, sandbox } = await askWatch({
      home: tooling(MEMORY),
      faults: [slow],
      remainingMs: 8_000,
    });
    expect(report.worst).toBe('could-not-tell');
    expect(
      lineAbout(
        { ...report, lines: report.lines.filter(({ account }) => account.id === DEV) },
        'lambda:ListAliases',
      ),
    ).toMatchObject({
      state: 'could-not-tell',
      sentence: 'It could not be determined: out of time (lambda:ListAliases: OutOfTime).',
      todo: 'Select less at a time with --account or --region, or raise the timeout of the watch function.',
    });
    expect(sandbox.clock.now() - Date.parse('2026-11-22T06:00:00Z')).toBeLessThan(8_000);
  });
});

describe('the prune role', () => {
  it('is a problem in production, in capital letters', async () => {
    const loud = prod({ stacks: [...(prod().stacks ?? []), PRUNE_STACK] });
    const { report } = await askWatch({ accounts: [dev(), loud], home: tooling(MEMORY) });
    expect(outline(report)[0]).toBe('problem prod [] prune role');
    expect(lineAbout(report, 'prune role')).toMatchObject({
      sentence:
        'PRODUCTION HAS A ROLE THAT CAN DELETE: limits-watchdog-prune. Production must never have one.',
      todo: 'Delete the stack of src/stacks/member-prune-role.yml from this account now. If the account carries no production, set stage: nonprod in watchdog.yml instead.',
    });
    expect(report.mayBePruned).toEqual([DEV]);
  });

  it('may be missing in other accounts, with what to deploy if pruning is wanted', async () => {
    const { report } = await askWatch({
      accounts: [memberAccount(DEV, 'dev', {}, { ReadStorageMode: 'true' })],
      home: tooling(MEMORY),
    });
    expect(outline(report)).toEqual([...NOT_TRIED, 'ok dev [] prune role']);
    expect(lineAbout(report, 'prune role').todo).toContain(
      'deploy src/stacks/member-prune-role.yml',
    );
    expect(report.mayBePruned).toEqual([]);
  });

  it.each([
    [DEV, 'dev', [DEV]],
    [PROD, 'prod', []],
  ])(
    'could not be determined where looking is denied, never "absent" (%s)',
    async (id, name, mayBePruned) => {
      const roles = [readRole(ALL.filter((action) => action !== 'iam:GetRole'))];
      const { report } = await askWatch({ accounts: [{ id, name, roles }], home: tooling(MEMORY) });
      expect(outline(report)).toEqual([`could-not-tell ${name} [] prune role`, ...NOT_TRIED]);
      expect(lineAbout(report, 'prune role').todo).toContain('PruneRoleName=limits-watchdog-prune');
      expect(report.mayBePruned).toEqual(mayBePruned);
    },
  );
});

describe('the prune role under a path', () => {
  const PATH = '/operations/';
  const ask = (absentRolePath: string, stacks: readonly StackWorld[] = []) => {
    const read = memberAccount(DEV, 'dev', {}, { ReadStorageMode: 'true', RolePath: PATH });
    const home = tooling(MEMORY);
    const [watch, ...rest] = home.stacks ?? [];
    if (watch === undefined) throw new Error('the watch function has no role');
    const named = { MemberReadRoleName: `${PATH.slice(1)}limits-watchdog-read` };
    const parameters = { ...watch.parameters, ...named };
    return askWatch({
      accounts: [{ ...read, stacks: [...(read.stacks ?? []), ...stacks] }],
      home: { ...home, stacks: [{ ...watch, parameters }, ...rest] },
      settings: { role: { externalId: EXTERNAL_ID, path: PATH } },
      world: { behaviour: { absentRolePath } },
    });
  };

  it.each(['/', PATH])(
    'is absent, and not "could not tell", also if IAM compares what there is not with the path %s',
    async (absentRolePath) => {
      const { report } = await ask(absentRolePath);
      expect(outline(report)).toEqual([...NOT_TRIED, 'ok dev [] prune role']);
      expect(report.mayBePruned).toEqual([]);
    },
  );

  it.each(['/', PATH])(
    'is never called absent when it is there, with the path %s',
    async (path) => {
      const stack = { ...PRUNE_STACK, parameters: { ...PRUNE_STACK.parameters, RolePath: path } };
      const { report } = await ask('/', [stack]);
      expect(outline(report)).not.toContain('ok dev [] prune role');
      expect(report.mayBePruned).toEqual([DEV]);
    },
  );
});

describe('the memory', () => {
  it('may be missing: the first run makes it', async () => {
    const { report, sandbox } = await askWatch();
    expect(outline(report)).toEqual([...NOT_TRIED, 'ok tooling [eu-west-1] s3:GetObject']);
    expect(
      sandbox.organisation.findBucket(STATE_BUCKET)?.current('limits-watchdog/state.json'),
    ).toBeUndefined();
  });

  it('is a problem when it is not a state, and is not changed', async () => {
    const { report, sandbox } = await askWatch({ home: tooling('{"not":"a memory"}') });
    expect(outline(report)[0]).toBe('problem tooling [eu-west-1] s3:GetObject');
    expect(sandbox.calls.tally()['s3:PutObject']).toBe(3);
  });

  it('is a problem when there is no bucket', async () => {
    const { report } = await askWatch({ home: { ...tooling(), buckets: [] } });
    expect(outline(report).filter((line) => line.startsWith('problem'))).toEqual([
      'problem tooling [eu-west-1] s3:GetObject',
      'problem tooling [eu-west-1] s3:PutObject',
      'problem tooling [eu-west-1] s3:ListBucketVersions',
      'problem tooling [eu-west-1] s3:PutObject (reports)',
      'problem tooling [eu-west-1] s3:GetObject (readings)',
      'problem tooling [eu-west-1] s3:PutObject (readings)',
      'problem tooling [eu-west-1] s3:GetObject (ended prunes)',
      'problem tooling [eu-west-1] s3:GetObject (mutes)',
      'problem tooling [eu-west-1] s3:GetBucketPolicy',
    ]);
  });

  it('is a problem when it may be read but not written', async () => {
    const { report } = await askWatch({
      home: tooling(MEMORY),
      faults: [always('PutObject', { kind: 'access denied' }, TOOLING)],
    });
    expect(outline(report)).toEqual([
      'problem tooling [eu-west-1] s3:PutObject',
      'problem tooling [eu-west-1] s3:PutObject (reports)',
      'problem tooling [eu-west-1] s3:PutObject (readings)',
      ...NOT_TRIED,
    ]);
    expect(lineAbout(report, 's3:PutObject').todo).toContain('src/stacks/watch-function-role.yml');
  });
});

function withStatement(policy: PolicyDocument = {}, statement: object): PolicyDocument {
  const { Statement: statements } = policy;
  const all: readonly unknown[] = Array.isArray(statements) ? statements : [];
  return { ...policy, Statement: [...all, statement] };
}

describe('permissions for reports and remembered readings', () => {
  it.each([
    ['s3:PutObject', 'reports', 's3:PutObject (reports)'],
    ['s3:PutObject', 'readings', 's3:PutObject (readings)'],
    ['s3:GetObject', 'prune/ended', 's3:GetObject (ended prunes)'],
  ])('is a problem of its own where %s on %s is denied', async (action, folder, subject) => {
    const home = tooling(MEMORY);
    const denial = {
      Effect: 'Deny' as const,
      Principal: '*',
      Action: action,
      Resource: `arn:aws:s3:::${STATE_BUCKET}/limits-watchdog/${folder}/*`,
    };
    const buckets = (home.buckets ?? []).map((bucket) => ({
      ...bucket,
      policy: withStatement(bucket.policy, denial),
    }));
    const { report } = await askWatch({ home: { ...home, buckets } });
    expectDenied({ action, because: `the bucket denies it below ${folder}` });
    expect(outline(report)).toEqual([`problem tooling [eu-west-1] ${subject}`, ...NOT_TRIED]);
    expect(lineAbout(report, subject)).toMatchObject({
      sentence: `${subject} is denied to the role of limits-watchdog-watch.`,
      todo: expect.stringContaining('src/stacks/watch-function-role.yml'),
    });
  });

  it('are not tested for an event bus, which may not exist', async () => {
    const eventBusArn = `arn:aws:events:eu-west-1:${TOOLING}:event-bus/alerts`;
    const { report, sandbox } = await askWatch({
      home: tooling(MEMORY),
      settings: { alerts: { topicArn: TOPIC, eventBusArn } },
    });
    expect(outline(report)).toContain('not-tried tooling [eu-west-1] events:PutEvents');
    expect(lineAbout(report, 'events:PutEvents')).toMatchObject({
      sentence: expect.stringContaining('whether the bus exists is not known'),
      todo: expect.stringContaining('{"test": true}'),
    });
    expect(sandbox.deliveries.events).toEqual([]);
  });

  it('are unknown when the store does not answer', async () => {
    const { report } = await askWatch({
      home: tooling(MEMORY),
      faults: [
        {
          match: { operation: 'PutObject', account: TOOLING, nth: 2 },
          times: 'always',
          effect: { kind: 'server error' },
        },
      ],
    });
    expect(outline(report)).toEqual([
      'could-not-tell tooling [eu-west-1] s3:PutObject (reports)',
      'could-not-tell tooling [eu-west-1] s3:PutObject (readings)',
      ...NOT_TRIED,
    ]);
  });
});
