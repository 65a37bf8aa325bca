import type { FindingLine } from '../processes/log-lines.ts';
import { functionsIn, oldVersionsOf, versionsOf } from './published.ts';
import type { WatchedPlaces } from './watch.ts';

/** The result that a run must report for one limit in one account and Region. */
export interface ExpectedFinding {
  readonly account: string;
  readonly region: string;
  readonly limit: string;
  readonly used: number | undefined;
}

/** Returns every result that a run over this world must report, computed from the world alone. */
export function expectedFindings({
  world,
  regions,
  tooling,
  kept,
  now,
}: WatchedPlaces): readonly ExpectedFinding[] {
  return world.accounts
    .filter(({ id }) => id !== tooling)
    .flatMap((account) => {
      const isReadable = (account.stacks ?? []).length > 0;
      const of = (region: string, limit: string, used: number): ExpectedFinding => ({
        account: account.id,
        region,
        limit,
        used: isReadable ? used : undefined,
      });
      const inRegions = regions.flatMap((region) => {
        const functions = functionsIn(account, region);
        const bytes = functions.reduce(
          (sum, one) => sum + (one.codeSize ?? 0) * (versionsOf(one).length + 1),
          0,
        );
        const old = functions.reduce((sum, one) => sum + oldVersionsOf(one, kept, now).length, 0);
        return [of(region, 'lambda-code-storage', bytes), of(region, 'lambda-old-versions', old)];
      });
      return [...inRegions, of('global', 's3-buckets', account.bucketCount ?? 0)];
    });
}

/** Returns the differences between the expected results and those found, as sentences. */
export function wrongFindings(
  expected: readonly ExpectedFinding[],
  found: readonly FindingLine[],
): readonly string[] {
  const keyOf = ({ account, region, limit }: Omit<ExpectedFinding, 'used'>): string =>
    `${account} ${region} ${limit}`;
  const byKey = new Map(found.map((one) => [keyOf(one), one]));
  const wrong = expected.flatMap((one) => {
    const seen = byKey.get(keyOf(one));
    if (seen === undefined) return [`${keyOf(one)}: no finding`];
    const isRight =
      one.used === undefined
        ? seen.state === 'not-measured' && seen.used === undefined
        : seen.used === one.used;
    const { operation = '', errorName = '' } = seen.failure ?? {};
    const why = seen.failure === undefined ? '' : ` (${operation}: ${errorName})`;
    return isRight ? [] : [`${keyOf(one)}: ${seen.state} ${seen.used}${why}, not ${one.used}`];
  });
  const count = found.length === expected.length ? [] : [`${found.length} findings`];
  return [...count, ...wrong];
}
