import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EnvironmentMentions } from '../../../src/prune/evidence/collect/environment-mentions.ts';
import { encodePlanning } from '../../../src/prune/evidence/collect/state-format.ts';
import { listPublished } from '../../../src/prune/evidence/collect/region-inventory.ts';
import { collectEvidence } from '../../../src/prune/evidence/collect/collect-evidence.ts';
import type { InventoriedFunction } from '../../../src/prune/model/inventory.ts';
import { bytes } from '../../../src/model/units.ts';
import { beginPlanning } from '../../../src/prune/evidence/collect/state.ts';
import { DEV } from '../../sandbox/fixtures/small-world.ts';
import type { FunctionWorld } from '../../sandbox/world.ts';
import { json } from '../../aws/wire.ts';
import { planned, SETTINGS, verdicts } from './planned-account.ts';
import { arn, HOME, NOW, scriptedReads, use } from './scripted-reads.ts';

const FUNCTIONS: readonly InventoriedFunction[] = ['orders', 'billing'].map((name) => ({
  name,
  versions: ['3', '12'].map((version) => ({
    version,
    packageBytes: bytes(1),
    traits: [],
    storage: 'unknown',
  })),
}));

function mentionsOf(Variables: Readonly<Record<string, string>>) {
  const mentions = new EnvironmentMentions(HOME);
  mentions.add({ FunctionName: 'web', Version: '4', Environment: { Variables } });
  return mentions;
}

const by = 'web:4 (CALLS)';

/** Values of a variable, each with the versions that it names. */
const VALUES: readonly (readonly [string, string, readonly string[]])[] = [
  ['an ARN with a version', arn('orders', '12'), ['orders:12']],
  ['an ARN in a sentence', `call ${arn('orders', '12')}, please`, ['orders:12']],
  ['two ARNs', `${arn('orders', '12')},${arn('billing', '3')}`, ['orders:12', 'billing:3']],
  ['a name and a number', 'orders:12', ['orders:12']],
  ['a partial ARN', 'function:orders:12', ['orders:12']],
  ['one with the account', `${HOME.account}:function:orders:12`, ['orders:12']],
  ['JSON that names one', `{"pay":["${arn('orders', '12')}"]}`, ['orders:12']],
  ['JSON that names it in two fields', '{"FunctionName":"orders","Qualifier":"12"}', ['orders:12']],
  [
    'the path of an invocation',
    `/2015-03-31/functions/${arn('orders', '12')}/invocations`,
    ['orders:12'],
  ],
  ['an escaped ARN', encodeURIComponent(arn('orders', '12')), ['orders:12']],
  ['a number that comes from elsewhere', 'orders:', ['orders:*']],
  ['a placeholder as the number', 'orders:${VERSION}', ['orders:*']],
  ['an ARN with a placeholder as the name', arn('ord${X}', '12'), ['orders:*']],
  ['a version that is not listed', 'orders:99', ['orders:99']],
  ['an ARN of another Region', arn('far', '7', 'us-east-1'), ['far:7']],
  ['a function that is not listed', 'redis:6379', []],
  ['an ARN of a function that is not listed', arn('gone', '12'), []],
  ['an ARN of another account', arn('orders', '12', 'eu-west-1', '1'.repeat(12)), []],
  ['a function without a version', arn('orders'), []],
  ['an alias', arn('orders', 'live'), []],
  ['$LATEST', arn('orders', '$LATEST'), []],
  ['the name as part of a word', 'reorders:12 orders-2:12', []],
  ['a name alone', 'orders', []],
  ['a number alone', '12', []],
  ['a time', '12:30', []],
  ['a URL', 'https://example.com:443/orders/12', []],
  ['nothing', '', []],
];

