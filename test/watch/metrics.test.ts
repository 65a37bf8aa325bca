import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { metricsWriter } from '../../src/watch/emit-metrics.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { summarise } from '../../src/limits/summarise-code.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { AccountRef } from '../../src/model/configuration.ts';
import type { Finding, JudgedFinding } from '../../src/model/finding.ts';
import type { MetricDocument } from '../../src/model/metrics.ts';
import type { WatchOutcome } from '../../src/model/report.ts';
import { instant } from '../../src/model/time.ts';
import { bytes, count } from '../../src/model/units.ts';
import { metricDocuments, utilisationMetric } from '../../src/watch/metrics.ts';
import { faultsOfEmf } from '../aws/emf.ts';
import {
  blind,
  CODE_STORAGE,
  failure,
  judged,
  OLD_VERSIONS,
  regionTarget,
  S3_BUCKETS,
  unknown,
  wholeAccount,
} from '../model/make.ts';

const LIMITS = catalogue.map(({ definition }) => definition);
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1'];

function outcome(findings: readonly Finding[], more: Partial<WatchOutcome> = {}): WatchOutcome {
  const at = instant(Date.parse('2026-11-22T06:00:00Z'));
  return {
    report: {
      deployment: 'limits-watchdog',
      runId: 'run-1',
      startedAt: at,
      measuredAt: at,
      limits: LIMITS,
      findings,
      status: 'complete',
    },
    status: 'complete',
    published: 0,
    toldEverybody: true,
    topicProblems: [],
    waitsForConfirmation: false,
    forecasts: new Map(),
    samples: {},
    history: 'known',
    finishedAt: at,
    traffic: { calls: 7, retries: 2, throttles: 1 },
    ...more,
  };
}

function account(at: number): AccountRef {
  return { id: accountId(String(222_222_222_222 + at)), name: `team-${at}`, stage: 'nonprod' };
}

function oldVersions(old: number, target = regionTarget('eu-west-1')): JudgedFinding {
  const holding = {
    name: 'billing',
    versions: count(old),
    packageBytes: bytes(old * 10),
    oldVersions: count(old),
    oldPackageBytes: bytes(old * 10),
  };
  const none = { layerVersions: 0, packageBytes: 0 };
  return {
    ...judged('ok', target, OLD_VERSIONS, old, 1_000),
    inventory: summarise([holding], none, none),
  };
}

/** `name=value` of the metrics of the document that has `dimensions`. */
function metricsOf(findings: readonly Finding[]): readonly string[] {
  const [document] = metricDocuments(outcome(findings), false);
  return (document?.metrics ?? []).map(({ name, value }) => `${name}=${value}`);
}

describe('the metrics of an account', () => {
  it('are the worst utilisation of each limit, the sums of what is old, and what was not seen', () => {
    expect(
      metricsOf([
        judged('ok', regionTarget('eu-west-1'), CODE_STORAGE, 20),
        judged('critical', regionTarget('us-east-1'), CODE_STORAGE, 97),
        oldVersions(3, regionTarget('eu-west-1')),
        oldVersions(4, regionTarget('us-east-1')),
        judged('ok', wholeAccount(), S3_BUCKETS, 1_200, 10_000),
      ]),
    ).toMatchInlineSnapshot(`
      [
        "LambdaCodeStorageUtilization=97",
        "LambdaOldVersionsUtilization=0.4",
        "S3BucketsUtilization=12",
        "OldVersions=7",
        "OldVersionPackageBytes=70",
        "TargetsNotMeasured=0",
      ]
    `);
  });

  it('leave out what nobody knows, and never write it as 0', () => {
    expect(
      metricsOf([
        blind(failure('denied')),
        blind(failure('denied'), regionTarget('eu-west-1'), OLD_VERSIONS),
        unknown(wholeAccount(), S3_BUCKETS),
      ]),
    ).toEqual(['TargetsNotMeasured=1']);
  });

  it('leave out a sum when one part of it is missing: it would look like a fall', () => {
    const seen = oldVersions(900, regionTarget('eu-west-1'));
    const unseen = blind(failure('throttled'), regionTarget('us-east-1'), OLD_VERSIONS);
    const { inventory: _, ...withoutHolders } = oldVersions(5, regionTarget('us-east-1'));
    for (const missing of [unseen, withoutHolders]) {
      const metrics = metricsOf([seen, missing]);
      expect(metrics.filter((metric) => metric.startsWith('OldVersion'))).toEqual([]);
    }
  });

  it('sum over a Region that is not enabled as over nothing', () => {
    const notEnabled = {
      ...blind(failure('not-enabled'), regionTarget('me-south-1'), OLD_VERSIONS),
      state: 'not-enabled',
    } as const;
    expect(metricsOf([oldVersions(3), notEnabled])).toContain('OldVersions=3');
  });

  it('leave out a utilisation of which the worst is beyond all numbers, instead of the second worst', () => {
    const metrics = metricsOf([
      judged('ok', regionTarget('eu-west-1'), OLD_VERSIONS, 0, 0),
      judged('critical', regionTarget('us-east-1'), OLD_VERSIONS, 5, 0),
    ]);
    expect(metrics).toEqual(['TargetsNotMeasured=0']);
  });

  it('count a target that was not seen once, however many limits it has', () => {
    expect(
      metricsOf([
        blind(failure('denied')),
        blind(failure('denied'), regionTarget('eu-west-1'), OLD_VERSIONS),
        blind(failure('denied'), wholeAccount(), S3_BUCKETS),
      ]),
    ).toEqual(['TargetsNotMeasured=2']);
  });

  it('are named after their limit', () => {
    expect(LIMITS.map(({ id }) => utilisationMetric(id))).toEqual([
      'LambdaCodeStorageUtilization',
      'LambdaOldVersionsUtilization',
      'S3BucketsUtilization',
    ]);
  });
});

