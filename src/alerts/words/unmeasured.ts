import type { VisibilityNotice, UnseenLimit } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';
import type { DigestContext } from './context.ts';
import { limitWords } from './context.ts';
import { blindText } from '../../text/blind-text.ts';
import type { Quote } from '../../text/plain.ts';
import { counted, usedText } from '../../text/quantities.ts';

/** Texts of one cause that a line quotes. */
const MOST_CAUSES = 3;

/** Whether of each limit only the quota is not known: all of their usage is. */
export function isOnlyQuota(unseen: readonly UnseenLimit[]): boolean {
  return unseen.length > 0 && unseen.every(({ used }) => used !== undefined);
}

/** `20 buckets; limit unknown: `, where the usage is known; else nothing. */
function knownText({ limit, used }: UnseenLimit, context: DigestContext): string {
  if (used === undefined) return '';
  return `${usedText(used, limitWords(context, limit).noun)}; limit unknown: `;
}

/** Each limit that one place does not see, with what is known of it and why the rest is not. */
export function unseenLines(
  { unseen }: VisibilityNotice,
  context: DigestContext,
  quote: Quote,
): readonly string[] {
  return unseen.map((one) => {
    const { title } = limitWords(context, one.limit);
    return `${title}: ${knownText(one, context)}${quote(blindText(one.failure))}`;
  });
}

/**
 * The limits that several places do not see, and the cause that they have in common, as one line:
 * `Lambda code storage, Old Lambda versions (only eu-west-1) and S3 buckets: access denied (…)`.
 */
export function unseenTogetherLines(
  notices: readonly VisibilityNotice[],
  context: DigestContext,
  quote: Quote,
): readonly string[] {
  const byRegion = regionsFirst(notices);
  const failures = byRegion.flatMap(({ unseen }) => unseen.map(({ failure }) => failure));
  // One cause by its codes; AWS's own words may differ, such as by the policy that denies.
  const causes = [...new Set(failures.map(blindText))].slice(0, MOST_CAUSES);
  if (causes.length === 0) return [];
  const limits = new Set(byRegion.flatMap(({ unseen }) => unseen.map(({ limit }) => limit)));
  const named = [...limits].map((limit) => {
    const those = byRegion.filter(({ unseen }) => unseen.some((one) => one.limit === limit));
    const { title } = limitWords(context, limit);
    return isWhole(those, byRegion) ? title : `${title} (only ${placesText(those, quote)})`;
  });
  return [`${listed(named)}: ${causes.map(quote).join('; ')}`];
}

/** `eu-west-1, us-east-1 and account-wide` */
export function placesText(notices: readonly VisibilityNotice[], quote: Quote): string {
  return listed(placesOf(notices).map((place) => placeText(place, quote)));
}

/** `in 3 Regions and account-wide` */
export function placeCountText(notices: readonly VisibilityNotice[]): string {
  const places = placesOf(notices);
  const regions = places.filter((place) => place !== 'global').length;
  return [
    ...(regions === 0 ? [] : [`in ${counted(regions, 'Region')}`]),
    ...(regions < places.length ? ['account-wide'] : []),
  ].join(' and ');
}

/** Each place once, the account as a whole last. */
function placesOf(notices: readonly VisibilityNotice[]): readonly string[] {
  return [...new Set(regionsFirst(notices).map(({ target }) => placeOf(target)))];
}

/** Whether a limit is missing wherever it could be: in every Region, or in the account as a whole. */
function isWhole(those: readonly VisibilityNotice[], all: readonly VisibilityNotice[]): boolean {
  const scopes = new Set(those.map(({ target }) => target.scope));
  const possible = all.filter(({ target }) => scopes.has(target.scope));
  return placesOf(those).length === placesOf(possible).length;
}

function regionsFirst(notices: readonly VisibilityNotice[]): readonly VisibilityNotice[] {
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
