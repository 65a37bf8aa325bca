import type { Instant } from '../model/time.ts';
import { instant } from '../model/time.ts';
import type { Claim, WatchState } from '../model/watch-state.ts';

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
