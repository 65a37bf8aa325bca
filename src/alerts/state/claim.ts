import type { Instant } from '../../model/time.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../model/time.ts';
import type { Claim, WatchState } from '../../model/watch-state.ts';

const CLOCKS_DIFFER_MS = MINUTE_MS;

/**
 * The longest time that a claim lasts: the maximum timeout of a function, and a minute.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const LONGEST_LEASE_MS = 16 * MINUTE_MS;

export function claimFor(runId: string, now: Instant, leaseMs: number): Claim {
  return { runId, until: instant(now + Math.min(leaseMs, LONGEST_LEASE_MS)) };
}

/** Whether the run that made `claim` may still be publishing. A claim that lasts longer than any run can is invalid. */
export function isLive(claim: Claim, now: Instant): boolean {
  return now < claim.until && claim.until <= now + LONGEST_LEASE_MS + CLOCKS_DIFFER_MS;
}

/**
 * Returns the claim that forbids a run to publish or save, if any. Lambda can deliver an event twice with one
 * request id: a claim that exists when a run starts, even with the run's own id, belongs to another delivery.
 */
export function liveClaim(state: WatchState, now: Instant): Claim | undefined {
  return state.claim !== undefined && isLive(state.claim, now) ? state.claim : undefined;
}

export function withoutClaim(state: WatchState): WatchState {
  const { claim: _, ...unclaimed } = state;
  return unclaimed;
}

/** The number of scheduled times that are remembered. Late runs for earlier times must not push out the current one. */
const TIMES_KEPT = 8;

/** Shortest period of the schedule in `schedule.yml`. */
const SHORTEST_PERIOD_MS = HOUR_MS;

/**
 * Whether another run for this scheduled time has ended, so that this run is a duplicate. A time that is an hour
 * old or in the future does not count, since a scheduler may always send the same time.
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

/** Records that a run for this time has ended. A future time is not recorded: its own run would send nothing. */
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
