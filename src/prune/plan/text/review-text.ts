import { isoTime } from '../../../model/time.ts';
import { plain } from '../../../text/plain.ts';
import { withSeparators } from '../../../text/quantities.ts';
import type { PlannedVersion, Review, ReviewedRow } from '../../model/prune-plan.ts';
import { reviewSums, reviewVerdict } from '../make-review.ts';
import { failedCheckLines, unclearCallerLines, unlistedText } from './blind-text.ts';
import { totalText, verdictLines } from './plan.ts';
import { checkText, KEPT_FOR, reasonsText } from './reason-text.ts';

/** The review for people: one line for each version, failed reads, the lines `about`, and the totals. */
export function reviewText(review: Review, about: readonly string[] = []): string {
  const { deleted, kept } = verdictLines(review, verdictText);
  const versions = [...deleted, ...kept];
  return `${[
    ...versions,
    ...(versions.length > 0 ? [''] : []),
    ...review.unlisted.map((place) => `Not listed: ${reviewUnlisted(place)}`),
    ...failedCheckLines(review, 'ReviewEvidence'),
    ...unclearCallerLines(review),
    ...rowLines(review.rows),
    `Not covered, among others: ${review.notCovered.map(plain).join(', ')}`,
    '',
    ...about,
    ...reviewTotalLines(review),
  ].join('\n')}\n`;
}

function verdictText(version: PlannedVersion): string {
  if (version.verdict === 'delete') return 'could go';
  const word = reviewVerdict(version) === 'not-checked' ? 'not checked' : 'keep';
  return `${word}: ${reasonsText(version.reasons)}`;
}

export function reviewUnlisted({ region, failure }: Review['unlisted'][number]): string {
  return unlistedText({ of: 'functions', region, failure }, 'ReviewEvidence');
}

export function rowLines(rows: readonly ReviewedRow[]): readonly string[] {
  const named = (state: ReviewedRow['state']): string =>
    rows
      .filter((row) => row.state === state)
      .map(({ check }) => checkText(check))
      .join(', ');
  const line = (title: string, names: string): readonly string[] =>
    names === '' ? [] : [`${title}: ${names}`];
  return [
    ...line('Checked', named('checked')),
    ...line('Checked in part', named('partly')),
    ...line('Not checked', named('not-checked')),
    ...line('Not needed for any version', named('not-needed')),
  ];
}

export function reviewTotalLines(review: Review): readonly string[] {
  const { account, regions, madeAt, totals } = review;
  const sums = reviewSums(review);
  const places = regions.length === 0 ? 'no Region' : regions.join(', ');
  return [
    `${plain(account.name)} (${account.id}, ${account.stage}), ${places}, reviewed ${isoTime(madeAt)}`,
    `${totalText(totals.listed)} listed`,
    `${totalText(sums.keep)} to keep`,
    ...totals.keptFor
      .filter(({ code }) => code !== 'not-checked')
      .map(({ code, versions }) => `  ${withSeparators(versions)}: ${KEPT_FOR[code]}`),
    `${totalText(sums['not-checked'])} not checked: whether they are in use is unknown`,
    `${totalText(sums['could-go'])} could go: every check was made and found no use`,
    'Sizes are of packages; how much code storage is freed is known only afterwards.',
  ];
}
