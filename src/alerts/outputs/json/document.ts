import type { Digest, Notice } from '../../../model/notice.ts';
import type { BusEvent } from '../../ports.ts';
import { isoTime } from '../../../model/time.ts';
import { asPlain } from '../../../text/plain.ts';
import type { DigestContext } from '../../words/context.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import type { NoticeBlock } from '../../words/notice-blocks.ts';
import { blockWords, headlineOf, wordsOf } from '../../words/notice.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import type { Json } from './words.ts';
import { headJson, muteJson, noticeHead, kindFields, escapeInvisible } from './words.ts';
import { subjectLine } from '../../words/headline.ts';

/** The version of documents, increased like `ALERT_VERSION`. Schema: `docs/schemas/alert-document.schema.json`. */
const DOCUMENT_VERSION = 1;
const DOCUMENT_KIND = 'limits-watchdog.alert-document';

/** Returns the JSON document of a group's alerts in one run, with all texts and the largest functions of every notice. */
export function documentJson({ group, notices }: Digest, context: DigestContext): string {
  const combined = blocksOf(notices).filter(({ form }) => form === 'combined');
  return escapeInvisible(
    JSON.stringify({
      version: DOCUMENT_VERSION,
      kind: DOCUMENT_KIND,
      ...headJson(context, group),
      notices: notices.map((notice) => noticeJson(notice, context)),
      together:
        combined.length > 0 ? combined.map((block) => combinedJson(block, context)) : undefined,
    }),
  );
}

function noticeJson(notice: Notice, context: DigestContext): Json {
  return {
    ...noticeHead(notice),
    about: notice.id.slice(0, notice.id.lastIndexOf('#')),
    at: isoTime(notice.at),
    ...kindFields(notice, context),
    mutedBy: notice.mutedBy && muteJson(notice.mutedBy),
    words: wordsJson(wordsOf(notice, context, asPlain)),
  };
}

function combinedJson(block: NoticeBlock, context: DigestContext): Json {
  return {
    notices: block.notices.map(({ id }) => id),
    words: wordsJson(blockWords(block, context, asPlain)),
  };
}

function wordsJson(words: NoticeWords): Json {
  const { where, figures, facts, holders, steps, links, command } = words;
  return { headline: headlineOf(words), where, figures, facts, holders, steps, links, command };
}

/** The version of events, increased like `ALERT_VERSION`. Schema: `docs/schemas/event.schema.json`. */
const EVENT_VERSION = 1;
const EVENT_KIND = 'limits-watchdog.event';

/** Returns one event for each notice, without source and type. */
export function eventForms(
  { notices }: Digest,
  group: string,
  context: DigestContext,
): readonly Pick<BusEvent, 'detail' | 'at'>[] {
  return notices.map((notice) => ({
    at: notice.at,
    detail: escapeInvisible(
      JSON.stringify({
        version: EVENT_VERSION,
        kind: EVENT_KIND,
        ...headJson(context, group),
        at: isoTime(notice.at),
        key: keyOf(notice, context),
        title: subjectLine(wordsOf(notice, context, asPlain), 0, { number: 1, of: 1 }, context),
        runbook: context.runbook,
        notice: noticeJson(notice, context),
      }),
    ),
  }));
}

/** Returns a key that is equal in all events of one alert. Its characters are allowed in a URL path. */
function keyOf({ id }: Notice, { deployment }: DigestContext): string {
  return `${deployment}.${id.slice(0, id.lastIndexOf('#')).replaceAll(/[^\w.-]/g, '.')}`;
}
