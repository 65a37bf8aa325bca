import { encode, tableIn } from '../../../documents/codec.ts';
import { forecast, inventory, ownIncreaseWith } from '../../../documents/findings.ts';
import { amountIn, amountUnit, failure, limitId, time } from '../../../documents/model-values.ts';
import type { Table } from '../../../documents/record-types.ts';
import { document, optional, record } from '../../../documents/records.ts';
import { list, number, text } from '../../../documents/values.ts';
import { variants } from '../../../documents/variants.ts';
import type { Digest, Notice } from '../../../model/notice.ts';
import { subjectIn } from '../../../model/notice.ts';
import type { Unit } from '../../../model/units.ts';
import { asPlain } from '../../../text/plain.ts';
import type { BusEvent } from '../../ports.ts';
import { cause, level, limitChange, noticeIdCodec } from '../../state/notice-codec.ts';
import type { DigestContext } from '../../words/context.ts';
import { limitWords } from '../../words/context.ts';
import { subjectLine } from '../../words/headline.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import type { Figure, NoticeWords } from '../../words/notice-words.ts';
import { blockWords, headlineOf, wordsOf } from '../../words/notice.ts';
import {
  escapeInvisible,
  formOf,
  headFields,
  headFrom,
  headOf,
  inItsUnit,
  kindsWithoutAmounts,
} from './notice-form.ts';
import {
  account,
  amountsIn,
  basis,
  increaseIn,
  jumpIn,
  link,
  mutedBy,
  place,
} from './notice-values.ts';

/** The version of documents; increases if a field is removed or changes its meaning. */
const DOCUMENT_VERSION = 1;
const DOCUMENT_KIND = 'limits-watchdog.alert-document';

/** The version of events, increased likewise. */
const EVENT_VERSION = 1;
const EVENT_KIND = 'limits-watchdog.event';

/** The texts of a notice for people. */
const words = record({
  headline: text,
  where: text,
  figures: list(record<Figure>({ label: text, value: text })),
  facts: list(text),
  holders: list(text),
  steps: list(text),
  links: list(link),
  command: optional(text),
});

const about = { about: text, at: time };
const end = { mutedBy, words };

const limit = record({ id: limitId, title: text, unit: amountUnit });
const percent = optional(number);

const limitNotice = (unit: Unit) =>
  record({
    ...headOf('limit'),
    account,
    ...about,
    change: limitChange,
    region: place,
    limit,
    level: optional(level),
    cause: optional(cause),
    ...amountsIn(unit),
    percent,
    ...basis,
    since: time,
    forecast: optional(forecast),
    increase: optional(increaseIn(unit)),
    ownIncrease: optional(ownIncreaseWith(amountIn(unit), time)),
    weekGrowth: optional(number),
    jump: optional(jumpIn(unit)),
    inventory: optional(inventory),
    ...end,
  });

const jumpNotice = (unit: Unit) =>
  record({
    ...headOf('jump'),
    account,
    ...about,
    region: place,
    limit,
    ...amountsIn(unit),
    percent,
    ...basis,
    jump: jumpIn(unit),
    inventory: optional(inventory),
    ...end,
  });

/** A notice in a document or an event: all of it, with its texts for people. */
const documentNotice = variants('kind', [
  inItsUnit(limitNotice, ({ limit }) => limit.unit, unitIn),
  inItsUnit(jumpNotice, ({ limit }) => limit.unit, unitIn),
  ...kindsWithoutAmounts(about, end, failure),
]);

function unitIn({ limit }: Table): unknown {
  return tableIn(limit)['unit'];
}

/** Everything about the alerts of one group and run; `docs/schemas/alert-document.schema.json` is made from it. */
export const alertDocument = document(
  { version: DOCUMENT_VERSION, kind: DOCUMENT_KIND },
  record({
    ...headFields,
    notices: list(documentNotice),
    together: optional(list(record({ notices: list(noticeIdCodec), words }))),
  }),
);

/** Returns the JSON document of a group's alerts in one run, with all texts and the largest functions of every notice. */
export function documentJson({ group, notices }: Digest, context: DigestContext): string {
  const together = blocksOf(notices)
    .filter(({ form }) => form === 'combined')
    .map((block) => ({
      notices: block.notices.map(({ id }) => id),
      words: wordsIn(blockWords(block, context, asPlain)),
    }));
  const fields = {
    ...headFrom(context, group),
    notices: notices.map((notice) => noticeIn(notice, wordsOf(notice, context, asPlain), context)),
    ...(together.length > 0 && { together }),
  };
  return escapeInvisible(encode(fields, alertDocument));
}

function noticeIn(notice: Notice, words: NoticeWords, context: DigestContext) {
  const form = formOf(notice);
  const more = { about: subjectIn(notice.id), words: wordsIn(words) };
  if (form.kind !== 'limit' && form.kind !== 'jump') return { ...form, ...more };
  const { title } = limitWords(context, form.limit);
  return { ...form, ...more, limit: { id: form.limit, title, unit: form.unit } };
}

function wordsIn(words: NoticeWords) {
  return { ...words, headline: headlineOf(words) };
}

/** One alert for EventBridge; `docs/schemas/event.schema.json` is made from it. */
export const eventDetail = document(
  { version: EVENT_VERSION, kind: EVENT_KIND },
  record({
    ...headFields,
    at: time,
    key: text,
    title: text,
    runbook: optional(text),
    notice: documentNotice,
  }),
);

export function eventForms(
  { notices }: Digest,
  group: string,
  context: DigestContext,
): readonly Pick<BusEvent, 'detail' | 'at'>[] {
  return notices.map((notice) => {
    const noticeWords = wordsOf(notice, context, asPlain);
    const fields = {
      ...context,
      ...headFrom(context, group),
      at: notice.at,
      key: keyOf(notice, context),
      title: subjectLine(noticeWords, 0, { number: 1, of: 1 }, context),
      notice: noticeIn(notice, noticeWords, context),
    };
    return { at: notice.at, detail: escapeInvisible(encode(fields, eventDetail)) };
  });
}

/** Returns a key that is equal in all events of one alert. Its characters are allowed in a URL path. */
function keyOf({ id }: Notice, { deployment }: DigestContext): string {
  return `${deployment}.${subjectIn(id).replaceAll(/[^\w.-]/g, '.')}`;
}
