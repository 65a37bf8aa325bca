import { deletableUntil } from '../plan/guard-plan.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';

export type Window = Pick<DeletionWindow, 'begin' | 'until'>;

/** When deletions of a slice must begin. Shared by its Regions, any of which may begin the plan. */
export class DeletionWindow {
  readonly #madeAt: Instant;
  readonly #sliceUntil: Instant;
  #begunAt: Instant | undefined;

  /** `begunAt`: by the journal at the start of the slice. */
  constructor(madeAt: Instant, begunAt: Instant | undefined, sliceUntil: Instant) {
    this.#madeAt = madeAt;
    this.#begunAt = begunAt;
    this.#sliceUntil = sliceUntil;
  }

  begin(at: Instant): void {
    this.#begunAt = instant(Math.min(at, this.#begunAt ?? at));
  }

  /** The same window, ending at `end` at the latest. */
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
