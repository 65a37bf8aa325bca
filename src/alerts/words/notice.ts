import type { MuteRef, Notice, VisibilityNotice } from '../../model/notice.ts';
import type { AccountRef, Stage } from '../../model/configuration.ts';
import { accountOf, subjectOf } from '../notices/subject.ts';
import type { DigestContext } from './context.ts';
import { discoveryWords } from './discovery-notice.ts';
import { jumpWords, limitNoticeWords } from './limit-notice.ts';
import type { NoticeWords, Particulars } from './notice-words.ts';
import type { Quote } from '../../text/plain.ts';
import { pruneRoleWords } from './prune-role-notice.ts';
import { muteCommand, unmuteCommand } from './mute-command.ts';
import type { NoticeBlock } from './notice-blocks.ts';
import {
  closedWords,
  muteExpiredWords,
  sightTogetherWords,
  sightWords,
  stateWords,
} from './other-notice.ts';
import { openingWord } from './opening.ts';
import { subscriptionWords } from './subscriptions-notice.ts';
import { untilText } from '../../text/times.ts';
import { placeCountText, placesText } from './unmeasured.ts';

/** What a block says, whether of one notice or of several. */
export function blockWords(block: NoticeBlock, context: DigestContext, quote: Quote): NoticeWords {
  return block.form === 'single'
    ? wordsOf(block.notice, context, quote)
    : togetherWords(block.notices, context, quote);
}

/** @param quote how the receiver shows text from outside as text. */
export function wordsOf(notice: Notice, context: DigestContext, quote: Quote): NoticeWords {
  const account = accountOf(notice);
  const place = regionOf(notice);
  return {
    ...commonWords(notice, particularsOf(notice, context, quote), context, quote),
    ...(place === undefined ? {} : { place: quote(place) }),
    where: account === undefined ? ownPlace(notice) : whereText(account, place, quote),
  };
}

function togetherWords(
  notices: readonly [VisibilityNotice, ...VisibilityNotice[]],
  context: DigestContext,
  quote: Quote,
): NoticeWords {
  const [first] = notices;
  const particulars = sightTogetherWords(notices, context, quote);
  const mute = muteCommand(context.command, notices);
  return {
    ...commonWords(first, particulars, context, quote),
    ...(mute !== undefined && { mute }),
    brief: `${particulars.brief} ${placeCountText(notices)}`.trimStart(),
    where: `${accountText(first.target.account, quote)}: ${placesText(notices, quote)}`,
  };
}

/** All but the place. */
function commonWords(
  notice: Notice,
  particulars: Particulars,
  context: DigestContext,
  quote: Quote,
): Omit<NoticeWords, 'place' | 'where'> {
  const account = accountOf(notice);
  const { command: _unasked, ...muted } = particulars;
  const mute = muteCommand(context.command, [notice]);
  return {
    opening: openingOf(notice, context),
    ...(account === undefined ? {} : { account: quote(account.name), accountId: account.id }),
    ...(notice.mutedBy === undefined ? particulars : muted),
    facts: [
      ...particulars.facts,
      ...(notice.mutedBy === undefined ? [] : [muteText(notice.mutedBy, context, quote)]),
    ],
    // A mute says that somebody knows what to do.
    steps: notice.mutedBy === undefined ? particulars.steps : [],
    ...(mute !== undefined && { mute }),
  };
}

/** `CRITICAL`; `TEST health CRITICAL` */
function openingOf(notice: Notice, { purpose, testedRole }: DigestContext): string {
  const word = openingWord(notice);
  if (purpose === 'alert') return word;
  return testedRole === undefined ? `TEST ${word}` : `TEST ${testedRole} ${word}`;
}

/** `CRITICAL: Lambda code storage 97 %`: where it is said elsewhere. */
export function headlineOf({ opening, what, brief }: NoticeWords): string {
  return `${opening}: ${[what, brief].filter((part) => part !== '').join(' ')}`;
}

function particularsOf(notice: Notice, context: DigestContext, quote: Quote): Particulars {
  switch (notice.kind) {
    case 'limit':
      return limitNoticeWords(notice, context, quote);
    case 'jump':
      return jumpWords(notice, context, quote);
    case 'sight':
      return sightWords(notice, context, quote);
    case 'closed':
      return closedWords(notice, context, quote);
    case 'mute-expired':
      return muteExpiredWords(notice, quote);
    case 'state':
      return stateWords(notice, quote);
    case 'subscriptions':
      return subscriptionWords(notice, context, quote);
    case 'discovery':
      return discoveryWords(notice, quote);
    case 'prune-role':
      return pruneRoleWords(notice);
  }
}

function regionOf(notice: Notice): string | undefined {
  const { place } = subjectOf(notice);
  return place === 'global' ? undefined : place;
}

function ownPlace(notice: Notice): string {
  switch (notice.kind) {
    case 'mute-expired':
      return notice.mute.id === undefined ? 'A mute in watchdog.yml' : 'A mute made by command';
    case 'discovery':
      return 'The list of accounts';
    case 'subscriptions':
      return 'Who receives the messages';
    default:
      return 'The watchdog itself';
  }
}

function whereText(account: AccountRef, place: string | undefined, quote: Quote): string {
  return `${accountText(account, quote)}, ${place === undefined ? 'account-wide' : quote(place)}`;
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
