import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { BucketSettings } from '../../../src/documents/bucket-policy.ts';
import { GUARDED_ACTIONS } from '../../../src/documents/bucket-policy.ts';
import { accountId, region, roleArn, roleArnOf } from '../../../src/model/aws-ids.ts';
import { functionRoleNames } from '../../../src/model/role-names.ts';
import { partitionOf } from '../../../src/model/regions.ts';
import {
  pruneEndName,
  measurementName,
  narrowingName,
  orderName,
  planName,
  planningName,
  planTextName,
  segmentName,
  summaryName,
} from '../../../src/prune/apply/documents.ts';
import { packagedPolicy } from '../../sandbox/fixtures/state-bucket.ts';
import { evaluatePolicy } from '../../sandbox/iam/evaluate.ts';
import { parsePolicy } from '../../sandbox/iam/policy.ts';

/** The bucket policy decides which role may write which object, whatever the roles' own policies allow. */

type Writer = keyof ReturnType<typeof functionRoleNames>;

const PLAN = '20261122T060000Z-0123456789abcdef';
const RUN = '6b1f3c2a-0000-4000-8000-000000000000';

function ofPrune(name: string): string {
  return `limits-watchdog/prune/${name}`;
}

/** Each object of the deployment with the one role that writes it; `map` is the role of distributed runs. */
const OBJECTS: readonly (readonly [key: string, writer: Writer])[] = [
  [ofPrune(orderName(PLAN)), 'plan'],
  [ofPrune(planName(PLAN)), 'plan'],
  [ofPrune(planTextName(PLAN)), 'plan'],
  // What renewal learned is used both as evidence and to keep versions.
  [ofPrune(narrowingName(PLAN, 1)), 'plan'],
  [ofPrune(planningName(RUN)), 'plan'],
  ['limits-watchdog/review/reviews/r/review.json', 'plan'],
  [`limits-watchdog/review/reading/${RUN}.json`, 'plan'],
  [ofPrune(segmentName(PLAN, region('eu-west-1'), 1)), 'prune'],
  [ofPrune(measurementName(PLAN, region('eu-west-1'), 'after')), 'prune'],
  [ofPrune(summaryName(PLAN)), 'prune'],
  ['limits-watchdog/prune/leases/222222222222/eu-west-1.json', 'prune'],
  [ofPrune(pruneEndName(PLAN)), 'prune'],
  ['limits-watchdog/state.json', 'watch'],
  ['limits-watchdog/state.json.set-aside/2026-11-22T060000Z', 'watch'],
  ['limits-watchdog/accounts.json', 'watch'],
  ['limits-watchdog/mutes.json', 'mute'],
  ['limits-watchdog/readings/222222222222.json', 'watch'],
  ['limits-watchdog/reports/latest.html', 'watch'],
  ['limits-watchdog/runs/r/targets.json', 'watch'],
  ['limits-watchdog/runs/r/accounts.json', 'watch'],
  ['limits-watchdog/runs/r/results/0.json', 'watch'],
];
const OF_MAP = 'limits-watchdog/runs/r/map/0b9c/SUCCEEDED_0.json';

const ACCOUNT = accountId('111111111111');
const SETTINGS: BucketSettings = {
  deployment: 'limits-watchdog',
  engine: 'one-lambda',
  tooling: { account: ACCOUNT, region: region('eu-west-1') },
  state: { bucket: 'state-of-limits', key: 'limits-watchdog/state.json' },
  access: { breakGlassRoles: [] },
};
const BREAK_GLASS = roleArnOf('arn:aws:iam::111111111111:role/operations/break-glass');

/** Whether the bucket policy denies an action to a session of this role. */
function isDenied(settings: BucketSettings, action: string, key: string, role: string): boolean {
  const { tooling, state } = settings;
  const verdict = evaluatePolicy(
    parsePolicy(packagedPolicy(settings), 'resource'),
    {
      action,
      resource: `arn:${partitionOf(tooling.region)}:s3:::${state.bucket}/${key}`,
      keys: new Map([
        ['aws:principalarn', [role]],
        ['aws:securetransport', ['true']],
      ]),
    },
    { kind: 'session', accountId: ACCOUNT, roleArn: role, sessionArn: `${role}/session` },
  );
  return verdict === 'denied';
}

