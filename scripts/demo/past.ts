import { DEFAULTS } from '../../src/config/defaults.ts';
import { subjectKey } from '../../src/model/notice.ts';
import { DAY_MS } from '../../src/model/time.ts';
import type { Instant } from '../../src/model/time.ts';
import type { DailySample, WatchState } from '../../src/model/watch-state.ts';
import { numbersIn } from '../../test/sandbox/state/range.ts';
import type { AccountWorld, RegionWorld } from '../../test/sandbox/world.ts';
import { oldVersionsOf } from '../bench/floors/published.ts';
import { DEV, HOME_REGION } from './places.ts';

const DAYS = 89;
const CLEANED_DAYS_AGO = 41;

/** Returns the samples that 89 days of watch runs would have stored. They lead up to the usage at `now`. */
export function samplesOf(accounts: readonly AccountWorld[], now: Instant): WatchState['samples'] {
  const figures = accounts.flatMap(({ id, regions = {}, bucketCount = 0 }) => [
    ...Object.entries(regions).flatMap(([region, content]) => {
      const isDeployedTo = id === DEV && region === HOME_REGION;
      const place = `${id}/${region}`;
      return [
        { key: `${place}/lambda-code-storage`, used: storedBytes(content), isDeployedTo },
        { key: `${place}/lambda-old-versions`, used: oldVersionsIn(content, now), isDeployedTo },
      ];
    }),
    { key: `${id}/global/s3-buckets`, used: bucketCount, isDeployedTo: false },
  ]);
  return Object.fromEntries(
    figures.map(({ key, used, isDeployedTo }, place) => [
      subjectKey(key),
      daysBefore(now, used, isDeployedTo, randomNumbers(place + 1)),
    ]),
  );
}

/** Returns the bytes of all functions and layers in a Region, including `$LATEST`. */
function storedBytes({ functions = [], layers = [] }: RegionWorld): number {
  const packages = [
    ...functions.map(({ versions = '', codeSize = 0 }) => (count(versions) + 1) * codeSize),
    ...layers.map(({ versions, codeSize = 0 }) => count(versions) * codeSize),
  ];
  return packages.reduce((sum, bytes) => sum + bytes, 0);
}

function oldVersionsIn({ functions = [] }: RegionWorld, now: Instant): number {
  return functions.reduce((sum, one) => sum + oldVersionsOf(one, DEFAULTS, now).length, 0);
}

function count(versions: string): number {
  return numbersIn(versions).length;
}

function daysBefore(
  now: Instant,
  used: number,
  isDeployedTo: boolean,
  random: () => number,
): readonly DailySample[] {
  const perDay = isDeployedTo ? 0.0052 : 0.0004;
  const samples: DailySample[] = [];
  for (let daysAgo = 1, share = 1; daysAgo <= DAYS; daysAgo += 1) {
    const day = new Date(now - daysAgo * DAY_MS);
    if (isDeployedTo && daysAgo === CLEANED_DAYS_AGO) share += 0.17;
    // Nothing is deployed on weekends, and the number of deployments varies on other days.
    else share -= day.getUTCDay() % 6 === 0 ? 0 : perDay * 2.8 * random();
    samples.push({ day: day.toISOString().slice(0, 10), used: Math.round(used * share) });
  }
  return samples.toReversed();
}

/** Returns a seeded generator of numbers from 0 to 1: the minimal standard generator of Park and Miller. */
function randomNumbers(seed: number): () => number {
  let state = seed * 7_919;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
