import type { SightNotice } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';
import type { DigestContext } from './context.ts';
import { limitWords } from './context.ts';
import { failureText } from '../../text/failure-text.ts';
import { counted } from '../../text/quantities.ts';
import type { Quote } from '../../text/plain.ts';

/** Each limit that one place does not see, with why. */
export function unseenLines(
  { unseen }: SightNotice,
  context: DigestContext,
  quote: Quote,
): readonly string[] {
  return unseen.map(
    ({ limit, failure }) => `${limitWords(context, limit).title}: ${quote(failureText(failure))}`,
  );
}

/**
 * The limits that several places do not see, and the cause that they have in common, as one line:
 * `Lambda code storage, Old Lambda versions (only eu-west-1) and S3 buckets: access denied (…)`.
 */
export function unseenTogetherLines(
  notices: readonly SightNotice[],
  context: DigestContext,
  quote: Quote,
): readonly string[] {
  const byRegion = regionsFirst(notices);
  const failure = byRegion[0]?.unseen[0]?.failure;
  if (failure === undefined) return [];
  const limits = new Set(byRegion.flatMap(({ unseen }) => unseen.map(({ limit }) => limit)));
  const named = [...limits].map((limit) => {
    const those = byRegion.filter(({ unseen }) => unseen.some((one) => one.limit === limit));
    const { title } = limitWords(context, limit);
    return isWhole(those, byRegion) ? title : `${title} (only ${placesText(those, quote)})`;
  });
  return [`${listed(named)}: ${quote(failureText(failure))}`];
}

/** `eu-west-1, us-east-1 and account-wide` */
export function placesText(notices: readonly SightNotice[], quote: Quote): string {
  return listed(placesOf(notices).map((place) => placeText(place, quote)));
}

/** `in 3 Regions and account-wide` */
export function placeCountText(notices: readonly SightNotice[]): string {
  const places = placesOf(notices);
  const regions = places.filter((place) => place !== 'global').length;
  return [
    ...(regions === 0 ? [] : [`in ${counted(regions, 'Region')}`]),
    ...(regions < places.length ? ['account-wide'] : []),
  ].join(' and ');
}

/** Each place once, the account as a whole last. */
export function placesOf(notices: readonly SightNotice[]): readonly string[] {
  return [...new Set(regionsFirst(notices).map(({ target }) => placeOf(target)))];
}

/** Whether a limit is missing wherever it could be: in every Region, or in the account as a whole. */
function isWhole(those: readonly SightNotice[], all: readonly SightNotice[]): boolean {
  const scopes = new Set(those.map(({ target }) => target.scope));
  const possible = all.filter(({ target }) => scopes.has(target.scope));
  return placesOf(those).length === placesOf(possible).length;
}

function regionsFirst(notices: readonly SightNotice[]): readonly SightNotice[] {
  return notices.toSorted(
    (a, b) => Number(a.target.scope === 'account') - Number(b.target.scope === 'account'),
  );
}

function placeText(place: string, quote: Quote): string {
  return place === 'global' ? 'account-wide' : quote(place);
}

function listed(words: readonly string[]): string {
  const last = words.at(-1);
  if (last === undefined || words.length === 1) return last ?? '';
  return `${words.slice(0, -1).join(', ')} and ${last}`;
}