function roleOf({ deployment, tooling }: BucketSettings, name: Writer, path = '/'): string {
  const names = functionRoleNames(deployment);
  return roleArn(partitionOf(tooling.region), tooling.account, names[name], path);
}

const WRITERS: readonly Writer[] = ['watch', 'plan', 'prune', 'mute', 'map', 'pruneLoop', 'chat'];
const STRANGERS = [
  'arn:aws:iam::111111111111:role/Administrator',
  'arn:aws:iam::111111111111:role/limits-watchdog-plan-functions',
  'arn:aws:iam::111111111111:root',
  'arn:aws:iam::111111111111:user/limits-watchdog-plan-function',
  'arn:aws:iam::222222222222:role/limits-watchdog-plan-function',
  'arn:aws:iam::222222222222:role/limits-watchdog-prune',
];

const SITUATIONS: readonly (readonly [string, BucketSettings])[] = [
  ['as packaged', SETTINGS],
  ['with the distributed engine', { ...SETTINGS, engine: 'distributed' }],
  ['with a break-glass role', { ...SETTINGS, access: { breakGlassRoles: [BREAK_GLASS] } }],
  ['in China', { ...SETTINGS, tooling: { account: ACCOUNT, region: region('cn-north-1') } }],
];

describe.each(SITUATIONS)('the state bucket %s', (_, settings) => {
  const objects =
    settings.engine === 'distributed' ? [...OBJECTS, [OF_MAP, 'map'] as const] : OBJECTS;

  it.each(objects)('allows %s to be written by %s alone', (key, writer) => {
    const writers = WRITERS.filter(
      (name) => !isDenied(settings, 's3:PutObject', key, roleOf(settings, name)),
    );
    expect(writers).toEqual([writer]);
    for (const action of GUARDED_ACTIONS) {
      const others = STRANGERS.filter((role) => !isDenied(settings, action, key, role));
      expect([action, others]).toEqual([action, []]);
    }
  });

  it.each(objects)(
    'does not accept a role of the same name under another path instead of %s',
    (key, writer) => {
      const elsewhere = roleOf(settings, writer, '/operations/');
      expect(isDenied(settings, 's3:PutObject', key, elsewhere)).toBe(true);
    },
  );

  it('denies no reads, and has no statement about other objects', () => {
    for (const [key] of objects) {
      expect(isDenied(settings, 's3:GetObject', key, STRANGERS[0] ?? '')).toBe(false);
    }
    for (const key of ['other/prune/plans/p', 'limits-watchdog2/state.json', 'a.txt']) {
      expect(isDenied(settings, 's3:PutObject', key, STRANGERS[0] ?? '')).toBe(false);
    }
  });
});

it('a break-glass role may write and delete everything, by its exact ARN only', () => {
  const settings = { ...SETTINGS, access: { breakGlassRoles: [BREAK_GLASS] } };
  for (const [key] of OBJECTS) {
    for (const action of GUARDED_ACTIONS) {
      expect(isDenied(settings, action, key, BREAK_GLASS)).toBe(false);
      expect(isDenied(SETTINGS, action, key, BREAK_GLASS)).toBe(true);
    }
    const atRoot = 'arn:aws:iam::111111111111:role/break-glass';
    expect(isDenied(settings, 's3:PutObject', key, atRoot)).toBe(true);
  }
});

it('a service principal without a role is denied too', () => {
  const policy = parsePolicy(packagedPolicy(SETTINGS), 'resource');
  const request = {
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::state-of-limits/limits-watchdog/prune/plans/p/plan.json',
    keys: new Map([['aws:securetransport', ['true']]]),
  };
  const logs = { kind: 'service', service: 'logging.s3.amazonaws.com' } as const;
  expect(evaluatePolicy(policy, request, logs)).toBe('denied');
});

it('every object below prune/ is written only by its own functions', () => {
  const law = fc.property(
    fc.stringMatching(/^[a-z0-9/._-]{1,40}$/),
    fc.constantFrom(...WRITERS, ...STRANGERS),
    fc.constantFrom(...GUARDED_ACTIONS),
    (name, who, action) => {
      const writer = WRITERS.find((one) => one === who);
      const role = writer === undefined ? who : roleOf(SETTINGS, writer);
      const isOwn = writer === 'plan' || writer === 'prune';
      return isOwn || isDenied(SETTINGS, action, `limits-watchdog/prune/${name}`, role);
    },
  );
  expect(fc.check(law).failed).toBe(false);
});
