import type {
  ClosedNotice,
  MuteExpiredNotice,
  VisibilityNotice,
  StateNotice,
  UnseenLimit,
} from '../../model/notice.ts';
import type { DigestContext } from './context.ts';
import { limitWords } from './context.ts';
import { blindCauseText, blindRemedyText, ownTrouble } from '../../text/blind-text.ts';
import type { Particulars } from './notice-words.ts';
import type { Quote } from '../../text/plain.ts';
import { spanText, untilText, utcText } from '../../text/times.ts';
import { usedText } from '../../text/quantities.ts';
import { isOnlyQuota, unseenLines, unseenTogetherLines } from './unmeasured.ts';

const OWN_TROUBLE = 'This is a problem of the watchdog itself, not of this account.';

const NOTHING_TO_DO = { figures: [], holders: [], steps: [], links: [] } as const;

/** What cannot be seen, why, and since when; or that it can be seen again. */
export function sightWords(
  notice: VisibilityNotice,
  context: DigestContext,
  quote: Quote,
): Particulars {
  return sightParticulars(notice, unseenLines(notice, context, quote), context, false);
}

/** The same of several places with one cause: since the earliest. */
export function sightTogetherWords(
  notices: readonly [VisibilityNotice, ...VisibilityNotice[]],
  context: DigestContext,
  quote: Quote,
): Particulars {
  const longest = notices.reduce((a, b) => (b.since < a.since ? b : a));
  const uneven = notices.some(({ since }) => since !== longest.since);
  return sightParticulars(longest, unseenTogetherLines(notices, context, quote), context, uneven);
}

/** @param uneven whether some of the places have not been unseen for as long as this one. */
function sightParticulars(
  { change, unseen, since, at }: VisibilityNotice,
  lines: readonly string[],
  context: DigestContext,
  uneven: boolean,
): Particulars {
  const lasted = spanText(since, at);
  const elsewhere = uneven ? '; in some of these places not as long' : '';
  if (change === 'sighted') {
    return {
      what: '',
      brief: `after ${uneven ? 'up to ' : ''}${lasted}`,
      facts: [
        `Could not be measured from ${utcText(since)} to ${utcText(at)} (${lasted})${elsewhere}.`,
        'Limits that are near or full here have alerts of their own.',
      ],
      ...NOTHING_TO_DO,
    };
  }
  const reasons = [...new Set(unseen.map(({ failure }) => blindCauseText(failure)))];
  const isMeasured = isOnlyQuota(unseen);
  const known = isMeasured ? `${unseen.map((one) => usageOf(one, context)).join(', ')}: ` : '';
  return {
    what: '',
    brief: `${known}${reasons.join(', ')}`,
    facts: [
      ...lines,
      ...(unseen.every(({ failure }) => ownTrouble(failure) !== undefined) ? [OWN_TROUBLE] : []),
      `First seen ${utcText(since)}${change === 'blind' ? '' : ` (${lasted})`}${elsewhere}.`,
      isMeasured
        ? 'Until the limit is known, the distance to it is unknown.'
        : 'Until this is fixed, usage of these limits is unknown.',
    ],
    figures: [],
    holders: [],
    steps: [
      ...new Set(unseen.map(({ failure }) => sentence(blindRemedyText(failure)))),
      ...(unseen.some(({ used }) => used !== undefined) ? [STATE_OR_LEAVE_OUT] : []),
    ],
    links: [],
  };
}

export function closedWords(
  notice: ClosedNotice,
  context: DigestContext,
  quote: Quote,
): Particulars {
  const { subject, why, since } = notice;
  const what =
    subject === 'sight'
      ? 'blind spot'
      : (context.limits.find(({ id }) => id === subject)?.title ?? quote(subject));
  return {
    what,
    brief: `no longer watched (${why})`,
    facts: [
      `Open since ${utcText(since)}; closed: ${why}.`,
      'It is no longer measured, so its usage is unknown.',
    ],
    ...NOTHING_TO_DO,
  };
}

export function muteExpiredWords({ mute }: MuteExpiredNotice, quote: Quote): Particulars {
  return {
    what: '',
    brief: quote(mute.covers),
    facts: [
      `It covered ${quote(mute.covers)} until ${untilText(mute.until)}.`,
      `Owner: ${quote(mute.owner)}. Reason: ${quote(mute.reason)}`,
      'Alerts that it covered are sent again from now on.',
    ],
    figures: [],
    holders: [],
    // One that was made by command is dropped after some days.
    steps:
      mute.id === undefined
        ? ['Remove the mute from watchdog.yml, or give it a new end date.']
        : [],
    links: [],
  };
}

export function stateWords({ store, problem, remedy }: StateNotice, quote: Quote): Particulars {
  return {
    what: store === 'mutes' ? 'a mute could not be used' : 'its memory could not be used',
    brief: '',
    facts: [quote(problem), quote(remedy)],
    ...NOTHING_TO_DO,
  };
}

const STATE_OR_LEAVE_OUT =
  'If the quota is never to be read here, state it in watchdog.yml under exceptions, or leave the limit out there.';

/** `20 buckets`, `Lambda code storage 12 GiB`: how much of a limit is used. */
function usageOf({ limit, used }: UnseenLimit, context: DigestContext): string {
  const { title, noun } = limitWords(context, limit);
  if (used === undefined) return title;
  return noun === '' ? `${title} ${usedText(used, noun)}` : usedText(used, noun);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
