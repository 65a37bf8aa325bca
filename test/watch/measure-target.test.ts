import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { OutOfTime } from '../../src/aws/failures.ts';
import { targetMeasurer } from '../../src/watch/measure-target.ts';
import { externalId, roleName } from '../../src/model/aws-ids.ts';
import type { Stage } from '../../src/model/configuration.ts';
import type { Measurement } from '../../src/model/finding.ts';
import type { LimitId } from '../../src/model/limit.ts';
import type { Target } from '../../src/model/target.ts';
import { DAY_MS } from '../../src/model/time.ts';
import type { MeasureTarget } from '../../src/limits/ports.ts';
import {
  accountConfiguration,
  CODE_STORAGE,
  inCount,
  OLD_VERSIONS,
  regionTarget,
  S3_BUCKETS,
  wholeAccount,
} from '../model/make.ts';
import { JumpingClock, START } from '../aws/clocks.ts';
import type { SentRequest, WireAnswer } from '../aws/wire.ts';
import {
  connectionOver,
  EU_WEST_1,
  json,
  jsonError,
  queryError,
  ScriptedWire,
  typedError,
  xmlError,
} from '../aws/wire.ts';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const LONG_AGO = new Date(START - 100 * DAY_MS).toISOString().replace('Z', '+0000');
const SESSION: WireAnswer = {
  body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAMEMBER</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(START + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
};

type Name =
  | 'sts'
  | 'settings'
  | 'functions'
  | 'aliases'
  | 'code'
  | 'buckets'
  | 'quota'
  | 'default'
  | 'requests';
type Answers = Partial<Record<Name, WireAnswer | ((request: SentRequest) => WireAnswer)>>;

const USUAL: Required<Answers> = {
  sts: SESSION,
  settings: json({
    AccountUsage: { TotalCodeSize: 50, FunctionCount: 1 },
    AccountLimit: { TotalCodeSize: 100 },
  }),
  functions: json({
    Functions: ['$LATEST', '1', '2', '3', '4', '5'].map((version) => ({
      FunctionName: 'billing',
      FunctionArn: `arn:aws:lambda:eu-west-1:222222222222:function:billing:${version}`,
      Version: version,
      CodeSize: 10,
      LastModified: LONG_AGO,
    })),
  }),
  aliases: json({ Aliases: [{ Name: 'live', FunctionVersion: '2' }] }),
  code: json({ Code: { Location: 'https://example.com/code.zip' } }),
  buckets: {
    body: '<ListAllMyBucketsResult><Buckets><Bucket><Name>a</Name></Bucket></Buckets></ListAllMyBucketsResult>',
  },
  quota: json({ Quota: { Value: 10_000 } }),
  default: json({ Quota: { Value: 10_000 } }),
  requests: json({ RequestedQuotas: [] }),
};

function nameOf({ host, path, headers }: SentRequest): Name {
  if (host.startsWith('sts.')) return 'sts';
  if (host.startsWith('s3.')) return 'buckets';
  if (host.startsWith('servicequotas.')) {
    const [, operation] = headers['x-amz-target']?.split('.') ?? [];
    if (operation === 'GetServiceQuota') return 'quota';
    return operation === 'GetAWSDefaultServiceQuota' ? 'default' : 'requests';
  }
  if (path.endsWith('/account-settings')) return 'settings';
  if (path.endsWith('/aliases')) return 'aliases';
  return path.endsWith('/functions/') || path.endsWith('/functions') ? 'functions' : 'code';
}

interface Measuring {
  readonly measure: (target: Target) => ReturnType<MeasureTarget>;
  readonly calls: () => readonly string[];
  readonly wire: ScriptedWire;
  readonly clock: JumpingClock;
}

function measuring(
  answers: Answers = {},
  settings: {
    signal?: AbortSignal;
    keep?: readonly string[];
    readStorageMode?: boolean;
    stage?: Stage;
  } = {},
): Measuring {
  const wire = new ScriptedWire((request) => {
    const answer = { ...USUAL, ...answers }[nameOf(request)];
    return typeof answer === 'function' ? answer(request) : answer;
  });
  const clock = new JumpingClock();
  const measure = targetMeasurer(connectionOver(wire, clock, settings.signal), {
    limits: catalogue,
    tooling: { region: EU_WEST_1 },
    role: { name: roleName('limits-watchdog-read'), externalId: externalId('shared-value') },
    sessionName: 'limits-watchdog-watch-1a2b3c4d',
    versions: {
      keepNewest: 1,
      keepBelowAlias: 1,
      minimumAgeDays: 7,
      keepFunctions: settings.keep ?? [],
    },
    readStorageMode: settings.readStorageMode ?? false,
  });
  const account = accountConfiguration({ stage: settings.stage ?? 'nonprod' });
  return {
    measure: (target) => measure(account, target),
    calls: () => wire.requests.map(nameOf),
    wire,
    clock,
  };
}

const of = (measured: ReadonlyMap<LimitId, Measurement>, limit: LimitId): Measurement => {
  const measurement = measured.get(limit);
  if (measurement === undefined) throw new Error(`${limit} was not measured at all`);
  return measurement;
};

describe('measuring a Region', () => {
  it('needs one session, one read of the settings, one listing and the aliases of candidates', async () => {
    const { measure, calls, wire } = measuring();
    const measured = await measure(regionTarget('eu-west-1'));
    expect([...measured.keys()]).toEqual([CODE_STORAGE, OLD_VERSIONS]);
    expect(of(measured, CODE_STORAGE)).toEqual({
      kind: 'measured',
      used: { unit: 'bytes', amount: 50 },
      limit: { known: true, value: { unit: 'bytes', amount: 100 }, source: 'account' },
    });
    // Kept are 5 (newest), 2 (target of an alias) and 1 (below it); 3 and 4 are old.
    expect(of(measured, OLD_VERSIONS)).toMatchObject({
      used: inCount(2),
      limit: { known: true, value: inCount(1_000), source: 'ceiling' },
      inventory: {
        functions: 1,
        versions: 5,
        packageBytes: 60,
        oldVersions: 2,
        oldPackageBytes: 20,
      },
    });
    expect(calls()).toEqual(['sts', 'settings', 'functions', 'aliases']);
    expect(
      wire.requests
        .slice(1)
        .every(({ headers }) => headers['authorization']?.includes('ASIAMEMBER')),
    ).toBe(true);
  });

  it('opens one session for an account, however many of its targets are measured', async () => {
    const { measure, calls } = measuring();
    await Promise.all(
      [regionTarget('eu-west-1'), regionTarget('us-east-1'), wholeAccount()].map(measure),
    );
    expect(calls().filter((name) => name === 'sts')).toHaveLength(1);
  });

  it('lists nothing when the account reports no functions', async () => {
    const settings = json({
      AccountUsage: { TotalCodeSize: 0, FunctionCount: 0 },
      AccountLimit: { TotalCodeSize: 100 },
    });
    const { measure, calls } = measuring({ settings });
    expect(of(await measure(regionTarget('eu-west-1')), OLD_VERSIONS)).toMatchObject({
      used: inCount(0),
    });
    expect(calls()).toEqual(['sts', 'settings']);
  });

  it('lists functions when the account does not report their number', async () => {
    const settings = json({ AccountUsage: { TotalCodeSize: 0 }, AccountLimit: {} });
    const { measure } = measuring({ settings });
    const measured = await measure(regionTarget('eu-west-1'));
    expect(of(measured, OLD_VERSIONS)).toMatchObject({ used: inCount(2) });
    expect(of(measured, CODE_STORAGE)).toMatchObject({
      kind: 'measured',
      limit: { known: false, failure: { reason: 'malformed' } },
    });
  });

  it('measures the versions when the settings cannot be read, which are requested once', async () => {
    const { measure, calls } = measuring({ settings: jsonError(403, 'AccessDeniedException') });
    const measured = await measure(regionTarget('eu-west-1'));
    expect(of(measured, CODE_STORAGE)).toMatchObject({
      kind: 'not-measured',
      failure: { reason: 'denied', operation: 'lambda:GetAccountSettings' },
    });
    expect(of(measured, OLD_VERSIONS)).toMatchObject({ used: inCount(2) });
    expect(calls()).toEqual(['sts', 'settings', 'functions', 'aliases']);
  });

  it('measures the code storage when the versions cannot be listed', async () => {
    const { measure } = measuring({ functions: jsonError(403, 'AccessDeniedException') });
    const measured = await measure(regionTarget('eu-west-1'));
    expect(of(measured, CODE_STORAGE)).toMatchObject({ kind: 'measured' });
    expect(of(measured, OLD_VERSIONS)).toMatchObject({
      kind: 'not-measured',
      failure: { reason: 'denied', operation: 'lambda:ListFunctions' },
    });
  });

  it('counts no old versions at all when the aliases of one function cannot be read', async () => {
    const { measure } = measuring({ aliases: jsonError(403, 'AccessDeniedException') });
    expect(of(await measure(regionTarget('eu-west-1')), OLD_VERSIONS)).toMatchObject({
      kind: 'not-measured',
      failure: { reason: 'denied', operation: 'lambda:ListAliases' },
    });
  });

  it('does not measure a Region in which a function was deleted between the listing and its aliases', async () => {
    const { measure } = measuring({ aliases: jsonError(404, 'ResourceNotFoundException') });
    expect(of(await measure(regionTarget('eu-west-1')), OLD_VERSIONS)).toMatchObject({
      kind: 'not-measured',
      failure: { reason: 'absent', operation: 'lambda:ListAliases' },
    });
  });

  it('reads no aliases of functions without possible old versions, or that are opted out', async () => {
    const { measure, calls } = measuring({}, { keep: ['bill*'] });
    expect(of(await measure(regionTarget('eu-west-1')), OLD_VERSIONS)).toMatchObject({
      used: inCount(0),
      inventory: { versions: 5, packageBytes: 60 },
    });
    expect(calls()).not.toContain('aliases');
  });
});

describe('how the code of the largest functions is stored', () => {
  const inventoryOf = (measurement: Measurement) =>
    measurement.kind === 'measured' ? measurement.inventory : undefined;

  it('is read when it is configured, and only then may the session read it', async () => {
    const on = measuring({}, { readStorageMode: true });
    const measured = of(await on.measure(regionTarget('eu-west-1')), OLD_VERSIONS);
    expect(inventoryOf(measured)?.largest).toMatchObject([{ name: 'billing', storage: 'copy' }]);
    expect(on.calls()).toEqual(['sts', 'settings', 'functions', 'aliases', 'code']);
    expect(on.wire.requests[0]?.body).toContain('lambda%3AGetFunction');
  });

  it.each<[string, { readStorageMode: boolean; stage: Stage }]>([
    ['where it is not configured', { readStorageMode: false, stage: 'nonprod' }],
    ['in production', { readStorageMode: true, stage: 'prod' }],
  ])('is not read %s, nor may the session read it', async (_where, settings) => {
    const { measure, calls, wire } = measuring({}, settings);
    const measured = of(await measure(regionTarget('eu-west-1')), OLD_VERSIONS);
    expect(inventoryOf(measured)?.largest[0]).not.toHaveProperty('storage');
    expect(calls()).toEqual(['sts', 'settings', 'functions', 'aliases']);
    expect(wire.requests[0]?.body).not.toContain('GetFunction');
  });

  it('is unknown when the time is up, and the versions are still counted', async () => {
    const end = new AbortController();
    const aliases = (): WireAnswer => {
      end.abort(new OutOfTime());
      return json({ Aliases: [] });
    };
    const { measure, calls } = measuring(
      { aliases },
      { signal: end.signal, readStorageMode: true },
    );
    const measured = of(await measure(regionTarget('eu-west-1')), OLD_VERSIONS);
    expect(inventoryOf(measured)?.largest).toMatchObject([{ storage: 'unknown' }]);
    expect(calls()).not.toContain('code');
  });
});

describe('measuring an account as a whole', () => {
  it('reads buckets and their quota in the global Region of the partition', async () => {
    const { measure, calls, wire } = measuring();
    const measured = await measure(wholeAccount());
    expect([...measured]).toEqual([
      [
        S3_BUCKETS,
        {
          kind: 'measured',
          used: inCount(1),
          limit: { known: true, value: inCount(10_000), source: 'applied quota' },
        },
      ],
    ]);
    expect(calls()).toEqual(['sts', 'buckets', 'quota']);
    expect(wire.requests[2]?.host).toBe('servicequotas.us-east-1.amazonaws.com');
  });

  it('reads in the same Region whether an increase is requested, once the warning is reached', async () => {
    const { measure, calls, wire } = measuring({ quota: json({ Quota: { Value: 1 } }) });
    expect(of(await measure(wholeAccount()), S3_BUCKETS)).toMatchObject({
      used: inCount(1),
      increase: { open: false },
    });
    expect(calls()).toEqual(['sts', 'buckets', 'quota', 'requests']);
    expect(wire.requests[3]?.host).toBe('servicequotas.us-east-1.amazonaws.com');
  });

  it('has buckets and quota when the requests for increases cannot be read', async () => {
    const { measure } = measuring({
      quota: json({ Quota: { Value: 1 } }),
      requests: typedError(400, 'AccessDeniedException'),
    });
    expect(of(await measure(wholeAccount()), S3_BUCKETS)).toMatchObject({
      kind: 'measured',
      limit: { known: true },
      increase: { open: 'unknown', failure: { reason: 'denied' } },
    });
  });

  it('has the buckets when the quota cannot be read, and nothing when the buckets cannot be read', async () => {
    const limitless = measuring({ quota: typedError(400, 'AccessDeniedException') });
    expect(of(await limitless.measure(wholeAccount()), S3_BUCKETS)).toMatchObject({
      kind: 'measured',
      used: inCount(1),
      limit: { known: false, failure: { operation: 'servicequotas:GetServiceQuota' } },
    });
    const unseen = measuring({ buckets: xmlError(403, 'AccessDenied') });
    expect(of(await unseen.measure(wholeAccount()), S3_BUCKETS)).toMatchObject({
      kind: 'not-measured',
      failure: { reason: 'denied', operation: 's3:ListAllMyBuckets' },
    });
  });
});

describe('an account whose role cannot be assumed', () => {
  it.each<[string, WireAnswer, string]>([
    ['denied', queryError(403, 'AccessDenied'), 'denied'],
    ['without credentials in the answer', { body: '<AssumeRoleResponse/>' }, 'malformed'],
    ['in a Region where STS is off', queryError(403, 'RegionDisabledException'), 'not-enabled'],
  ])(
    'is not measured in any limit of any target, after one call: %s',
    async (_what, sts, reason) => {
      const { measure, calls } = measuring({ sts });
      const targets = [regionTarget('eu-west-1'), regionTarget('us-east-1'), wholeAccount()];
      const measured = await Promise.all(targets.map(measure));
      expect(measured.map((each) => [...each.keys()])).toEqual([
        [CODE_STORAGE, OLD_VERSIONS],
        [CODE_STORAGE, OLD_VERSIONS],
        [S3_BUCKETS],
      ]);
      for (const measurement of measured.flatMap((each) => [...each.values()])) {
        expect(measurement).toMatchObject({
          kind: 'not-measured',
          failure: { reason, operation: 'sts:AssumeRole' },
        });
      }
      expect(calls()).toEqual(['sts']);
    },
  );
});

describe('when the time is up', () => {
  it('every remaining limit is "out of time", and no more requests are sent', async () => {
    const over = AbortSignal.abort(new OutOfTime());
    const { measure, calls } = measuring({}, { signal: over });
    for (const target of [regionTarget('eu-west-1'), wholeAccount()]) {
      for (const measurement of (await measure(target)).values()) {
        expect(measurement).toMatchObject({
          kind: 'not-measured',
          failure: { reason: 'out-of-time' },
        });
      }
    }
    expect(calls()).toEqual([]);
  });

  it('in the middle of a listing, the listing is not used', async () => {
    const end = new AbortController();
    const functions = (request: SentRequest): WireAnswer => {
      if (request.query['Marker'] === 'page-3') end.abort(new OutOfTime());
      const next = Number(request.query['Marker']?.slice('page-'.length) ?? '1') + 1;
      return json({ Functions: [], NextMarker: `page-${next}` });
    };
    const { measure } = measuring({ functions }, { signal: end.signal });
    const measured = await measure(regionTarget('eu-west-1'));
    expect(of(measured, CODE_STORAGE)).toMatchObject({ kind: 'measured' });
    expect(of(measured, OLD_VERSIONS)).toMatchObject({
      kind: 'not-measured',
      failure: { reason: 'out-of-time', operation: 'lambda:ListFunctions' },
    });
  });
});

it('limits the rate of all requests to one account and Region together', async () => {
  const functions = (request: SentRequest): WireAnswer => {
    const page = Number(request.query['Marker'] ?? '0');
    return json({ Functions: [], ...(page < 48 && { NextMarker: String(page + 1) }) });
  };
  const { measure, clock, calls } = measuring({ functions });
  await measure(regionTarget('eu-west-1'));
  // 51 requests to Lambda, the last to check a count of zero functions, and one to another service; other tests
  // cover the session.
  expect(calls()).toHaveLength(52);
  expect(clock.seconds).toBeCloseTo(9.2, 1);
});
