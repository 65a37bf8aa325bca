import { describe, expect, it } from 'vitest';

import { missingStatements } from '../../src/doctor/bucket-policy.ts';
import type { BucketSettings } from '../../src/documents/bucket-policy.ts';
import { bucketStatements } from '../../src/documents/bucket-policy.ts';
import { accountId, region, roleArnOf } from '../../src/model/aws-ids.ts';
import { packagedPolicy } from '../sandbox/fixtures/state-bucket.ts';
import type { FaultEffect } from '../sandbox/faults.ts';
import type { PolicyDocument } from '../sandbox/world.ts';
import { STATE_BUCKET, TOOLING } from '../watch/run-watch.ts';
import { askWatch, lineAbout, tooling } from './run-doctor.ts';

const BREAK_GLASS = roleArnOf('arn:aws:iam::111111111111:role/operations/break-glass');
const SETTINGS: BucketSettings = {
  deployment: 'limits-watchdog',
  engine: 'one-lambda',
  tooling: { account: accountId(TOOLING), region: region('eu-west-1') },
  state: { bucket: STATE_BUCKET, key: 'limits-watchdog/state.json' },
  access: { breakGlassRoles: [BREAK_GLASS] },
};
const ALL = [
  'PlansByPlanFunction',
  'RunsByPruneFunction',
  'ReviewsByPlanFunction',
  'PruneByItsFunctions',
  'StateByWatchFunction',
  'MutesByMuteFunction',
];
const PACKAGED = JSON.stringify(packagedPolicy(SETTINGS));

function missing(policy: string, settings = SETTINGS): readonly string[] {
  const { breakGlassRoles } = settings.access;
  return missingStatements(policy, bucketStatements(settings), breakGlassRoles);
}

describe('a bucket policy lacks', () => {
  it('no statement when packaging writes it, with either engine', () => {
    expect(missing(PACKAGED)).toEqual([]);
    const distributed = { ...SETTINGS, engine: 'distributed' } as const;
    expect(missing(JSON.stringify(packagedPolicy(distributed)), distributed)).toEqual([]);
    expect(missing(PACKAGED, distributed)).toEqual(['StagesByDistributedRun', 'BatchesByMap']);
  });

  it.each<[string, readonly string[], string]>([
    ['everything where it is no JSON', ALL, PACKAGED.slice(1)],
    ['everything where it has no statement', ALL, '{}'],
    ['everything where it is a list', ALL, '[]'],
    ['everything where it allows', ALL, PACKAGED.replaceAll('"Deny"', '"Allow"')],
    [
      'what is said of others than all',
      ALL,
      PACKAGED.replaceAll('"Principal":"*"', `"Principal":{"AWS":"${TOOLING}"}`),
    ],
    [
      'the statement whose prefix is another',
      ['PlansByPlanFunction'],
      PACKAGED.replace('/plans/', '/plan/'),
    ],
    [
      'the statement that lets another role write',
      ['PlansByPlanFunction'],
      PACKAGED.replace(
        'limits-watchdog-plan-function"',
        'limits-watchdog-plan-function","arn:aws:iam::111111111111:role/x"',
      ),
    ],
    [
      'the statement whose role is at another path',
      ['PlansByPlanFunction'],
      PACKAGED.replace(
        'role/limits-watchdog-plan-function"',
        'role/a/limits-watchdog-plan-function"',
      ),
    ],
    [
      'the statement whose role is a pattern',
      ['PlansByPlanFunction'],
      PACKAGED.replace('role/limits-watchdog-plan-function"', 'role/limits-watchdog-plan-*"'),
    ],
    [
      'every statement that denies to put alone',
      ALL,
      PACKAGED.replaceAll('"s3:DeleteObject",', ''),
    ],
    [
      'every statement whose condition is met for other reasons alone',
      ALL,
      PACKAGED.replaceAll(
        '{"ArnNotEquals":',
        '{"Bool":{"aws:ViaAWSService":"false"},"ArnNotEquals":',
      ),
    ],
    [
      'every statement that holds only if there is a role',
      ALL,
      PACKAGED.replaceAll('ArnNotEquals', 'ArnNotEqualsIfExists'),
    ],
    ['every statement that names the roles', ALL, PACKAGED.replaceAll('ArnNotEquals', 'ArnEquals')],
  ])('%s', (_, expected, policy) => {
    expect(missing(policy)).toEqual(expected);
  });

  it.each<[string, string]>([
    [
      'in one statement a key',
      PACKAGED.replace('/limits-watchdog/prune/plans/*"', '/limits-watchdog/prune/plan?/*"'),
    ],
    ['as a principal of AWS', PACKAGED.replaceAll('"Principal":"*"', '"Principal":{"AWS":"*"}')],
    ['by another negation', PACKAGED.replaceAll('ArnNotEquals', 'StringNotEquals')],
    ['by a key in other letters', PACKAGED.replaceAll('aws:PrincipalArn', 'aws:principalArn')],
    [
      'by a wildcard of actions',
      PACKAGED.replaceAll('"s3:PutObject","s3:ReplicateObject"', '"s3:Put*","s3:Replicate*"'),
    ],
    [
      'without the break-glass role',
      JSON.stringify(packagedPolicy({ ...SETTINGS, access: { breakGlassRoles: [] } })),
    ],
  ])('nothing where the same is said %s', (_, policy) => {
    expect(policy).not.toBe(PACKAGED);
    expect(missing(policy)).toEqual([]);
  });

  it('no statement when it denies more, or exempts only configured break-glass roles', () => {
    const { Statement: statements } = packagedPolicy(SETTINGS);
    const more = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', NotAction: 'a' };
    const policy = { Statement: [...(Array.isArray(statements) ? statements : []), more] };
    expect(missing(JSON.stringify(policy))).toEqual([]);
    expect(missing(PACKAGED, { ...SETTINGS, access: { breakGlassRoles: [] } })).toEqual(ALL);
  });
});

