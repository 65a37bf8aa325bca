import { DAY_MS, HOUR_MS, instant, isoTime, MINUTE_MS } from '../../src/model/time.ts';
import { numbersIn } from '../../test/sandbox/state/range.ts';
import type { FunctionWorld, RegionWorld } from '../../test/sandbox/world.ts';

const MIB = 1024 ** 2;
const DEPLOYED_FOR_DAYS = 170;
/** The age of the oldest alias events in CloudTrail, in days; CloudTrail keeps 90. */
const EVENTS_OF_DAYS = 30;
const DOMAINS = [
  'orders',
  'billing',
  'search',
  'catalog',
  'users',
  'media',
  'reports',
  'webhooks',
] as const;
const JOBS = ['api', 'worker', 'sync'] as const;

export interface Services {
  readonly count: number;
  /** The published versions of each service, such as `1-50`, one for each deployment. */
  readonly versions: string;
  /** The approximate package size; the first services are larger. */
  readonly mebibytes: number;
}

/** Returns when dev was pruned, in milliseconds since 1970: 16:20 UTC of the day before `now`. */
export function prunedAt(now: number): number {
  return now - (now % DAY_MS) - DAY_MS + 16 * HOUR_MS + 20 * MINUTE_MS;
}

/** Returns a Region whose services were last deployed a day before `now` and at least an hour before the prune of dev. */
export function servicesAt(now: number, { count, versions, mebibytes }: Services): RegionWorld {
  const numbers = numbersIn(versions);
  const newest = String(numbers.at(-1));
  const lastDaysAgo = Math.max(1, (now - prunedAt(now) + HOUR_MS) / DAY_MS);
  const names = Array.from({ length: count }, (_, place) => nameOf(place));
  const functions = names.map((name, place): FunctionWorld => ({
    name,
    versions,
    codeSize: Math.round(mebibytes * MIB * (1.06 - (0.12 * place) / count)),
    publishedFrom: at(now, DEPLOYED_FOR_DAYS),
    publishedTo: at(now, lastDaysAgo),
    aliases: [{ name: 'live', version: newest }],
  }));
  const daysBetween = (DEPLOYED_FOR_DAYS - lastDaysAgo) / Math.max(1, numbers.length - 1);
  const moves = numbers.map((version, place) => ({
    version,
    daysAgo: DEPLOYED_FOR_DAYS - place * daysBetween,
  }));
  // Includes the version from which the first listed move started.
  const first = Math.max(0, moves.findIndex(({ daysAgo }) => daysAgo <= EVENTS_OF_DAYS) - 1);
  const aliasEvents = names.flatMap((functionName) =>
    moves.slice(first).map(({ version, daysAgo }) => ({
      time: at(now, daysAgo),
      event: 'UpdateAlias' as const,
      functionName,
      alias: 'live',
      version: String(version),
    })),
  );
  return { functions, aliasEvents };
}

function nameOf(place: number): string {
  const domain = DOMAINS[place % DOMAINS.length] ?? 'service';
  return `${domain}-${JOBS[Math.floor(place / DOMAINS.length) % JOBS.length] ?? 'job'}`;
}

/** Returns the time that many days before `now`, in ISO 8601. */
export function at(now: number, daysAgo: number): string {
  return isoTime(instant(Math.round(now - daysAgo * DAY_MS)));
}
