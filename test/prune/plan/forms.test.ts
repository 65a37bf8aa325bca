import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { planDigest } from '../../../src/prune/plan/canonical.ts';
import type { Evidence } from '../../../src/prune/model/evidence.ts';
import { bytes } from '../../../src/model/units.ts';
import { parseSegment } from '../../../src/prune/documents/journal-json.ts';
import { parsePlan, planJson } from '../../../src/prune/documents/plan-json.ts';
import { keepText, skipText } from '../../../src/prune/plan/text/reason-text.ts';
import { planText } from '../../../src/prune/plan/text/plan.ts';
import { sizeText } from '../../../src/prune/plan/text/sizes.ts';
import {
  alias,
  daysAgo,
  DEV,
  evidenceOf,
  failure,
  fn,
  inIreland,
  planOf,
  sha256,
  undated,
  version,
  VIRGINIA,
} from './build.ts';
import { TIME_MS, WORLDS } from './runs.ts';

const MIB = 1024 * 1024;

const INVENTORY = {
  ...inIreland(
    fn(
      'orders',
      [
        version(1, { packageBytes: bytes(40_000_000) }),
        version(2, { packageBytes: bytes(900) }),
        undated(3),
        version(4, { storage: 'image', packageBytes: bytes(0) }),
        version(5, { traits: ['snap-start'], packageBytes: bytes(50 * MIB), storage: 'unknown' }),
        version(6),
        version(7, { modifiedAt: daysAgo(2) }),
        version(10),
        version(11),
        version(12),
      ],
      [alias('live', 7), alias('beta', 12, { '11': 0.5 })],
    ),
  ),
  unlisted: [{ region: VIRGINIA, failure: failure('throttled', 'lambda:ListFunctions') }],
};

const PLAN = planOf(INVENTORY, {
  evidence: [
    ...evidenceOf(INVENTORY),
    {
      check: 'resource-policy',
      scope: {
        kind: 'version',
        region: INVENTORY.regions[0]!.region,
        functionName: 'orders',
        version: '2',
      },
      outcome: { kind: 'failed', failure: failure('denied', 'lambda:GetPolicy') },
    },
  ],
});

describe('a plan for a person', () => {
  it('has one line for each version with verdict and reason, then the failed reads, then the totals', () => {
    expect(planText(PLAN)).toMatchInlineSnapshot(`
      "dev eu-west-1 orders:5  50 MiB  2026-08-14  delete
      dev eu-west-1 orders:1  38.1 MiB  2026-08-14  delete
      dev eu-west-1 orders:4  0 KiB  2026-08-14  delete (a container image: frees no code storage)
      dev eu-west-1 orders:2  0.8 KiB  2026-08-14  keep: could not check the resource policy (access denied)
      dev eu-west-1 orders:3  0.9 KiB  no date  keep: its date is missing or unreadable
      dev eu-west-1 orders:6  0.9 KiB  2026-08-14  keep: right below version 7, where alias live would roll back to
      dev eu-west-1 orders:7  0.9 KiB  2026-11-20  keep: alias live points at it (and 1 more reason)
      dev eu-west-1 orders:10  0.9 KiB  2026-08-14  keep: right below version 11, where alias beta would roll back to (and 1 more reason)
      dev eu-west-1 orders:11  0.9 KiB  2026-08-14  keep: alias beta sends it a share of its calls (and 2 more reasons)
      dev eu-west-1 orders:12  0.9 KiB  2026-08-14  keep: alias beta points at it (and 1 more reason)

      Not listed: us-east-1: throttled by AWS (lambda:ListFunctions: AccessDeniedException)
      Could not check the resource policy: access denied (lambda:GetPolicy: AccessDeniedException); the stack of this account's read role grants it with PlanEvidence=true, unless an SCP forbids it
      Not covered, among others: state machines that get the name of a function at run time, redriving an execution whose definition has changed since, API Gateway integrations and authorizers with a credentials role, S3 Object Lambda access points, S3 Batch Operations jobs, Systems Manager maintenance windows and automation, AppSync resolvers, Firehose transformations, CodePipeline actions, ECS and CodeDeploy lifecycle hooks, Greengrass components, RDS, Redshift and Athena calls into Lambda, SDK calls with a pinned ARN, layer versions, attached or not, any other caller with a role of its own that has not called the version for 90 days

      dev (111111111111, nonprod), eu-west-1, planned 2026-11-22T06:00:00Z
      10 versions (88.1 MiB) listed
      7 versions (6.7 KiB) kept
        2: an alias points at them
        1: an alias sends them a share of its calls
        2: rollback targets
        1: without a readable date
        1: could not be checked
      3 versions (88.1 MiB) to delete
        1 (0 KiB): free no code storage: container images, or code in your own bucket
        1 (50 MiB): may free no code storage: how their code is stored was not read; to have it read, set readStorageMode in watchdog.yml and the parameter ReadStorageMode of the read role
        1 (50 MiB): have a SnapStart snapshot, which is billed
      Sizes are of packages; how much code storage is freed is known only afterwards.
      "
    `);
  });

  it('shows hostile names as text on one line', () => {
    const name = 'a\u001b[2J\nb\u202ec';
    const all = {
      ...inIreland(fn(name, [version(1)])),
      account: { ...DEV, name: '\u0007dev\r\n' },
    };
    const text = planText(planOf(all));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(text.split('\n')[0]).toBe(
      'dev eu-west-1 a [2J b c:1  0.9 KiB  2026-08-14  keep: one of the newest 3',
    );
  });

  it('says so when there is nothing', () => {
    expect(planText(planOf(inIreland()))).toContain('0 versions (0 KiB) to delete\n');
  });

  it.each([
    [0, '0 KiB'],
    [1023, '0.9 KiB'],
    [MIB - 1, '1,023.9 KiB'],
    [MIB, '1 MiB'],
    [40_000_000, '38.1 MiB'],
    [1024 * MIB, '1 GiB'],
  ])('rounds %i bytes down to %s', (size, text) => {
    expect(sizeText(bytes(size))).toBe(text);
  });
});