describe('an environment variable', () => {
  it.each(VALUES)('%s', (_, value, versions) => {
    const { outcome } = mentionsOf({ CALLS: value }).evidence(FUNCTIONS);
    const uses = outcome.kind === 'read' ? outcome.uses : [];
    expect(outcome.kind).toBe('read');
    expect(uses.map(({ functionName, version }) => `${functionName}:${version}`)).toEqual(versions);
    expect(new Set(uses.map((one) => one.by))).toEqual(new Set(versions.length > 0 ? [by] : []));
  });

  it.each(VALUES)('%s, of which an earlier slice kept the mention', (_, value, versions) => {
    const later = new EnvironmentMentions(HOME, mentionsOf({ CALLS: value }).stored([]));
    const { outcome } = later.evidence(FUNCTIONS);
    const uses = outcome.kind === 'read' ? outcome.uses : [];
    // A version that does not exist is not reported.
    expect(uses.map(({ functionName, version }) => `${functionName}:${version}`)).toEqual(
      versions.filter((one) => one !== 'orders:99'),
    );
  });

  it('is one use, even if many versions have it', () => {
    const mentions = new EnvironmentMentions(HOME);
    for (const Version of ['$LATEST', '1', '2']) {
      const Variables = { CALLS: arn('orders', '12'), ALSO: 'orders:12' };
      mentions.add({ FunctionName: 'web', Version, Environment: { Variables } });
    }
    expect(mentions.evidence(FUNCTIONS)).toEqual({
      check: 'environment-variables',
      scope: { kind: 'region', region: HOME.region },
      outcome: { kind: 'read', uses: [use('orders', '12', 'web:$LATEST (CALLS)')] },
    });
  });

  it.each([
    ['denied', { ErrorCode: 'AccessDeniedException', Message: 'no access to the key' }],
    ['denied', { ErrorCode: 'KMSInvalidStateException', Message: 'disabled' }],
    ['throttled', { ErrorCode: 'KMSThrottlingException', Message: 'slow down' }],
    ['unexpected', { ErrorCode: 'InvalidSomething', Message: 'the reason is unknown' }],
    ['malformed', {}],
  ])('that cannot be read is a failed read: %s, %j', (reason, Error) => {
    const mentions = mentionsOf({ CALLS: arn('orders', '12') });
    mentions.add({ FunctionName: 'api', Version: '1', Environment: { Error } });
    const resumed = new EnvironmentMentions(HOME, mentions.stored(FUNCTIONS));
    for (const one of [mentions, resumed]) {
      expect(one.evidence(FUNCTIONS).outcome).toMatchObject({
        kind: 'failed',
        failure: { reason, operation: 'lambda:ListFunctions', resource: 'api' },
      });
    }
  });

  it('that cannot be read for many functions names each of them once', () => {
    const mentions = new EnvironmentMentions(HOME);
    const names = Array.from({ length: 25 }, (_, at) => `fn-${at}`);
    for (const FunctionName of names) {
      for (const Version of ['$LATEST', '1']) {
        const Error = { ErrorCode: 'AccessDeniedException', Message: 'no access to the key' };
        mentions.add({ FunctionName, Version, Environment: { Error } });
      }
    }
    const { outcome } = new EnvironmentMentions(HOME, mentions.stored([])).evidence(FUNCTIONS);
    expect(outcome).toMatchObject({
      failure: { resource: `${names.slice(0, 20).join(', ')} and 5 more` },
    });
  });

  it('that is not understood is a failed read that does not show its value', () => {
    const value = '{"secret":{"Fn::Transform":{"Name":"s3cret"}}}';
    const { outcome } = mentionsOf({ CALLS: value }).evidence(FUNCTIONS);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { reason: 'malformed', resource: by },
    });
    expect(JSON.stringify(outcome)).not.toMatch(/secret|s3cret|Transform/);
  });

  it('stores nothing of its value where no function is listed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{8,12}$/), fc.nat(), (secret, number) => {
        const values = [secret, `${secret}:${number}`, `https://x:${secret}@host:1/`, `${secret}:`];
        const mentions = mentionsOf(Object.fromEntries(values.map((one, at) => [`V${at}`, one])));
        expect(JSON.stringify(mentions.stored(FUNCTIONS))).not.toContain(secret);
        expect(JSON.stringify(mentions.evidence(FUNCTIONS))).not.toContain(secret);
      }),
    );
  });

  it('is passed only to the collection of mentions, and is in no listing', async () => {
    const item = {
      FunctionName: 'web',
      Version: '4',
      CodeSize: 1,
      Environment: { Variables: { CALLS: 'orders:12' } },
    };
    const mentions = new EnvironmentMentions(HOME);
    const found = await listPublished(
      scriptedReads(json({ Functions: [item] })).reads,
      { functions: new Map() },
      undefined,
      (one) => mentions.add(one),
    );
    expect(JSON.stringify([...(found.kind === 'done' ? found.functions : [])])).not.toMatch(/12/);
    expect(mentions.evidence(FUNCTIONS).outcome).toMatchObject({ uses: [{ version: '12', by }] });
  });
});

