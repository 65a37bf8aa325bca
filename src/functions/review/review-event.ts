import type { ShowFilter } from '../../prune/plan/overview/show.ts';
import { isReviewId } from '../../prune/apply/documents.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import { accountOf, readNarrowing, regionsOf, runId } from '../plan/plan-event.ts';
import { readShowFilter } from '../plan/plan-question.ts';
import type { Key, KeyNames } from '../prune/prune-event.ts';
import { EventNotUnderstood, EventReader, requester, text } from '../prune/prune-event.ts';

/** What a review is made of. Nothing in it can delete, or let more go than the configuration does. */
export interface ReviewEvent {
  readonly account: AccountConfiguration;
  readonly functions: readonly string[];
  readonly regions: readonly Region[];
  readonly olderThanDays?: number;
  readonly keepNewest?: number;
  /** Who asks, as the caller says; nothing depends on it. */
  readonly requestedBy?: string;
}

export type ReviewRequestEvent =
  | { readonly kind: 'begin'; readonly event: ReviewEvent }
  | { readonly kind: 'continue'; readonly from: string }
  | {
      readonly kind: 'show';
      readonly reviewId: string;
      readonly filter: ShowFilter;
      /** Versions that earlier answers have shown already. */
      readonly from: number;
    };

const reviewId: Key<string> = {
  read: (value) => (typeof value === 'string' && isReviewId(value) ? value : undefined),
  expected: 'the id of a review, such as review-20261122T060000Z-0123456789abcdef',
};

export function asksForReview(event: unknown): boolean {
  return (
    typeof event === 'object' &&
    event !== null &&
    ['review', 'continueReview', 'showReview'].some((key) => key in event)
  );
}

/**
 * `{"review":"prod"}` with `functions`, `regions`, `olderThanDays`, `keep` and `requestedBy` to taste,
 * `{"continueReview":…}` alone, or `{"showReview":REVIEWID}` with `functions`, `kept`, `version` and `from`.
 * @param names by which faults call the keys
 * @throws EventNotUnderstood with all faults, before anything is touched.
 */
export function readReviewEvent(
  event: unknown,
  { accounts, doubt }: Pick<Configuration, 'accounts'> & { readonly doubt?: string },
  names: KeyNames = {},
): ReviewRequestEvent {
  const reader = new EventReader(event, names);
  if (reader.has('continueReview')) {
    const from = reader.required('continueReview', runId);
    reader.end();
    if (from !== undefined) return { kind: 'continue', from };
  }
  if (reader.has('showReview')) return readShow(reader);
  const { name, regions, shape } = readShape(reader);
  const account = name === undefined ? undefined : accountOf(name, accounts, reader, doubt);
  const chosen = account === undefined ? [] : regionsOf(account, regions, reader);
  reader.end();
  if (account === undefined) throw new EventNotUnderstood('nothing was done. review: is missing');
  return { kind: 'begin', event: { account, regions: chosen, ...shape } };
}

/**
 * Checks what needs no list of accounts.
 * @throws EventNotUnderstood with all faults.
 */
export function checkReviewShape(event: unknown, names: KeyNames): void {
  const reader = new EventReader(event, names);
  if (reader.has('showReview')) readShow(reader);
  else if (!reader.has('continueReview')) readShape(reader);
  else reader.required('continueReview', runId);
  reader.end();
}

function readShow(reader: EventReader): ReviewRequestEvent {
  const id = reader.required('showReview', reviewId) ?? '';
  const { filter, from } = readShowFilter(reader);
  reader.end();
  return { kind: 'show', reviewId: id, filter, from };
}

function readShape(reader: EventReader): {
  readonly name: string | undefined;
  readonly regions: readonly string[] | undefined;
  readonly shape: Omit<ReviewEvent, 'account' | 'regions'>;
} {
  const name = reader.required('review', text);
  const { regions, narrowed } = readNarrowing(reader);
  const requestedBy = reader.optional('requestedBy', requester);
  return {
    name,
    regions,
    shape: { ...narrowed, ...(requestedBy !== undefined && { requestedBy }) },
  };
}
