import { deletableUntil } from '../plan/guard-plan.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';

/** Until when deletions may begin, and that one did. */
export type Window = Pick<DeletionWindow, 'begin' | 'until'>;

/** Until when deletions may begin in one slice. Shared by its Regions: the plan begins in any of them. */
export class DeletionWindow {
  readonly #madeAt: Instant;
  readonly #sliceUntil: Instant;
  #begunAt: Instant | undefined;

  /** `begunAt` is that of the journal when the slice starts. */
  constructor(madeAt: Instant, begunAt: Instant | undefined, sliceUntil: Instant) {
    this.#madeAt = madeAt;
    this.#begunAt = begunAt;
    this.#sliceUntil = sliceUntil;
  }

  begin(at: Instant): void {
    this.#begunAt = instant(Math.min(at, this.#begunAt ?? at));
  }

  /** The same window where no deletion may begin at `end` or later, either. */
  before(end: Instant): Window {
    return {
      begin: (at) => this.begin(at),
      until: () => instant(Math.min(end, this.until())),
    };
  }

  /** No deletion may begin then or later. */
  until(): Instant {
    return instant(Math.min(this.#sliceUntil, deletableUntil(this.#madeAt, this.#begunAt)));
  }
}