describe('a plan says in a line', () => {
  const evidence = (outcome: Evidence['outcome']) => {
    const scope = { kind: 'region', region: INVENTORY.regions[0]!.region } as const;
    const all = evidenceOf(INVENTORY).filter(({ check }) => check !== 'step-functions');
    return [...all, { check: 'step-functions', scope, outcome } as const];
  };

  it('which state machine could not be read, and what grants it', () => {
    const denied = failure('denied', 'states:DescribeStateMachine');
    const text = (more: object) =>
      planText(
        planOf(INVENTORY, {
          evidence: evidence({
            kind: 'failed',
            failure: { ...denied, resource: 'arn:m', ...more },
          }),
        }),
      ).match(/Could not check .*/g);
    expect([text({}), text({ errorName: 'KmsAccessDeniedException' })]).toMatchInlineSnapshot(`
      [
        [
          "Could not check Step Functions: access denied (states:DescribeStateMachine: AccessDeniedException) for arn:m; the stack of this account's read role grants it with PlanEvidence=true, unless an SCP forbids it",
        ],
        [
          "Could not check Step Functions: access to the KMS key denied (states:DescribeStateMachine: KmsAccessDeniedException: not authorized) for arn:m; check the KMS key that encrypts it: it must be enabled, and its policy must allow kms:Decrypt to the read role of the account",
        ],
      ]
    `);
  });

  it('whose environment variables could not be decrypted, and what grants it', () => {
    const scope = { kind: 'region', region: INVENTORY.regions[0]!.region } as const;
    const denied = { ...failure('denied', 'lambda:ListFunctions'), resource: 'web:4' };
    const outcome = { kind: 'failed', failure: denied } as const;
    const plan = planOf(INVENTORY, {
      evidence: [
        ...evidenceOf(INVENTORY, { 'environment-variables': 'missing' }),
        { check: 'environment-variables', scope, outcome },
      ],
    });
    expect(planText(plan)).toContain(
      'Could not check environment variables: access denied (lambda:ListFunctions: AccessDeniedException) for web:4; the policy of the key that encrypts it must allow kms:Decrypt',
    );
  });

  it.each([
    ['KMSDisabledException', 'the KMS key is disabled'],
    ['KMSNotFoundException', 'the KMS key does not exist'],
    ['KMSAccessDeniedException', 'access to the KMS key denied'],
  ])('whose environment variables lack a key: %s', (errorName, what) => {
    const scope = { kind: 'region', region: INVENTORY.regions[0]!.region } as const;
    const found = { ...failure('denied', 'lambda:ListFunctions'), errorName, resource: 'web' };
    const plan = planOf(INVENTORY, {
      evidence: [
        ...evidenceOf(INVENTORY, { 'environment-variables': 'missing' }),
        {
          check: 'environment-variables',
          scope,
          outcome: { kind: 'failed', failure: { ...found, message: 'Key arn:k.' } },
        },
      ],
    });
    expect(planText(plan)).toContain(
      `Could not check environment variables: ${what} (lambda:ListFunctions: ${errorName}: Key arn:k.) for web; check the KMS key that encrypts it`,
    );
    expect(planText(plan)).not.toContain('topic');
  });

  it('which caller gets the name of a function when it runs', () => {
    const outcome = { kind: 'read', uses: [], couldNotTell: ['arn:m, States.A'] } as const;
    const plan = planOf(INVENTORY, { evidence: evidence(outcome) });
    expect(planText(plan).match(/Unknown which .*/g)).toMatchInlineSnapshot(`
      [
        "Unknown which function it calls (Step Functions): arn:m, States.A",
      ]
    `);
    expect(parsePlan(planJson(plan))).toMatchObject({ ok: true, value: plan });
  });
});

