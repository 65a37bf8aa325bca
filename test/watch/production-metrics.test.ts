import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { AccountRef, Stage } from '../../src/model/configuration.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { WatchReport } from '../../src/model/report.ts';
import { instant } from '../../src/model/time.ts';
import { productionDocuments } from '../../src/watch/production-metrics.ts';
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
import type { FaultRule } from '../sandbox/faults.ts';
import { memberAccount, runWatch, toolingAccount } from './run-watch.ts';

const ALARM_PERCENT = 90;
const AT = instant(Date.parse('2026-11-22T06:00:00Z'));
const account = (stage: Stage, id = '555555555555'): AccountRef => ({
  id: accountId(id),
  name: `${stage}-account`,
  stage,
});
const PROD = account('prod');
const IRELAND = regionTarget('eu-west-1', 'default', PROD);
const VIRGINIA = regionTarget('us-east-1', 'default', PROD);

function reportOf(findings: readonly Finding[], more: Partial<WatchReport> = {}): WatchReport {
  return {
    deployment: 'limits-watchdog',
    runId: 'run-1',
    startedAt: AT,
    measuredAt: AT,
    limits: catalogue.map(({ definition }) => definition),
    findings,
    status: 'complete',
    ...more,
  };
}

/**
 * Returns the percentage that was written, undefined if none was, and the number of quotas that were not measured.
 */
function written(findings: readonly Finding[], more: Partial<WatchReport> = {}) {
  const [document] = productionDocuments(reportOf(findings, more), ALARM_PERCENT);
  const value = (metric: string) => document?.metrics.find(({ name }) => name === metric)?.value;
  return [value('ProductionUtilization'), value('ProductionLimitsNotMeasured')];
}

const NOT_ENABLED = {
  ...blind(failure('not-enabled'), VIRGINIA, CODE_STORAGE),
  state: 'not-enabled',
} as const;
const NO_DATA = { ...NOT_ENABLED, state: 'no-data' } as const;
const at = (percent: number, target = IRELAND, limit = CODE_STORAGE): Finding =>
  judged(percent < 80 ? 'ok' : 'warn', target, limit, percent);
const DENIED = blind(failure('denied'), VIRGINIA, CODE_STORAGE);
const COULD_NOT_LIST: WatchReport['discovery'] = {
  trouble: { kind: 'not-listed', failure: failure('denied') },
  accounts: [],
  leftOut: [],
  unselected: {},
  gaps: [],
};

const BUCKETS_DENIED: FaultRule = {
  match: { service: 's3', operation: 'ListBuckets' },
  times: 'always',
  effect: { kind: 'error', name: 'AccessDenied', status: 403, message: 'no' },
};

describe('the metrics for the alarms on production', () => {
  it.each<[string, readonly Finding[], readonly [number | undefined, number]]>([
    [
      'the fullest quota',
      [at(20), at(70, VIRGINIA), at(30, wholeAccount(PROD), S3_BUCKETS)],
      [70, 0],
    ],
    [
      'no ceiling of the team, measured or not',
      [at(20), at(250, IRELAND, OLD_VERSIONS), blind(failure('denied'), VIRGINIA, OLD_VERSIONS)],
      [20, 0],
    ],
    [
      'no account that is nonprod',
      [at(20), at(99, regionTarget('eu-west-1', 'default', account('nonprod')))],
      [20, 0],
    ],
    [
      'an account without a stage',
      [at(20), at(95, regionTarget('eu-west-1', 'default', account('unstaged')))],
      [95, 0],
    ],
    [
      'no Region that is not enabled, and no metric of a service that is not used',
      [at(20), NOT_ENABLED, NO_DATA],
      [20, 0],
    ],
    [
      'nothing lower than the alarm while a quota is not measured',
      [at(89), DENIED],
      [undefined, 1],
    ],
    ['what the alarm goes off for, even then', [at(90), DENIED], [90, 1]],
    ['nothing where the quota is unknown', [unknown(IRELAND, CODE_STORAGE)], [undefined, 1]],
    [
      'a quota of 0 that is used as not measured',
      [judged('critical', IRELAND, CODE_STORAGE, 5, 0), at(20, VIRGINIA)],
      [undefined, 1],
    ],
    ['no quota of production as one that is not measured', [], [undefined, 1]],
  ])('have %s', (_, findings, expected) => {
    expect(written(findings)).toEqual(expected);
  });

  it('count accounts that could not be listed as not measured', () => {
    expect(written([at(20)], { discovery: COULD_NOT_LIST })).toEqual([undefined, 1]);
    const { trouble: _, ...listed } = COULD_NOT_LIST;
    expect(written([at(20)], { discovery: listed })).toEqual([20, 0]);
  });

  it('are not written when the alarms are not configured', () => {
    expect(productionDocuments(reportOf([at(99)]), undefined)).toEqual([]);
  });

  it('name the fullest quota in a log field, which is free', () => {
    const [document] = productionDocuments(reportOf([at(20), at(70, VIRGINIA)]), ALARM_PERCENT);
    expect(document).toMatchObject({
      dimensions: { Deployment: 'limits-watchdog' },
      fields: {
        fullest: { accountName: 'prod-account', region: 'us-east-1', limit: CODE_STORAGE },
      },
    });
  });

  it.each([
    ['everything seen', [], ['ProductionUtilization=75', 'ProductionLimitsNotMeasured=0']],
    ['S3 denied', [BUCKETS_DENIED], ['ProductionLimitsNotMeasured=1']],
  ] as const)('are in the log of a run with %s', async (_, faults, expected) => {
    const regions = { 'eu-west-1': { codeStorage: { usage: { bytes: 225 * 1024 ** 3 } } } };
    const { lines } = await runWatch({
      world: { accounts: [toolingAccount(), memberAccount(PROD.id, 'prod', { regions })] },
      accounts: [{ id: PROD.id, name: 'prod', stage: 'prod' }],
      regions: ['eu-west-1'],
      settings: { health: { productionPercent: ALARM_PERCENT } },
      faults,
    });
    const found = lines.filter((line) => line.includes('"ProductionLimitsNotMeasured"'));
    expect(found).toHaveLength(1);
    const document: Readonly<Record<string, unknown>> = JSON.parse(found[0] ?? '');
    const figures = Object.entries(document).flatMap(([name, value]) =>
      name.startsWith('Production') ? [`${name}=${String(value)}`] : [],
    );
    expect(figures).toEqual(expected);
  });

  it('never end an alarm, and never lower the count, because something was not measured', () => {
    const place = fc.constantFrom(IRELAND, VIRGINIA, wholeAccount(PROD));
    const finding = fc
      .record({ place, percent: fc.nat(120), limit: fc.constantFrom(CODE_STORAGE, S3_BUCKETS) })
      .map(({ place: target, percent, limit }) => at(percent, target, limit));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(finding, fc.boolean()), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (those, isQuotaHidden) => {
          const hide = ({ target, limit }: Finding): Finding =>
            isQuotaHidden ? unknown(target, limit) : blind(failure('denied'), target, limit);
          const [full] = written(those.map(([each]) => each));
          const hidden = those.map(([each, isHidden]) => (isHidden ? hide(each) : each));
          const [seen, unseen] = written(hidden);
          expect(unseen).toBe(those.filter(([, isHidden]) => isHidden).length);
          // A missing value keeps the alarm's state, so a value that ends the alarm must be complete.
          const endsAlarm = seen !== undefined && seen < ALARM_PERCENT;
          expect(endsAlarm ? seen : full).toBe(full);
        },
      ),
    );
  });
});
