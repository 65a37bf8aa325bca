import type { Digest, Notice } from '../../../model/notice.ts';
import { isoTime } from '../../../model/time.ts';
import type { DigestContext } from '../../words/context.ts';
import { subjectLine } from '../../words/headline.ts';
import { asPlain } from '../../../text/plain.ts';
import { wordsOf } from '../../words/notice.ts';
import { noticeJson } from './document.ts';
import { headJson, visible } from './words.ts';

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
