import type { ShowFilter } from '../../prune/plan/overview/show.ts';
import { isReviewId } from '../../prune/apply/documents.ts';
import type { KnownAccounts, NarrowedEvent } from '../plan/plan-event.ts';
import { readBeginning, readNarrowing, runId } from '../plan/plan-event.ts';
import { readShowFilter } from '../plan/plan-question.ts';
import type { KeyNames } from '../prune/prune-event.ts';
import { checkEvent, EventReader, hasKey, textKey } from '../prune/prune-event.ts';

export type ReviewRequestEvent =
  | { readonly kind: 'begin'; readonly event: NarrowedEvent }
  | { readonly kind: 'continue'; readonly from: string }
  | {
      readonly kind: 'show';
      readonly reviewId: string;
      readonly filter: ShowFilter;
      /** The number of versions on earlier pages. */
      readonly from: number;
    };

const reviewId = textKey(
  isReviewId,
  'the id of a review, such as review-20261122T060000Z-0123456789abcdef',
);

export function asksForReview(event: unknown): boolean {
  return hasKey(event, 'review', 'continueReview', 'showReview');
}

/**
 * Parses `{"review":"prod"}` with optional `functions`, `regions`, `olderThanDays`, `keep`, `requestedBy`;
 * `{"continueReview":RUNID}`; or `{"showReview":REVIEWID}` with `functions`, `kept`, `version`, `from`. `names` replace
 * the keys in faults. @throws EventNotUnderstood with all faults, before any request.
 */
export function readReviewEvent(
  event: unknown,
  known: KnownAccounts,
  names: KeyNames = {},
): ReviewRequestEvent {
  const reader = new EventReader(event, names);
  if (reader.has('continueReview')) {
    const from = reader.required('continueReview', runId);
    reader.end();
    if (from !== undefined) return { kind: 'continue', from };
  }
  if (reader.has('showReview')) return readShow(reader);
  return { kind: 'begin', event: readBeginning(reader, 'review', known, () => ({})) };
}

export function checkReviewShape(event: unknown, names: KeyNames): void {
  checkEvent(event, names, (reader) => {
    if (reader.has('showReview')) readShow(reader);
    else if (!reader.has('continueReview')) readNarrowing(reader, 'review');
    else reader.required('continueReview', runId);
  });
}

function readShow(reader: EventReader): ReviewRequestEvent {
  const id = reader.required('showReview', reviewId) ?? '';
  const { filter, from } = readShowFilter(reader);
  reader.end();
  return { kind: 'show', reviewId: id, filter, from };
}
