import type { AccountRef, Stage } from '../../model/configuration.ts';
import { defined } from '../defined.ts';
import type {
  DiscoveryNotice,
  LimitNotice,
  MuteRef,
  Notice,
  PruneRoleNotice,
  SubscriptionNotice,
  VisibilityNotice,
} from '../../model/notice.ts';
import type { Quote } from '../../text/plain.ts';
import { untilText } from '../../text/times.ts';
import { accountOf, subjectOf } from '../notices/subject.ts';
import type { DigestContext } from './context.ts';
import { joinWords } from './headline.ts';
import { jumpDetails, limitDetails } from './limit-notice.ts';
import { muteCommand, unmuteCommand } from './mute-command.ts';
import type { NoticeBlock } from './notice-blocks.ts';
import { blocksOf } from './notice-blocks.ts';
import type { NoticeDetails, NoticeWords } from './notice-words.ts';
import { otherDetails } from './other-notice.ts';
import { subscriptionDetails } from './subscriptions-notice.ts';
import { isOnlyQuota, placeCountText, placesText, visibilityDetails } from './visibility-notice.ts';

/** One alert as people read it: its text and its notices, of which `notice` is the first. */
export interface Alert extends Pick<NoticeBlock, 'notice' | 'notices'> {
  readonly words: NoticeWords;
}

/** Returns the alerts of notices, in order. @param quote formats text from outside so that it is not interpreted */
export function alertsOf(
  notices: readonly Notice[],
  context: DigestContext,
  quote: Quote,
): readonly Alert[] {
  return blocksOf(notices).map((block) => ({ ...block, words: blockWords(block, context, quote) }));
}

export function blockWords(block: NoticeBlock, context: DigestContext, quote: Quote): NoticeWords {
  return block.form === 'single'
    ? wordsOf(block.notice, context, quote)
    : combinedWords(block.notices, context, quote);
}

export function wordsOf(notice: Notice, context: DigestContext, quote: Quote): NoticeWords {
  const { account, place: found } = subjectOf(notice);
  const place = found === undefined || found === 'global' ? undefined : quote(found);
  return {
    ...commonWords([notice], detailsOf(notice, context, quote), context, quote),
    ...(place !== undefined && { place }),
    where:
      account === undefined
        ? watchdogPlace(notice)
        : `${accountText(account, quote)}, ${place ?? 'account-wide'}`,
  };
}

function combinedWords(
  notices: readonly [VisibilityNotice, ...VisibilityNotice[]],
  context: DigestContext,
  quote: Quote,
): NoticeWords {
  const details = visibilityDetails(notices, context, quote);
  const brief = `${details.brief ?? ''} ${placeCountText(notices)}`.trimStart();
  return {
    ...commonWords(notices, { ...details, brief }, context, quote),
    where: `${accountText(notices[0].target.account, quote)}: ${placesText(notices, quote)}`,
  };
}

function commonWords(
  notices: readonly [Notice, ...Notice[]],
  { command, ...details }: NoticeDetails,
  context: DigestContext,
  quote: Quote,
): Omit<NoticeWords, 'place' | 'where'> {
  const [notice] = notices;
  const { mutedBy } = notice;
  const account = accountOf(notice);
  const { facts = [], steps = [] } = details;
  return {
    brief: '',
    figures: [],
    holders: [],
    links: [],
    ...details,
    opening: openingOf(notice, context),
    ...(account !== undefined && { account: quote(account.name), accountId: account.id }),
    facts: mutedBy === undefined ? facts : [...facts, muteText(mutedBy, context, quote)],
    steps: mutedBy === undefined ? steps : [],
    ...defined({
      command: mutedBy === undefined ? command : undefined,
      mute: muteCommand(context.command, notices),
    }),
  };
}

/** Returns the first words of a headline: `CRITICAL`; in a test `TEST health CRITICAL`. */
function openingOf(notice: Notice, { purpose, testedRole }: DigestContext): string {
  const word = `${changeWord(notice)}${notice.mutedBy === undefined ? '' : ' (muted)'}`;
  if (purpose === 'alert') return word;
  return testedRole === undefined ? `TEST ${word}` : `TEST ${testedRole} ${word}`;
}

