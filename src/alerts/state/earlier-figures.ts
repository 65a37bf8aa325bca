import type { EarlierFigures, ReadEarlierFigures } from '../../limits/ports.ts';
import { limitKey } from '../../model/notice.ts';
import type { LoadedState } from '../ports.ts';

/** Returns a function that reads the figures of earlier runs from the state, once, on the first call. */
export function earlierFigures(load: () => Promise<LoadedState>): ReadEarlierFigures {
  let figures: Promise<EarlierFigures | 'unreadable'> | undefined;
  return () => (figures ??= load().then(figuresIn));
}

function figuresIn(loaded: LoadedState): EarlierFigures | 'unreadable' {
  switch (loaded.kind) {
    case 'missing':
      return { lastOf: () => undefined };
    case 'unreadable':
      return 'unreadable';
    case 'found':
    case 'set-aside': {
      const state = loaded.kind === 'found' ? loaded.state : loaded.restored;
      if (state === undefined) return 'unreadable';
      const { savedAt, samples } = state;
      return {
        endedAt: savedAt,
        lastOf: (target, limit) => samples[limitKey({ target, limit })]?.at(-1),
      };
    }
  }
}
