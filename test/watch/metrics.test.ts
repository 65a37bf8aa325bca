import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { metricsWriter } from '../../src/watch/emit-metrics.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { summarise } from '../../src/limits/summarise-code.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { AccountRef } from '../../src/model/configuration.ts';
import type { Finding, JudgedFinding } from '../../src/model/finding.ts';
import { metricRule, utilisationMetric } from '../../src/model/metric-rules.ts';
import type { MetricDocument } from '../../src/model/metrics.ts';
import type { WatchOutcome } from '../../src/model/report.ts';
import { limitKey } from '../../src/model/notice.ts';
import { instant } from '../../src/model/time.ts';
import { bytes, count } from '../../src/model/units.ts';
import { endDocument, figureDocuments, forecastDocuments } from '../../src/watch/metrics.ts';
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
    sentEveryAlert: true,
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

/** Returns all metric documents of a run. */
function documentsOf(outcome: WatchOutcome, perRegion = false): readonly MetricDocument[] {
  return [
    ...figureDocuments(outcome.report, [], { perRegion }),
    ...forecastDocuments(outcome.report, outcome.forecasts, 14),
    endDocument(outcome),
  ];
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

/** Returns the metrics `name=value` of the first document. */
function metricsOf(findings: readonly Finding[]): readonly string[] {
  const [document] = documentsOf(outcome(findings));
  return (document?.metrics ?? []).map(({ name, value }) => `${name}=${value}`);
}

describe('the metrics of an account', () => {
  it('are the worst utilisation of each limit, the sums of old versions, and the limits not measured', () => {
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
        "LimitsNotMeasured=0",
      ]
    `);
  });

  it('leave out unknown figures, and never write them as 0', () => {
    expect(
      metricsOf([
        blind(failure('denied')),
        blind(failure('denied'), regionTarget('eu-west-1'), OLD_VERSIONS),
        unknown(wholeAccount(), S3_BUCKETS),
      ]),
    ).toEqual(['LimitsNotMeasured=3']);
  });

  it('leave out a sum when one part of it is missing, because it would look like a decrease', () => {
    const seen = oldVersions(900, regionTarget('eu-west-1'));
    const unseen = blind(failure('throttled'), regionTarget('us-east-1'), OLD_VERSIONS);
    const { inventory: _, ...withoutHolders } = oldVersions(5, regionTarget('us-east-1'));
    for (const missing of [unseen, withoutHolders]) {
      const metrics = metricsOf([seen, missing]);
      expect(metrics.filter((metric) => metric.startsWith('OldVersion'))).toEqual([]);
    }
  });

  it('treat a Region that is not enabled as empty in sums', () => {
    const notEnabled = {
      ...blind(failure('not-enabled'), regionTarget('me-south-1'), OLD_VERSIONS),
      state: 'not-enabled',
    } as const;
    expect(metricsOf([oldVersions(3), notEnabled])).toContain('OldVersions=3');
  });

  it('leave out a utilisation whose maximum is infinite, and do not use the second highest', () => {
    const metrics = metricsOf([
      judged('ok', regionTarget('eu-west-1'), OLD_VERSIONS, 0, 0),
      judged('critical', regionTarget('us-east-1'), OLD_VERSIONS, 5, 0),
    ]);
    expect(metrics).toEqual(['LimitsNotMeasured=0']);
  });

  it('count each limit of each target that was not measured', () => {
    expect(
      metricsOf([
        blind(failure('denied')),
        blind(failure('denied'), regionTarget('eu-west-1'), OLD_VERSIONS),
        blind(failure('denied'), wholeAccount(), S3_BUCKETS),
      ]),
    ).toEqual(['LimitsNotMeasured=3']);
  });

  it.each([
    ['a lower bound that has reached no threshold', 'ok', 79, []],
    ['a lower bound at the warning', 'warn', 85, ['LambdaCodeStorageUtilization=85']],
    ['a lower bound that is critical', 'critical', 97, ['LambdaCodeStorageUtilization=97']],
  ] as const)('of a limit that a Region hides are %s: %s %d', (_, state, percent, written) => {
    const seen = judged(state, regionTarget('eu-west-1'), CODE_STORAGE, percent);
    const hidden = blind(failure('denied'), regionTarget('us-east-1'));
    const withoutQuota = unknown(regionTarget('us-east-1'), CODE_STORAGE);
    for (const unseen of [hidden, withoutQuota]) {
      expect(metricsOf([seen, unseen])).toEqual([...written, 'LimitsNotMeasured=1']);
    }
  });

  it('are 0 limits not measured for an account without limits to measure', () => {
    const documents = figureDocuments(outcome([]).report, [account(1)], { perRegion: false });
    expect(documents[0]).toMatchObject({
      dimensions: { Account: '222222222223', Stage: 'nonprod' },
      metrics: [{ name: 'LimitsNotMeasured', value: 0 }],
    });
  });

  it.each([
    ['nothing hidden', 40, false, [40]],
    ['something hidden, and far away', 40, true, []],
    ['something hidden, and a warning all the same', 13, true, [13]],
  ] as const)('are days to full with %s: %d', (_, daysToFull, isHidden, written) => {
    const seen = judged('ok');
    const forecasts = new Map([
      [limitKey(seen), { daysToFull, earliestDays: 1, basisDays: 9, perDay: 1 }],
    ]);
    const hidden = isHidden ? [blind(failure('denied'), regionTarget('us-east-1'))] : [];
    const { report } = outcome([seen, ...hidden]);
    const documents = forecastDocuments(report, forecasts, 14);
    expect(documents.flatMap(({ metrics }) => metrics.map(({ value }) => value))).toEqual(written);
  });

  it('each have a rule that says which value is better', () => {
    const findings = everythingSeen(2);
    const forecasts = new Map(
      findings.map((finding) => [
        limitKey(finding),
        { daysToFull: 3, earliestDays: 1, basisDays: 9, perDay: 1 },
      ]),
    );
    const names = documentsOf(outcome(findings, { forecasts }), true).flatMap(({ metrics }) =>
      metrics.map(({ name }) => name),
    );
    expect(new Set(names).size).toBe(LIMITS.length + 7);
    for (const name of names) expect(() => metricRule(name)).not.toThrow();
    expect(() => metricRule('Surprises')).toThrow('the metric Surprises has no rule');
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
    documentsOf(outcome([judged('ok')], more)).at(-1);

  it.each([
    ['complete', true, 1],
    ['attention', true, 1],
    ['incomplete', true, 1],
    ['failed', true, 1],
    ['failed', false, undefined],
  ] as const)('of a %s run (sent every alert: %s) beat: %s', (status, sentEveryAlert, beat) => {
    const { metrics } = deployment({ status, sentEveryAlert }) ?? { metrics: [] };
    const value = (name: string): number | undefined =>
      metrics.find((each) => each.name === name)?.value;
    expect(value('Heartbeat')).toBe(beat);
    // An alarm subtracts these from the errors, so a failed run must not be counted.
    expect(value('RunIncompleteErrors')).toBe(status === 'incomplete' ? 1 : 0);
  });

  it.each([
    ['complete', 0],
    ['attention', 0],
    ['incomplete', 1],
    ['failed', 1],
  ] as const)('say of a run that measured as %s whether it saw everything: %d', (status, value) => {
    const { report } = outcome([]);
    const documents = figureDocuments({ ...report, status }, [], { perRegion: false });
    expect(documents.at(-1)?.metrics).toEqual([{ name: 'IncompleteRuns', unit: 'Count', value }]);
  });

  it('have the time at which the run began, like the errors of its invocation', () => {
    const startedAt = instant(Date.parse('2026-11-22T05:48:00Z'));
    const { report } = outcome([]);
    const documents = documentsOf(
      outcome([], { report: { ...report, startedAt, findings: [judged('ok')] } }),
      true,
    );
    expect(documents.length).toBeGreaterThan(1);
    expect(new Set(documents.map(({ at }) => at))).toEqual(new Set([startedAt]));
  });

  it("have the run's numbers of calls in log fields, which are free", () => {
    expect(deployment({})).toMatchObject({
      dimensions: { Deployment: 'limits-watchdog' },
      metrics: [{}, {}],
      fields: { calls: 7, throttles: 1, retries: 2 },
    });
  });
});

/** Returns the findings of a complete run over `accounts` × three Regions. */
function everythingSeen(accounts: number): readonly Finding[] {
  return Array.from({ length: accounts }, (_, at) => account(at)).flatMap((each) => [
    ...REGIONS.flatMap((code) => [
      judged('ok', regionTarget(code, 'default', each), CODE_STORAGE, 10),
      oldVersions(1, regionTarget(code, 'default', each)),
    ]),
    judged('ok', wholeAccount(each), S3_BUCKETS, 10, 10_000),
  ]);
}

/** Returns the number of metrics that CloudWatch bills. */
function combinations(documents: readonly MetricDocument[]): number {
  return new Set(
    documents.flatMap(({ dimensions, metrics }) =>
      metrics.map(({ name }) => JSON.stringify([name, Object.entries(dimensions)])),
    ),
  ).size;
}

describe('the metrics that CloudWatch bills for 5 accounts in 3 Regions', () => {
  it('are 6 for each account and 3 for the deployment', () => {
    expect(combinations(documentsOf(outcome(everythingSeen(5)), false))).toBe(5 * 6 + 3);
  });

  it('is 2 more for each account and Region with metrics.perRegion', () => {
    expect(combinations(documentsOf(outcome(everythingSeen(5)), true))).toBe(5 * 6 + 3 + 5 * 3 * 2);
  });

  it('does not grow when everything fails', () => {
    const findings = everythingSeen(5).map((finding, at): Finding =>
      at % 3 === 0 ? blind(failure('denied'), finding.target, finding.limit) : finding,
    );
    expect(combinations(documentsOf(outcome(findings), true))).toBeLessThan(5 * 6 + 3 + 5 * 3 * 2);
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

  it('follows the specification of the embedded metric format, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.array(finding, { maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        (findings, perRegion, sentEveryAlert) => {
          const lines: string[] = [];
          const documents = documentsOf(outcome(findings, { sentEveryAlert }), perRegion);
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

  it('stays far below the size of a log event when every Region of an account fails with long messages', () => {
    const places = Array.from({ length: 40 }, (_, at) => regionTarget(`xx-place-${at + 1}`));
    const long = { ...failure('denied', 'X'.repeat(100)), message: 'x'.repeat(300) };
    const findings = places.flatMap((place) => [
      blind(long, place),
      blind(long, place, OLD_VERSIONS),
    ]);
    const lines: string[] = [];
    metricsWriter((line) => lines.push(line))(documentsOf(outcome(findings), true));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(100_000);
  });
});