describe('the doctor of the watch function', () => {
  const asked = (policy: PolicyDocument | undefined, effect?: FaultEffect) => {
    const home = tooling();
    const buckets = (home.buckets ?? []).map(({ policy: _shipped, ...bucket }) => ({
      ...bucket,
      ...(policy !== undefined && { policy }),
    }));
    return askWatch({
      home: { ...home, buckets },
      faults: effect ? [{ match: { operation: 'GetBucketPolicy' }, times: 'always', effect }] : [],
    });
  };

  it('reports which statements a bucket without a policy lacks', async () => {
    const { report } = await asked(undefined);
    expect(lineAbout(report, 's3:GetBucketPolicy')).toMatchObject({
      state: 'problem',
      code: 'bucket-not-guarded',
      sentence: expect.stringContaining(`It lacks ${ALL.join(', ')}.`),
      todo: expect.stringContaining('npm run package prints the statements'),
    });
  });

  it('reports which statements a policy of another author lacks', async () => {
    const whole = JSON.stringify(packagedPolicy({ ...SETTINGS, access: { breakGlassRoles: [] } }));
    const policy = JSON.parse(whole.replaceAll('/prune/plans/', '/x/')) as PolicyDocument;
    const { report } = await asked(policy);
    expect(lineAbout(report, 's3:GetBucketPolicy').sentence).toContain(
      'It lacks PlansByPlanFunction.',
    );
  });

  it('does not report a guarded bucket when its policy cannot be read', async () => {
    const denied = await asked(undefined, { kind: 'access denied' });
    expect(lineAbout(denied.report, 's3:GetBucketPolicy')).toMatchObject({
      state: 'problem',
      code: 'denied',
    });
    const silent = await asked(undefined, { kind: 'server error' });
    expect(lineAbout(silent.report, 's3:GetBucketPolicy').state).toBe('could-not-tell');
  });
});
