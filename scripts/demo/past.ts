import { placeOf } from '../../src/model/target.ts';
import type { ReportedFinding, ReportedPrunes, RunReport } from '../../src/model/run-report.ts';
import { limitKey } from '../../src/model/notice.ts';
import { DAY_MS, instant } from '../../src/model/time.ts';
import type { Instant } from '../../src/model/time.ts';
import { bytes, count, GIB } from '../../src/model/units.ts';
import type { DailySample, WatchState } from '../../src/model/watch-state.ts';

const DAYS = 89;
const CLEANED_DAYS_AGO = 41;

/** What a watch of 89 days would remember of the findings, each leading up to what stands there now. */
export function pastOf({ findings, measuredAt }: RunReport): WatchState['samples'] {
  return Object.fromEntries(
    findings.flatMap((one, at): readonly (readonly [string, readonly DailySample[]])[] =>
      'quota' in one.finding ? [[limitKey(one.finding), samplesOf(one, at, measuredAt)]] : [],
    ),
  );
}

function samplesOf({ finding }: ReportedFinding, at: number, now: Instant): readonly DailySample[] {
  if (!('used' in finding)) return [];
  const { target, used } = finding;
  const isDeployedTo = target.account.name === 'dev' && placeOf(target) === 'eu-west-1';
  const perDay = isDeployedTo ? 0.0078 : 0.0004;
  const random = randomNumbers(at + 1);
  const samples: DailySample[] = [];
  for (let daysAgo = 1, share = 1; daysAgo <= DAYS; daysAgo += 1) {
    const day = new Date(now - daysAgo * DAY_MS);
    if (isDeployedTo && daysAgo === CLEANED_DAYS_AGO) share += 0.24;
    // Nobody deploys on weekends, and not the same on every other day.
    else share -= day.getUTCDay() % 6 === 0 ? 0 : perDay * 2.8 * random();
    samples.push({ day: day.toISOString().slice(0, 10), used: Math.round(used.amount * share) });
  }
  return samples.toReversed();
}

/** Between 0 and 1, the same ones for the same seed: the minimal standard generator of Park and Miller. */
function randomNumbers(seed: number): () => number {
  let state = seed * 7_919;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The clean-up that the samples show. */
export function prunesOf({ findings, measuredAt }: RunReport): ReportedPrunes {
  const dev = findings.find(({ finding }) => finding.target.account.name === 'dev');
  if (dev === undefined) return { kind: 'read', prunes: [] };
  return {
    kind: 'read',
    prunes: [
      {
        planId: 'dev-20261012',
        account: dev.finding.target.account,
        endedAt: instant(measuredAt - CLEANED_DAYS_AGO * DAY_MS),
        planned: count(412),
        deleted: count(409),
        packageBytesDeleted: bytes(Math.round(34.2 * GIB)),
        regions: [
          {
            region: 'eu-west-1',
            before: {
              kind: 'read',
              used: bytes(Math.round(263.9 * GIB)),
              limit: bytes(300 * GIB),
            },
            after: { kind: 'read', used: bytes(Math.round(193.4 * GIB)), limit: bytes(300 * GIB) },
          },
        ],
      },
    ],
  };
}