const OLD = { publishedFrom: '2025-01-01', publishedTo: '2025-06-01' };
const SECRET = 'correcthorse:77';

/**
 * Returns a Region in which `aa` names a version of `zz`, which is listed two pages later, and `zz` one of `aa`.
 */
const world = (more: Partial<FunctionWorld> = {}) => ({
  'eu-west-1': {
    functions: [
      { name: 'aa', versions: '1-5', ...OLD, environment: { NEXT: 'zz:1', KEY: SECRET }, ...more },
      { name: 'mm', versions: '1-120', ...OLD, environment: { KEY: SECRET } },
      {
        name: 'zz',
        versions: '1-5',
        ...OLD,
        environment: { FIRST: arn('aa', '2', 'eu-west-1', DEV) },
      },
    ],
  },
});

describe('environment variables of all functions of a Region', () => {
  it.each([Number.POSITIVE_INFINITY, 150, 1_000])(
    'keep what they name on any page, in slices of %d ms',
    async (sliceMs) => {
      const { plan, slices } = await planned({ regions: world(), sliceMs });
      expect(slices > 1).toBe(Number.isFinite(sliceMs));
      const found = verdicts(plan);
      expect(found['zz:1']).toBe('in-use environment-variables');
      expect(found['aa:2']).toBe('in-use environment-variables');
      expect([found['aa:1'], found['zz:2'], found['mm:77']]).toEqual([
        'delete',
        'delete',
        'delete',
      ]);
      expect(plan.failedChecks).toEqual([]);
      expect(JSON.stringify(plan)).not.toContain('correcthorse');
    },
  );

  it('that cannot be read for one function keep every version of the Region, and name the function', async () => {
    const environmentError = { code: 'AccessDeniedException', message: 'KMS access was denied' };
    const { plan } = await planned({ regions: world({ environmentError }) });
    expect(plan.totals.delete.versions).toBe(0);
    expect(verdicts(plan)['mm:77']).toBe('not-checked environment-variables');
    expect(plan.failedChecks).toMatchObject([
      {
        check: 'environment-variables',
        failure: { reason: 'denied', resource: 'aa', message: 'KMS access was denied' },
      },
    ]);
  });
});

describe('a planning state that is stored while functions are listed', () => {
  const page = (name: string, next?: string) =>
    json({
      Functions: ['1', '2', '3', '4'].map((Version) => ({
        FunctionName: name,
        Version,
        CodeSize: 1,
        LastModified: '2025-01-01T00:00:00.000+0000',
        Environment: { Variables: { KEY: SECRET, NEXT: 'orders:1' } },
      })),
      ...(next !== undefined && { NextMarker: next }),
    });
  const begun = beginPlanning(HOME.account, [HOME.region], NOW);

  async function stopped() {
    let left = 1;
    const { reads } = scriptedReads(page('web', 'two'));
    return collectEvidence(begun, () => reads, {
      ...SETTINGS,
      hasTime: () => left-- > 0,
      now: () => NOW,
    });
  }

  it('has no value of a variable', async () => {
    const state = await stopped();
    expect(state.regions[0]?.listing).toEqual({ kind: 'under-way', marker: 'two' });
    expect(encodePlanning(state)).not.toMatch(/correcthorse|orders:1/);
  });

  it('of a release that did not collect variables clears nothing', async () => {
    const state = await stopped();
    const former = { ...state, regions: state.regions.map((one) => ({ ...one, walks: {} })) };
    for (const [from, checks] of [
      [state, ['environment-variables']],
      [former, []],
    ] as const) {
      let left = 1;
      const { reads } = scriptedReads(page('orders'));
      const next = await collectEvidence(from, () => reads, {
        ...SETTINGS,
        hasTime: () => left-- > 0,
        now: () => NOW,
      });
      expect(next.regions[0]?.listing).toEqual({ kind: 'done' });
      expect(next.regions[0]?.evidence.map(({ check }) => check)).toEqual(checks);
      expect(next.regions[0]?.walks).not.toHaveProperty('environment-variables');
    }
  });
});
