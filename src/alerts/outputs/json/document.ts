import type { Digest, Notice } from '../../../model/notice.ts';
import { isoTime } from '../../../model/time.ts';
import { asPlain } from '../../../text/plain.ts';
import type { DigestContext } from '../../words/context.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import type { NoticeBlock } from '../../words/notice-blocks.ts';
import { blockWords, headlineOf, wordsOf } from '../../words/notice.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import type { Json } from './words.ts';
import { headJson, muteJson, noticeHead, particulars, visible } from './words.ts';
import { subjectLine } from '../../words/headline.ts';

/** Raised as that of an alert. Described in `docs/schemas/alert-document.schema.json`. */
const DOCUMENT_VERSION = 1;
const DOCUMENT_KIND = 'limits-watchdog.alert-document';

/** All that is known of the alerts of one group and run, whatever fits a message: with words, and who holds what. */
export function documentJson({ group, notices }: Digest, context: DigestContext): string {
  const together = blocksOf(notices).filter(({ form }) => form === 'together');
  return visible(
    JSON.stringify({
      version: DOCUMENT_VERSION,
      kind: DOCUMENT_KIND,
      ...headJson(context, group),
      notices: notices.map((notice) => noticeJson(notice, context)),
      ...(together.length > 0 && {
        together: together.map((block) => togetherJson(block, context)),
      }),
    }),
  );
}

/** One notice with its words. */
export function noticeJson(notice: Notice, context: DigestContext): Json {
  return {
    ...noticeHead(notice),
    about: notice.id.slice(0, notice.id.lastIndexOf('#')),
    at: isoTime(notice.at),
    ...particulars(notice, context),
    ...(notice.mutedBy === undefined ? {} : { mutedBy: muteJson(notice.mutedBy) }),
    words: wordsJson(wordsOf(notice, context, asPlain)),
  };
}

/** What people are told instead of the words of each of these notices. */
function togetherJson(block: NoticeBlock, context: DigestContext): Json {
  return {
    notices: block.notices.map(({ id }) => id),
    words: wordsJson(blockWords(block, context, asPlain)),
  };
}

function wordsJson(words: NoticeWords): Json {
  const { where, figures, facts, holders, steps, links, command } = words;
  return {
    headline: headlineOf(words),
    where,
    figures,
    facts,
    holders,
    steps,
    links,
    ...(command !== undefined && { command }),
  };
}

/** Raised as that of an alert. Described in `docs/schemas/event.schema.json`. */
const EVENT_VERSION = 1;
const EVENT_KIND = 'limits-watchdog.event';

/** What an event bus is given of one notice. */
export interface EventForm {
  /** As JSON. */
  readonly detail: string;
  readonly time: Notice['at'];
}

/** The events of a digest: one for each notice. */
export function eventForms(
  { notices }: Digest,
  group: string,
  context: DigestContext,
): readonly EventForm[] {
  return notices.map((notice) => ({
    time: notice.at,
    detail: visible(
      JSON.stringify({
        version: EVENT_VERSION,
        kind: EVENT_KIND,
        ...headJson(context, group),
        at: isoTime(notice.at),
        key: keyOf(notice, context),
        title: subjectLine(wordsOf(notice, context, asPlain), 0, { number: 1, of: 1 }, context),
        ...(context.runbook !== undefined && { runbook: context.runbook }),
        notice: noticeJson(notice, context),
      }),
    ),
  }));
}

/** The same for what opens and what ends an alert, of letters that fit into a path. */
function keyOf({ id }: Notice, { deployment }: DigestContext): string {
  return `${deployment}.${id.slice(0, id.lastIndexOf('#')).replaceAll(/[^\w.-]/g, '.')}`;
}
