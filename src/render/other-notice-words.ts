import type { ClosedNotice, MuteExpiredNotice, SightNotice, StateNotice } from '../model/notice.ts';
import type { DigestContext } from './digest-context.ts';
import { limitWords } from './digest-context.ts';
import { failureText, reasonText, remedyText } from './failure-text.ts';
import type { Particulars } from './particulars.ts';
import type { Quote } from './plain.ts';
import { spanText, utcText } from './times.ts';

const NOTHING_TO_DO = { holders: [], steps: [], links: [] } as const;

/** What cannot be seen, why, and since when; or that it can be seen again. */
export function sightWords(notice: SightNotice, context: DigestContext, quote: Quote): Particulars {
  const { change, unseen, since, at } = notice;
  const lasted = spanText(since, at);
  if (change === 'sighted') {
    return {
      what: '',
      brief: `after ${lasted}`,
      facts: [
        `It is over: not to be seen from ${utcText(since)} to ${utcText(at)} (${lasted}).`,
        'Limits that are bad here are told on their own.',
      ],
      ...NOTHING_TO_DO,
    };
  }
  const reasons = [...new Set(unseen.map(({ failure }) => reasonText(failure.reason)))];
  return {
    what: '',
    brief: reasons.join(', '),
    facts: [
      ...unseen.map(
        ({ limit, failure }) =>
          `${limitWords(context, limit).title}: ${quote(failureText(failure))}`,
      ),
      `Since ${utcText(since)}${change === 'blind' ? '' : ` (${lasted})`}.`,
      'Until it is seen again, nobody knows whether these limits are near.',
    ],
    holders: [],
    steps: [...new Set(unseen.map(({ failure }) => sentence(remedyText(failure))))],
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
      `Open since ${utcText(since)}, and closed: ${why}.`,
      'Nobody measures it any more, so this does not say that it is well.',
    ],
    ...NOTHING_TO_DO,
  };
}

export function muteExpiredWords({ mute }: MuteExpiredNotice, quote: Quote): Particulars {
  return {
    what: '',
    brief: quote(mute.covers),
    facts: [
      `It covered ${quote(mute.covers)} until ${utcText(mute.until)}.`,
      `Owner: ${quote(mute.owner)}. Reason: ${quote(mute.reason)}`,
      'What it covered is told again from now on.',
    ],
    holders: [],
    steps: ['Remove the mute from watchdog.yml, or give it a new end.'],
    links: [],
  };
}

export function stateWords({ problem, remedy }: StateNotice, quote: Quote): Particulars {
  return {
    what: 'its memory could not be used',
    brief: '',
    facts: [quote(problem), quote(remedy)],
    ...NOTHING_TO_DO,
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
