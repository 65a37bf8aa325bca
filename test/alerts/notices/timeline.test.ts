import { expect, it } from 'vitest';

import type { Finding } from '../../../src/model/finding.ts';
import { HOUR_MS, instant, isoTime } from '../../../src/model/time.ts';
import { lineOf, Simulation } from './simulation.ts';
import {
  accountOf,
  blind,
  BUCKETS,
  definition,
  DEV,
  judged,
  mute,
  PROD,
  settings,
  STORAGE,
} from './world.ts';

const START = Date.UTC(2026, 8, 1);
const RUNS = 240;
const EVERY_HOURS = 6;

function at(run: number) {
  return instant(START + run * EVERY_HOURS * HOUR_MS);
}

function dayAt(day: number) {
  return instant(START + day * 24 * HOUR_MS);
}

/**
 * The findings of run `run`:
 *
 * - shop-dev, code storage of 1,000: grows by 16 a day from 560. On day 24 it is reduced to 850, on day 44 to 400.
 *
 * - shop-dev in us-east-1: 930 from day 30 to day 50, under a mute that ends on day 37; jumps by 150 on day 58.
 *
 * - shop-prod, code storage: between 785 and 801 on days 5 to 9.
 *
 * - shop-prod: no access from day 14 to noon of day 17.
 *
 * - shop-prod, buckets: 930 of 1,000 from day 20; the quota is raised to 2,000 on day 26.
 */
function findingsAt(run: number): readonly Finding[] {
  const day = (run * EVERY_HOURS) / 24;
  const dev = day < 24 ? 560 + 4 * run : day < 44 ? 850 : 400;
  const wobble = day >= 5 && day < 9 ? (run % 2 === 0 ? 801 : 785) : 700;
  const outage = day >= 14 && day < 17.5;
  const east = day < 30 ? 500 : day < 50 ? 930 : day < 58 ? 500 : 650;
  const prod = { account: PROD } as const;
  return [
    judged({ used: dev }),
    judged({ used: east, region: 'us-east-1' }),
    outage ? blind({ ...prod }) : judged({ ...prod, used: wobble }),
    outage
      ? blind({ ...prod, region: 'global', limit: BUCKETS })
      : judged({
          ...prod,
          region: 'global',
          limit: BUCKETS,
          used: day < 20 ? 500 : 930,
          quota: day < 26 ? 1_000 : 2_000,
        }),
  ];
}