/** Returns the headline without the place: `CRITICAL: Lambda code storage 97 %`. */
export function headlineOf({ opening, what, brief }: NoticeWords): string {
  return `${opening}: ${joinWords(what, brief)}`;
}

function detailsOf(notice: Notice, context: DigestContext, quote: Quote): NoticeDetails {
  switch (notice.kind) {
    case 'limit':
      return limitDetails(notice, context, quote);
    case 'jump':
      return jumpDetails(notice, context, quote);
    case 'sight':
      return visibilityDetails([notice], context, quote);
    case 'subscriptions':
      return subscriptionDetails(notice, context, quote);
    default:
      return otherDetails(notice, context, quote);
  }
}

function watchdogPlace(notice: Notice): string {
  if (notice.kind === 'mute-expired') {
    return notice.mute.id === undefined ? 'A mute in watchdog.yml' : 'A mute made by command';
  }
  if (notice.kind === 'discovery') return 'The list of accounts';
  return notice.kind === 'subscriptions' ? 'Who receives the messages' : 'The watchdog itself';
}

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  prod: 'production',
  nonprod: 'non-production',
  unstaged: 'stage unknown',
};

function accountText({ name, id, stage }: AccountRef, quote: Quote): string {
  return `${quote(name)} (${id}, ${STAGE_WORDS[stage]})`;
}

function muteText(
  { id, owner, reason, until }: MuteRef,
  { command }: DigestContext,
  quote: Quote,
): string {
  const end = id === undefined ? '' : ` (to end it: ${quote(unmuteCommand(command, id))})`;
  return `Muted by ${quote(owner)} until ${untilText(until)}: ${quote(reason)}${end}`;
}

function changeWord(notice: Notice): string {
  switch (notice.kind) {
    case 'limit':
    case 'prune-role': {
      const level = 'level' in notice && notice.level === 'critical' ? 'CRITICAL' : 'WARNING';
      return EPISODE[notice.change](level);
    }
    case 'sight': {
      const { whole, onlyQuota = whole } = VISIBILITY[notice.change];
      return isOnlyQuota(notice.unseen) ? onlyQuota : whole;
    }
    case 'jump':
      return 'JUMP';
    case 'closed':
      return 'CLOSED';
    case 'mute-expired':
      return 'MUTE EXPIRED';
    case 'state':
      return 'WATCHDOG';
    case 'subscriptions':
      return subscriptionWord(notice);
    case 'discovery':
      return DISCOVERY[notice.change];
  }
}

const EPISODE: Readonly<
  Record<LimitNotice['change'] | PruneRoleNotice['change'], (level: string) => string>
> = {
  raised: (level) => level,
  escalated: (level) => level,
  reminded: (level) => `STILL ${level}`,
  eased: (level) => `IMPROVED TO ${level}`,
  recovered: () => 'RESOLVED',
  closed: () => 'CLOSED',
};

const VISIBILITY: Readonly<
  Record<
    VisibilityNotice['change'],
    { readonly whole: string; /** If only quotas are unknown. */ readonly onlyQuota?: string }
  >
> = {
  blind: { whole: 'NOT MEASURED', onlyQuota: 'LIMIT UNKNOWN' },
  'still-blind': { whole: 'STILL NOT MEASURED', onlyQuota: 'LIMIT STILL UNKNOWN' },
  sighted: { whole: 'VISIBLE AGAIN' },
};

const DISCOVERY: Readonly<Record<DiscoveryNotice['change'], string>> = {
  blind: 'ACCOUNTS NOT KNOWN',
  'still-blind': 'ACCOUNTS STILL NOT KNOWN',
  sighted: 'ACCOUNTS KNOWN AGAIN',
  unstaged: 'STAGE NOT KNOWN',
  'left-out': 'ACCOUNTS LEFT OUT',
  gone: 'ACCOUNTS REMOVED',
  'rule-problem': 'CHECK WATCHDOG.YML',
};

function subscriptionWord({ problems }: SubscriptionNotice): string {
  const codes = new Set(problems.map(({ problem }) => problem));
  if (codes.has('no-subscriber') || codes.has('absent')) return 'NO SUBSCRIBER';
  return codes.has('waiting-for-confirmation') ? 'WAITING FOR CONFIRMATION' : 'SUBSCRIPTIONS';
}
