import type { Configuration } from '../model/configuration.ts';

const INVOCATIONS_A_DAY = 24;
/** Reads the report and what is remembered; of a new report it also asks Service Quotas, which is free. */
const SECONDS_AN_INVOCATION = 2;
/** GiB of the increase function, as `serverless.yml` makes it. */
const MEMORY_GIB = 0.5;

/** What the increase function takes in a month. */
export interface IncreaseShare {
  readonly alarms: number;
  readonly invocations: number;
  readonly gibSeconds: number;
  readonly s3Reads: number;
  readonly s3Writes: number;
}

/** @param runs watch runs a month, each of which leaves a report. Nothing where watchdog.yml has no increases. */
export function increaseShare(
  { increases }: Pick<Configuration, 'increases'>,
  days: number,
  runs: number,
): IncreaseShare {
  if (increases === undefined) {
    return { alarms: 0, invocations: 0, gibSeconds: 0, s3Reads: 0, s3Writes: 0 };
  }
  const invocations = INVOCATIONS_A_DAY * days;
  return {
    alarms: 1,
    invocations,
    gibSeconds: invocations * SECONDS_AN_INVOCATION * MEMORY_GIB,
    // And the watch run reads what was requested.
    s3Reads: 2 * invocations + runs,
    // The claim and the end. Requests, each with two more, are too few to count.
    s3Writes: 2 * runs,
  };
}
