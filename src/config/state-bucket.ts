import { DEFAULTS } from './defaults.ts';
import type { Draft } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { BUCKET } from './values.ts';

/** The bucket of the state where the file names none. It may not be a name that S3 accepts. */
export function defaultStateBucket(deployment: string, account: string, region: string): string {
  return `${deployment}-state-${account}-${region}`;
}

export function defaultStateKey(deployment: string): string {
  return `${deployment}/state.json`;
}

/** A deployment of which no name for the bucket of the state can be made. */
export function stateBucketProblems(
  { deployment = DEFAULTS.deployment, tooling, state }: Draft,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  const isNamed = state?.bucket !== undefined || isFaulty(['state', 'bucket']);
  if (isNamed || isFaulty(['deployment'])) return [];
  if (tooling?.account === undefined || tooling.region === undefined) return [];
  if (BUCKET.test(defaultStateBucket(deployment, tooling.account, tooling.region))) return [];
  const name = defaultStateBucket('<deployment>', tooling.account, tooling.region);
  const message = `the bucket of the state cannot be called ${name} after it: S3 wants 3 to 63 characters without capitals; set state.bucket`;
  return [{ path: ['deployment'], message }];
}
