import { boundedByNow } from './bounded.ts';
import { liveClaim } from './claim.ts';
import { emptyState } from './format.ts';
import { expectingAll } from './memories.ts';
import type { StateTrouble } from './trouble.ts';
import { setAside, unreadable } from './trouble.ts';
import type { Reroute } from './waiting-digests.ts';
import { takenOver } from './waiting-digests.ts';
import type { Claim, WatchState } from '../../model/watch-state.ts';
import type { Clock } from '../../model/clock.ts';
import type { Replaced } from '../../model/stored-object.ts';
import type { StateStore } from '../ports.ts';

/** The alert memory at the start of a run, and how the run may use it. */
export type OpenedState = {
  /** What to decide on: what is remembered, as if all that waits had been accepted already. */
  readonly expected: WatchState;
} & (
  | {
      readonly access: 'free';
      readonly stored: WatchState;
      readonly replaced: Replaced;
      /** What was wrong with it, to be alerted. */
      readonly trouble?: StateTrouble;
    }
  /** Another run is publishing. */
  | { readonly access: 'claimed'; readonly claim: Claim }
  /** Nothing can be remembered in this run. */
  | { readonly access: 'unavailable'; readonly trouble: StateTrouble }
);

/**
 * Reads the memory of `deployment`: one request, more only when what is stored cannot be used.
 * @param reroute what waits in it, as it is published now.
 */
export async function openState(
  deployment: string,
  reroute: Reroute,
  { clock, store }: { readonly clock: Clock; readonly store: StateStore },
): Promise<OpenedState> {
  const loaded = await store.load();
  const now = clock.now();
  const anew = emptyState(deployment, now);
  const taken = (state: WatchState) => takenOver(boundedByNow(state, now), now, reroute);
  switch (loaded.kind) {
    case 'found':
      return opened(taken(loaded.state), { tag: loaded.tag }, clock);
    case 'missing':
      return opened(anew, 'nothing', clock);
    case 'set-aside': {
      const { problem, restored, tag } = loaded;
      const trouble = setAside(problem, restored !== undefined);
      return opened(taken(restored ?? anew), { tag }, clock, trouble);
    }
    case 'unreadable':
      return {
        access: 'unavailable',
        expected: anew,
        trouble: unreadable(loaded.failure, loaded.problem),
      };
  }
}

function opened(
  stored: WatchState,
  replaced: Replaced,
  clock: Clock,
  trouble?: StateTrouble,
): OpenedState {
  const expected = expectingAll(stored);
  const claim = liveClaim(stored, clock.now());
  if (claim !== undefined) return { access: 'claimed', expected, claim };
  return { access: 'free', expected, stored, replaced, ...(trouble !== undefined && { trouble }) };
}