describe('a reason', () => {
  it('is given as a sentence', () => {
    expect([
      keepText({ code: 'in-use', check: 'event-source-mappings', by: 'a-b-c' }),
      keepText({ code: 'in-use', check: 'alias-history', by: 'alias live, in the last 14 days' }),
      keepText({ code: 'not-checked', check: 'alias-history', why: 'not-read' }),
      keepText({ code: 'not-checked', check: 'resource-policy', why: 'denied' }),
      keepText({ code: 'rollback-target', alias: 'live', of: '7' }),
      keepText({ code: 'cap', of: 'account', percent: 90 }),
      keepText({ code: 'target' }),
      skipText({ code: 'aliases-changed' }),
      skipText({ code: 'refused', failure: failure('conflict', 'lambda:DeleteFunction') }),
      skipText({
        code: 'kept-now',
        reasons: [{ code: 'newest', keepNewest: 1 }, { code: 'undated' }],
      }),
    ]).toMatchInlineSnapshot(`
      [
        "invoked by event source mapping a-b-c",
        "pointed at by alias live, in the last 14 days",
        "could not check alias history (not read)",
        "could not check the resource policy (access denied)",
        "right below version 7, where alias live would roll back to",
        "the cap of 90 % of the account's versions",
        "not needed for the target",
        "its aliases changed after planning",
        "AWS refused to delete it (lambda:DeleteFunction: AccessDeniedException): not authorized",
        "the newest version (and 1 more reason)",
      ]
    `);
  });
});

describe('a plan for a program', () => {
  it('names its kind and its format first', () => {
    expect(planJson(PLAN).slice(0, 60)).toBe(
      '{"kind":"limits-watchdog.prune-plan","format":1,"madeAt":"20',
    );
  });

  it.each([
    ['', 'the document is not JSON'],
    ['null', 'the document is not an object'],
    ['[]', 'the document is not an object'],
    ['{"kind":"other"}', '.kind is not one of limits-watchdog.prune-plan'],
    [planJson(PLAN).replace('"format":1', '"format":2'), '.format is not one of 1'],
    [planJson(PLAN).replace('"format":1', '"format":1,"more":1'), '.more is not a known field'],
    [
      planJson(PLAN).replace('"version":"1"', '"version":"$LATEST"'),
      '.functions[0].versions[0].version is not the number of a published version',
    ],
    [
      planJson(PLAN).replace(/"madeAt":"[^"]+"/, '"madeAt":"2026-11-22"'),
      '.madeAt is not a time such as 2026-11-22T06:00:00.000Z',
    ],
    [
      planJson(PLAN).replace('"packageBytes":40000000', '"packageBytes":-1'),
      '.functions[0].versions[0].packageBytes is not a whole number of at least 0',
    ],
  ])('is not read from other JSON: %#', (json, fault) => {
    expect(parsePlan(json)).toEqual({ ok: false, fault });
  });

  it('of an earlier release is read, and its digest is still right', () => {
    const content = { ...PLAN, switchedOff: [] };
    const former = { ...content, digest: planDigest(content, sha256) };
    const read = parsePlan(planJson(former));
    expect(read).toEqual({ ok: true, value: former });
    expect(read.ok && planDigest(read.value, sha256)).toBe(former.digest);
  });

  it('is refused when it says that a check was switched off', () => {
    const json = planJson(PLAN).replace(
      '"notCovered":',
      '"switchedOff":[{"check":"pipes","by":"watchdog.yml"}],"notCovered":',
    );
    expect(parsePlan(json)).toEqual({
      ok: false,
      fault: '.switchedOff is not an empty list: no check can be switched off',
    });
  });

  it('never throws, whatever text it is read from', { timeout: TIME_MS }, () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(parsePlan(text).ok).toBe(false);
        expect(parseSegment(text).ok).toBe(false);
      }),
      { numRuns: WORLDS },
    );
  });
});