it('sixty days of growth, wobble, outage, clean-up, a raised quota and a mute: these messages and no others', () => {
  const simulation = new Simulation({
    accounts: [
      accountOf(DEV, ['eu-west-1', 'us-east-1']),
      accountOf(PROD, ['eu-west-1'], [STORAGE, BUCKETS]),
    ],
    limits: [definition(STORAGE), definition(BUCKETS, 'account')],
    alerts: settings({
      mutes: [mute({ accounts: ['shop-dev'], regions: ['us-*'], until: dayAt(37) })],
    }),
  });
  const lines: string[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    for (const { group, notices } of simulation.run(findingsAt(run), at(run))) {
      const day = Math.floor((run * EVERY_HOURS) / 24);
      lines.push(`day ${day}, ${isoTime(at(run))} to ${group}`);
      lines.push(...notices.map((notice) => `  ${lineOf(notice)}`));
    }
  }
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "day 5, 2026-09-06T00:00:00Z to prod
      raised warn by threshold: 222222222222/eu-west-1/lambda-code-storage#1, 80.1 % of 1000
    day 9, 2026-09-10T00:00:00Z to prod
      recovered: 222222222222/eu-west-1/lambda-code-storage#2, 70.0 % of 1000
    day 13, 2026-09-14T00:00:00Z to nonprod
      raised warn by forecast: 111111111111/eu-west-1/lambda-code-storage#1, 76.8 % of 1000, full in 13 d
    day 14, 2026-09-15T00:00:00Z to prod
      blind: 222222222222/eu-west-1/blind#1 lambda-code-storage denied
      blind: 222222222222/global/blind#1 s3-buckets denied
    day 15, 2026-09-16T00:00:00Z to prod
      still-blind: 222222222222/eu-west-1/blind#2 lambda-code-storage denied
      still-blind: 222222222222/global/blind#2 s3-buckets denied
    day 16, 2026-09-17T00:00:00Z to prod
      still-blind: 222222222222/eu-west-1/blind#3 lambda-code-storage denied
      still-blind: 222222222222/global/blind#3 s3-buckets denied
    day 17, 2026-09-18T00:00:00Z to prod
      still-blind: 222222222222/eu-west-1/blind#4 lambda-code-storage denied
      still-blind: 222222222222/global/blind#4 s3-buckets denied
    day 17, 2026-09-18T12:00:00Z to prod
      sighted: 222222222222/eu-west-1/blind#5
      sighted: 222222222222/global/blind#5
    day 20, 2026-09-21T00:00:00Z to prod
      raised critical by threshold: 222222222222/global/s3-buckets#1, 93.0 % of 1000, jump 500 to 930
    day 20, 2026-09-21T00:00:00Z to nonprod
      reminded warn by threshold: 111111111111/eu-west-1/lambda-code-storage#2, 88.0 % of 1000, full in 6 d
    day 21, 2026-09-22T00:00:00Z to prod
      reminded critical by threshold: 222222222222/global/s3-buckets#2, 93.0 % of 1000
    day 21, 2026-09-22T06:00:00Z to nonprod
      escalated critical by threshold: 111111111111/eu-west-1/lambda-code-storage#3, 90.0 % of 1000, full in 5 d
    day 22, 2026-09-23T00:00:00Z to prod
      reminded critical by threshold: 222222222222/global/s3-buckets#3, 93.0 % of 1000
    day 22, 2026-09-23T06:00:00Z to nonprod
      reminded critical by threshold: 111111111111/eu-west-1/lambda-code-storage#4, 91.6 % of 1000, full in 4 d
    day 23, 2026-09-24T00:00:00Z to prod
      reminded critical by threshold: 222222222222/global/s3-buckets#4, 93.0 % of 1000
    day 23, 2026-09-24T06:00:00Z to nonprod
      reminded critical by threshold: 111111111111/eu-west-1/lambda-code-storage#5, 93.2 % of 1000, full in 3 d
    day 24, 2026-09-25T00:00:00Z to prod
      reminded critical by threshold: 222222222222/global/s3-buckets#5, 93.0 % of 1000
    day 24, 2026-09-25T00:00:00Z to nonprod
      eased warn by threshold: 111111111111/eu-west-1/lambda-code-storage#6, 85.0 % of 1000
    day 25, 2026-09-26T00:00:00Z to prod
      reminded critical by threshold: 222222222222/global/s3-buckets#6, 93.0 % of 1000
    day 26, 2026-09-27T00:00:00Z to prod
      recovered: 222222222222/global/s3-buckets#7, 46.5 % of 2000
    day 31, 2026-10-02T00:00:00Z to nonprod
      reminded warn by threshold: 111111111111/eu-west-1/lambda-code-storage#7, 85.0 % of 1000
      raised critical by threshold: 111111111111/us-east-1/lambda-code-storage#1, 93.0 % of 1000 (muted by ana)
    day 37, 2026-10-08T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#2, 93.0 % of 1000
      mute expired: shop-dev · us-* · all limits, by ana, until 2026-10-08T00:00:00Z
    day 38, 2026-10-09T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#3, 93.0 % of 1000
      reminded warn by threshold: 111111111111/eu-west-1/lambda-code-storage#8, 85.0 % of 1000
    day 39, 2026-10-10T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#4, 93.0 % of 1000
    day 40, 2026-10-11T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#5, 93.0 % of 1000
    day 41, 2026-10-12T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#6, 93.0 % of 1000
    day 42, 2026-10-13T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#7, 93.0 % of 1000
    day 43, 2026-10-14T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#8, 93.0 % of 1000
    day 44, 2026-10-15T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#9, 93.0 % of 1000
      recovered: 111111111111/eu-west-1/lambda-code-storage#9, 40.0 % of 1000
    day 45, 2026-10-16T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#10, 93.0 % of 1000
    day 46, 2026-10-17T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#11, 93.0 % of 1000
    day 47, 2026-10-18T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#12, 93.0 % of 1000
    day 48, 2026-10-19T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#13, 93.0 % of 1000
    day 49, 2026-10-20T00:00:00Z to nonprod
      reminded critical by threshold: 111111111111/us-east-1/lambda-code-storage#14, 93.0 % of 1000
    day 50, 2026-10-21T00:00:00Z to nonprod
      recovered: 111111111111/us-east-1/lambda-code-storage#15, 50.0 % of 1000
    day 58, 2026-10-29T00:00:00Z to nonprod
      jump: 111111111111/us-east-1/lambda-code-storage#16, 500 to 650 in 1 d, usually 0"
  `);
});
