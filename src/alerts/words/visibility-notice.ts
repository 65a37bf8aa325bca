import type { UnseenLimit, VisibilityNotice } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';
import { blindCauseText, blindRemedyText, blindText, ownTrouble } from '../../text/blind-text.ts';
import type { Quote } from '../../text/plain.ts';
import { counted, usedText } from '../../text/quantities.ts';
import { spanText, utcText } from '../../text/times.ts';
import type { DigestContext } from './context.ts';
import { limitWords } from './context.ts';
import type { NoticeDetails } from './notice-words.ts';

const OWN_TROUBLE = 'This is a problem of the watchdog itself, not of this account.';
const STATE_OR_LEAVE_OUT =
  'If this quota can never be read here, state its value in watchdog.yml under exceptions, or leave the limit out there.';
const MOST_CAUSES = 3;

/** Returns the text for one target, or for several whose limits are unknown for one cause or are all known again. */
export function visibilityDetails(
  notices: readonly [VisibilityNotice, ...VisibilityNotice[]],
  context: DigestContext,
  quote: Quote,
): NoticeDetails {
  const [first, ...others] = notices;
  const { change, unseen, since, at } = notices.reduce((a, b) => (b.since < a.since ? b : a));
  const isUneven = others.some((one) => one.since !== first.since);
  const lasted = spanText(since, at);
  const elsewhere = isUneven ? '; shorter in some of these places' : '';
  if (change === 'sighted') {
    return {
      what: '',
      brief: `after ${isUneven ? 'up to ' : ''}${lasted}`,
      facts: [
        `Could not be measured from ${utcText(since)} to ${utcText(at)} (${lasted})${elsewhere}.`,
        'Limits that are near or full here have alerts of their own.',
      ],
    };
  }
  const reasons = new Set(unseen.map(({ failure }) => blindCauseText(failure)));
  const isMeasured = isOnlyQuota(unseen);
  const known = isMeasured ? `${unseen.map((one) => usageOf(one, context)).join(', ')}: ` : '';
  return {
    what: '',
    brief: `${known}${[...reasons].join(', ')}`,
    facts: [
      ...(others.length === 0
        ? unseenLines(first, context, quote)
        : combinedUnseenLines(notices, context, quote)),
      ...(unseen.every(({ failure }) => ownTrouble(failure) !== undefined) ? [OWN_TROUBLE] : []),
      `First seen ${utcText(since)}${change === 'blind' ? '' : ` (${lasted})`}${elsewhere}.`,
      isMeasured
        ? 'Until the limit is known, the distance to it is unknown.'
        : 'Until this is fixed, usage of these limits is unknown.',
    ],
    steps: [
      ...new Set(unseen.map(({ failure }) => sentence(blindRemedyText(failure)))),
      ...(unseen.some(({ used }) => used !== undefined) ? [STATE_OR_LEAVE_OUT] : []),
    ],
  };
}

/** Returns the usage of a limit: `20 buckets`, `Lambda code storage 12 GiB`. */
function usageOf({ limit, used }: UnseenLimit, context: DigestContext): string {
  const { title, noun } = limitWords(context, limit);
  if (used === undefined) return title;
  return noun === '' ? `${title} ${usedText(used, noun)}` : usedText(used, noun);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Whether the usage of all these limits is known, so that only their quotas are unknown. */
export function isOnlyQuota(unseen: readonly UnseenLimit[]): boolean {
  return unseen.length > 0 && unseen.every(({ used }) => used !== undefined);
}

function unseenLines(
  { unseen }: VisibilityNotice,
  context: DigestContext,
  quote: Quote,
): readonly string[] {
  return unseen.map(({ limit, used, failure }) => {
    const { title, noun } = limitWords(context, limit);
    const known = used === undefined ? '' : `${usedText(used, noun)}; limit unknown: `;
    return `${title}: ${known}${quote(blindText(failure))}`;
  });
}

/** Returns one line: `Lambda code storage, Old Lambda versions (only eu-west-1) and S3 buckets: access denied (…)`. */
function combinedUnseenLines(
  notices: readonly VisibilityNotice[],
  context: DigestContext,
  quote: Quote,
): readonly string[] {
  const byRegion = sortRegionsFirst(notices);
  const failures = byRegion.flatMap(({ unseen }) => unseen.map(({ failure }) => failure));
  // The error codes are equal, but AWS's messages may differ, for example in the policy that denies.
  const causes = [...new Set(failures.map(blindText))].slice(0, MOST_CAUSES);
  if (causes.length === 0) return [];
  const limits = new Set(byRegion.flatMap(({ unseen }) => unseen.map(({ limit }) => limit)));
  const named = [...limits].map((limit) => {
    const affected = byRegion.filter(({ unseen }) => unseen.some((one) => one.limit === limit));
    const { title } = limitWords(context, limit);
    return isUnknownEverywhere(affected, byRegion)
      ? title
      : `${title} (only ${placesText(affected, quote)})`;
  });
  return [`${listText(named)}: ${causes.map(quote).join('; ')}`];
}

/** Returns the places by name: `eu-west-1, us-east-1 and account-wide`. */
export function placesText(notices: readonly VisibilityNotice[], quote: Quote): string {
  return listText(placesOf(notices).map((place) => placeText(place, quote)));
}

/** Returns the places by number: `in 3 Regions and account-wide`. */
export function placeCountText(notices: readonly VisibilityNotice[]): string {
  const places = placesOf(notices);
  const regions = places.filter((place) => place !== 'global').length;
  return [
    ...(regions === 0 ? [] : [`in ${counted(regions, 'Region')}`]),
    ...(regions < places.length ? ['account-wide'] : []),
  ].join(' and ');
}

function placesOf(notices: readonly VisibilityNotice[]): readonly string[] {
  return [...new Set(sortRegionsFirst(notices).map(({ target }) => placeOf(target)))];
}

/** Whether a limit is unknown in every place where it exists. */
function isUnknownEverywhere(
  affected: readonly VisibilityNotice[],
  all: readonly VisibilityNotice[],
): boolean {
  const scopes = new Set(affected.map(({ target }) => target.scope));
  const possible = all.filter(({ target }) => scopes.has(target.scope));
  return placesOf(affected).length === placesOf(possible).length;
}

function sortRegionsFirst(notices: readonly VisibilityNotice[]): readonly VisibilityNotice[] {
  return notices.toSorted(
    (a, b) => Number(a.target.scope === 'account') - Number(b.target.scope === 'account'),
  );
}

function placeText(place: string, quote: Quote): string {
  return place === 'global' ? 'account-wide' : quote(place);
}

function listText(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(words);
}
