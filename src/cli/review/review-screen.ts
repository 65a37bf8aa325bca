import type { Instant } from '../../model/time.ts';
import { requesterLine } from '../../prune/plan/text/sizes.ts';
import { plain } from '../../text/plain.ts';
import { counted } from '../../text/quantities.ts';
import type { WriteCommand } from '../help.ts';
import { evidenceLine, indented } from '../prune/plan-screen.ts';
import { functionLines, keptLines, storageLines } from '../prune/plan-tables.ts';
import { meantText, notCoveredLines } from '../prune/plan-texts.ts';
import type { ReviewOverviewAnswer, ShownReviewAnswer } from './review-answers.ts';

const COULD_GO = { title: 'Could go', of: 'could go', none: 'of which nothing could go' };
const WORDS = { 'could-go': 'could go', 'not-checked': 'not checked', keep: 'keep' } as const;

/** Returns the summary of a review for a person. */
export function reviewLines(
  review: ReviewOverviewAnswer,
  now: Instant,
  typed: WriteCommand,
  columns?: number,
): readonly string[] {
  const { reviewId, requestedBy } = review;
  const allKept = typed(`review show ${plain(reviewId)} --kept`);
  return [
    ...storageLines(review),
    ...(requestedBy === undefined ? [] : [requesterLine('Requested', requestedBy)]),
    ...review.text.map(indented),
    ...functionLines(review.functions, columns, COULD_GO),
    ...keptLines('In use', review.inUse, allKept),
    ...keptLines('Not checked, so whether in use is unknown', review.notChecked, allKept),
    ...review.rowText.map(plain),
    ...review.unlisted.map((one) => `Not listed, so nothing is known there: ${plain(one)}`),
    ...review.couldNotCheck.map(plain),
    ...review.couldNotTell.map(plain),
    ...notCoveredLines(review),
    evidenceLine(review, now),
    `The whole review: ${plain(review.reviewAt)}`,
    `Review ${plain(reviewId)}. It is no plan: nothing is deleted by it.`,
    'How to delete by hand, safely: docs/full-account.md of limits-watchdog.',
  ];
}

/** Returns why a review is incomplete, and what to do. */
export function reviewGaps({
  account,
  totals,
  unlisted,
  parameter,
}: ReviewOverviewAnswer): readonly string[] {
  const { versions } = totals.notChecked;
  const remedy =
    parameter === undefined
      ? ''
      : `; to check them, write role: { reviewEvidence: true } into watchdog.yml, run what the command setup --upgrade prints (it gives the read role ${plain(parameter)}), and review ${plain(account.name)} again`;
  return [
    ...unlisted.map((one) => `Not listed: ${plain(one)}`),
    ...(versions > 0 ? [`Not checked: ${counted(versions, 'version')}${remedy}`] : []),
  ];
}

export const REVIEWED = {
  isFree: ({ verdict }: ReviewedVersion) => verdict === 'could-go',
  lead: '',
  wordsOf: ({ verdict }: ReviewedVersion) => WORDS[verdict],
};

type ReviewedVersion = ShownReviewAnswer['versions'][number];

/** Returns a sentence for each requested name that is not in the review. */
export function notInReview({ notFound, review }: ShownReviewAnswer): readonly string[] {
  return notFound.map(
    ({ asked, meant }) =>
      `${plain(asked)} is not in review ${plain(review.reviewId)}, which lists versions published before ${plain(review.madeAt)}${meantText(meant)}.`,
  );
}
