import type { Instant } from '../../model/time.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../model/time.ts';
import type { Claim, WatchState } from '../../model/watch-state.ts';

/** The largest difference between two clocks. */
const CLOCKS_DIFFER_MS = MINUTE_MS;

/**
 * The longest claim: the timeout of a function, and a minute.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const LONGEST_LEASE_MS = 16 * MINUTE_MS;

/** The claim of `runId` to publish what waits. */
export function claimFor(runId: string, now: Instant, leaseMs: number): Claim {
  return { runId, until: instant(now + Math.min(leaseMs, LONGEST_LEASE_MS)) };
}

/** Whether the run of `claim` may still be publishing. A claim longer than a run can last is not valid. */
export function isLive(claim: Claim, now: Instant): boolean {
  return now < claim.until && claim.until <= now + LONGEST_LEASE_MS + CLOCKS_DIFFER_MS;
}

/**
 * The claim that forbids a run to publish or to save. Lambda can deliver an event twice with one request
 * id: a claim that a run finds at its start, even under its own id, belongs to the other delivery.
 */
export function liveClaim(state: WatchState, now: Instant): Claim | undefined {
  return state.claim !== undefined && isLive(state.claim, now) ? state.claim : undefined;
}

export function released(state: WatchState): WatchState {
  const { claim: _, ...unclaimed } = state;
  return unclaimed;
}

/** Scheduled times that are remembered, at least an hour apart: a run may be hours late. */
const TIMES_KEPT = 8;

/** Shortest period of the schedule in `schedule.yml`. */
const SHORTEST_PERIOD_MS = HOUR_MS;

/**
 * Whether a run for that scheduled time has ended, so that this one is a duplicate. A time that is a period
 * old or in the future does not count: a scheduler may always send the same time.
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

/** `state` at the end of a run for that time. A future time is not recorded, or its own run would send nothing. */
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
