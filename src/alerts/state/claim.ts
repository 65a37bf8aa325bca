import type { Instant } from '../../model/time.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../model/time.ts';
import type { Claim, WatchState } from '../../model/watch-state.ts';

/** By so much two clocks may differ: those of two functions, or of a function and the schedule. */
const CLOCKS_DIFFER_MS = MINUTE_MS;

/**
 * The longest claim that a run can make: a function runs for 15 minutes at most, and a lease is a
 * minute longer. https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const LONGEST_LEASE_MS = 16 * MINUTE_MS;

/** The right of `runId` to publish what waits, for as long as it can possibly still be running. */
export function claimFor(runId: string, now: Instant, leaseMs: number): Claim {
  return { runId, until: instant(now + Math.min(leaseMs, LONGEST_LEASE_MS)) };
}

/** Whether the run of `claim` may still be publishing. A claim that lasts longer than a run can is not. */
export function isLive(claim: Claim, now: Instant): boolean {
  return now < claim.until && claim.until <= now + LONGEST_LEASE_MS + CLOCKS_DIFFER_MS;
}

/**
 * The claim that forbids a run to publish or to save, if there is one. Whoever has only just read the
 * state has claimed nothing in it, so a claim under its own run id is that of another execution of
 * the same event: Lambda may deliver an event twice.
 */
export function liveClaim(state: WatchState, now: Instant): Claim | undefined {
  return state.claim !== undefined && isLive(state.claim, now) ? state.claim : undefined;
}

export function released(state: WatchState): WatchState {
  const { claim: _, ...unclaimed } = state;
  return unclaimed;
}

/** Scheduled times kept. Schedules are at least an hour apart, so a run may lag behind another by hours. */
const TIMES_KEPT = 8;

/** The shortest period of the schedule, in `schedule.yml`. */
const SHORTEST_PERIOD_MS = HOUR_MS;

/**
 * Whether a run for that scheduled time came to its end, so that a further run for it is a duplicate.
 * A time that is a period old or has not come is of no use to tell duplicates: whoever begins runs
 * with one and the same time begins further runs, which have news of their own.
 */
export function isPublishedFor(
  { publishedFor = [] }: WatchState,
  scheduledAt: Instant,
  now: Instant,
): boolean {
  return (
    publishedFor.includes(scheduledAt) &&
    now - scheduledAt < SHORTEST_PERIOD_MS &&
    scheduledAt <= now + CLOCKS_DIFFER_MS
  );
}

/**
 * `state` at the end of a run for that scheduled time. A run by hand has none, and leaves no mark; nor
 * does one for a time that has not come, or the run that the schedule begins then would be silent.
 */
export function withPublished(
  state: WatchState,
  scheduledAt: Instant | undefined,
  now: Instant,
): WatchState {
  const { publishedFor = [] } = state;
  if (scheduledAt === undefined || publishedFor.includes(scheduledAt)) return state;
  if (scheduledAt > now + CLOCKS_DIFFER_MS) return state;
  return { ...state, publishedFor: [...publishedFor, scheduledAt].slice(-TIMES_KEPT) };
}
