import type { Instant } from '../../model/time.ts';
import { instant, MINUTE_MS } from '../../model/time.ts';
import type { Claim, WatchState } from '../../model/watch-state.ts';

/** The right of `runId` to publish what waits, for as long as it can possibly still be running. */
export function claimFor(runId: string, now: Instant, leaseMs: number): Claim {
  return { runId, until: instant(now + leaseMs) };
}

export function isLive(claim: Claim, now: Instant): boolean {
  return now < claim.until;
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

/** Whether a run for that scheduled time came to its end: then nobody else publishes for it. */
export function isPublishedFor({ publishedFor = [] }: WatchState, scheduledAt: Instant): boolean {
  return publishedFor.includes(scheduledAt);
}

/** By so much the clock of a function may be behind that of the schedule. */
const CLOCKS_DIFFER_MS = MINUTE_MS;

/**
 * `state` at the end of a run for that scheduled time. A run by hand has none, and leaves no mark; nor
 * does one for a time that has not come, or the run that the schedule begins then would be silent.
 */
export function withPublished(
  state: WatchState,
  scheduledAt: Instant | undefined,
  now: Instant,
): WatchState {
  if (scheduledAt === undefined || isPublishedFor(state, scheduledAt)) return state;
  if (scheduledAt > now + CLOCKS_DIFFER_MS) return state;
  const times = [...(state.publishedFor ?? []), scheduledAt];
  return { ...state, publishedFor: times.slice(-TIMES_KEPT) };
}