describe('the metrics of a deployment', () => {
  const deployment = (more: Partial<WatchOutcome>): MetricDocument | undefined =>
    metricDocuments(outcome([judged('ok')], more), false).at(-1);

  it.each([
    ['complete', true, 1, 0],
    ['attention', true, 1, 0],
    ['incomplete', true, 1, 1],
    ['failed', true, 1, 1],
    ['failed', false, undefined, 1],
  ] as const)(
    'of a %s run (told everybody: %s) beat: %s, incomplete: %s',
    (status, toldEverybody, beat, incomplete) => {
      const { metrics } = deployment({ status, toldEverybody }) ?? { metrics: [] };
      const value = (name: string): number | undefined =>
        metrics.find((each) => each.name === name)?.value;
      expect([value('Heartbeat'), value('IncompleteRuns')]).toEqual([beat, incomplete]);
      // An alarm takes these from the errors: a failed run must not be among them.
      expect(value('RunIncompleteErrors')).toBe(status === 'incomplete' ? 1 : 0);
    },
  );

  it('carry the time at which the run began, as the errors of its invocation do', () => {
    const startedAt = instant(Date.parse('2026-11-22T05:48:00Z'));
    const { report } = outcome([]);
    const documents = metricDocuments(
      outcome([], { report: { ...report, startedAt, findings: [judged('ok')] } }),
      true,
    );
    expect(documents.length).toBeGreaterThan(1);
    expect(new Set(documents.map(({ at }) => at))).toEqual(new Set([startedAt]));
  });

  it('tell what the run cost beside them, where that is free', () => {
    expect(deployment({})).toMatchObject({
      dimensions: { Deployment: 'limits-watchdog' },
      metrics: [{}, {}, {}],
      fields: { calls: 7, throttles: 1, retries: 2 },
    });
  });
});

/** Everything that a run of `accounts` × three Regions finds when it sees everything. */
function everythingSeen(accounts: number): readonly Finding[] {
  return Array.from({ length: accounts }, (_, at) => account(at)).flatMap((each) => [
    ...REGIONS.flatMap((code) => [
      judged('ok', regionTarget(code, 'default', each), CODE_STORAGE, 10),
      oldVersions(1, regionTarget(code, 'default', each)),
    ]),
    judged('ok', wholeAccount(each), S3_BUCKETS, 10, 10_000),
  ]);
}

/** Each of which CloudWatch bills. */
function combinations(documents: readonly MetricDocument[]): number {
  return new Set(
    documents.flatMap(({ dimensions, metrics }) =>
      metrics.map(({ name }) => JSON.stringify([name, Object.entries(dimensions)])),
    ),
  ).size;
}

describe('what CloudWatch bills for 5 accounts in 3 Regions', () => {
  it('is 6 metrics an account and 3 for the deployment', () => {
    expect(combinations(metricDocuments(outcome(everythingSeen(5)), false))).toBe(5 * 6 + 3);
  });

  it('is 2 more for each account and Region where that is asked for', () => {
    expect(combinations(metricDocuments(outcome(everythingSeen(5)), true))).toBe(
      5 * 6 + 3 + 5 * 3 * 2,
    );
  });

  it('does not grow with bad luck', () => {
    const findings = everythingSeen(5).map((finding, at): Finding =>
      at % 3 === 0 ? blind(failure('denied'), finding.target, finding.limit) : finding,
    );
    expect(combinations(metricDocuments(outcome(findings), true))).toBeLessThan(
      5 * 6 + 3 + 5 * 3 * 2,
    );
  });
});

describe('every metric document', () => {
  const amount = fc.oneof(fc.constant(0), fc.nat(2 ** 53 - 1));
  const target = fc.constantFrom(
    ...REGIONS.map((code) => regionTarget(code)),
    regionTarget('me-south-1', 'account', account(1)),
    wholeAccount(),
  );
  const finding: fc.Arbitrary<Finding> = fc
    .record({
      target,
      used: amount,
      quota: amount,
      kind: fc.nat(4),
      limit: fc.constantFrom(CODE_STORAGE, OLD_VERSIONS, S3_BUCKETS),
    })
    .map(({ target, used, quota, kind, limit }): Finding => {
      if (kind === 0) return blind(failure('denied'), target, limit);
      if (kind === 1) return unknown(target, limit);
      if (kind === 2) return oldVersions(used % 1_000_000, target);
      return judged('warn', target, limit, used, quota);
    });

  it('follows the specification of the embedded metric format, whatever was found', () => {
    fc.assert(
      fc.property(
        fc.array(finding, { maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        (findings, perRegion, toldEverybody) => {
          const lines: string[] = [];
          const documents = metricDocuments(outcome(findings, { toldEverybody }), perRegion);
          metricsWriter((line) => lines.push(line))(documents);
          expect(lines).toHaveLength(documents.length);
          expect(lines.flatMap(faultsOfEmf)).toEqual([]);
          expect(
            documents
              .flatMap(({ metrics }) => metrics)
              .every(({ value }) => Number.isFinite(value)),
          ).toBe(true);
        },
      ),
    );
  });

  it('stays far below the size of a log event with every Region of an account failing at length', () => {
    const places = Array.from({ length: 40 }, (_, at) => regionTarget(`xx-place-${at + 1}`));
    const long = { ...failure('denied', 'X'.repeat(100)), message: 'x'.repeat(300) };
    const findings = places.flatMap((place) => [
      blind(long, place),
      blind(long, place, OLD_VERSIONS),
    ]);
    const lines: string[] = [];
    metricsWriter((line) => lines.push(line))(metricDocuments(outcome(findings), true));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(100_000);
  });
});
