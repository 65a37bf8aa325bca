import type { AlertMessage } from '../model/alert.ts';
import { topicArn } from '../model/aws-ids.ts';
import type { Digest, Notice } from '../model/notice.ts';
import type { DigestContext } from './digest-context.ts';
import { emailBlock, emailText } from './digest-email.ts';
import type { Part } from './digest-headline.ts';
import { leading, subjectOf } from './digest-headline.ts';
import { alertJson, noticeJson } from './digest-json.ts';
import { wordsOf } from './notice-words.ts';
import type { NoticeWords } from './particulars.ts';
import { inParts } from './parts.ts';
import { ascii, asPlain, shortened } from './plain.ts';
import { accountOf, severityOf } from './severity.ts';

/**
 * A publish holds 256 KiB by default: all bodies, and the attributes. Some is kept for the head and
 * foot of each body. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const BUDGET_BYTES = 256 * 1024 - 24 * 1024;
/** How often a publish holds each body: `default` and `email`; `lambda`, `sqs`, `http` and `https`. */
const TEXT_COPIES = 2;
const JSON_COPIES = 4;
/** Also bounds the values of each attribute, of which AWS states no limit. */
const NOTICES_A_MESSAGE = 100;
/** One text message; longer ones are sent, and billed, in pieces. */
const LONGEST_SMS = 140;

interface Entry {
  readonly notice: Notice;
  readonly words: NoticeWords;
  readonly block: string;
  readonly json: string;
}

/**
 * The messages of a digest for its alerts topic: one, or several when one would be too large. Every
 * notice is whole in exactly one of them. None for a digest without notices.
 */
export function renderDigest(digest: Digest, context: DigestContext): readonly AlertMessage[] {
  const pieces = digest.notices.map((notice) => {
    const words = wordsOf(notice, context, asPlain);
    const block = emailBlock(words);
    const json = noticeJson(notice, context, words);
    const size = TEXT_COPIES * bytesInJson(block) + JSON_COPIES * bytesInJson(json);
    return { item: { notice, words, block, json }, costs: [size, 1] };
  });
  const parts = inParts<Entry>(pieces, [BUDGET_BYTES, NOTICES_A_MESSAGE]);
  return parts.flatMap((entries, index) => {
    const part = { number: index + 1, of: parts.length };
    return message(digest, context, entries, part);
  });
}

function message(
  digest: Digest,
  context: DigestContext,
  entries: readonly Entry[],
  part: Part,
): readonly AlertMessage[] {
  const worst = leading(entries);
  if (worst === undefined) return [];
  const total = digest.notices.length;
  const subject = subjectOf(worst.words, total - 1, part);
  const blocks = entries.map(({ block }) => block);
  const jsons = entries.map(({ json }) => json);
  return [
    {
      topicArn: topicArn(digest.topicArn),
      subject,
      text: emailText(context, digest.group, subject, part, blocks, total),
      sms: shortened(ascii(`limits-watchdog ${subject}`), LONGEST_SMS),
      json: alertJson(context, digest.group, subject, part, jsons),
      attributes: attributesOf(entries),
    },
  ];
}

/**
 * For filter policies; no receiver needs them. A muted notice counts as `muted` and nothing else, so
 * that it wakes nobody who subscribed to what is critical.
 */
function attributesOf(entries: readonly Entry[]): AlertMessage['attributes'] {
  const distinct = (pick: (notice: Notice) => readonly string[]): readonly string[] =>
    [...new Set(entries.flatMap(({ notice }) => pick(notice)))].toSorted();
  const attributes = {
    severity: distinct((notice) => [notice.mutedBy === undefined ? severityOf(notice) : 'muted']),
    account: distinct((notice) => present(accountOf(notice)?.id)),
    stage: distinct((notice) => present(accountOf(notice)?.stage)),
    limit: distinct(limitsOf),
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, values]) => values.length > 0));
}

function limitsOf(notice: Notice): readonly string[] {
  if ('limit' in notice) return [notice.limit];
  if (notice.kind === 'sight') return notice.unseen.map(({ limit }) => limit);
  return notice.kind === 'closed' && notice.subject !== 'sight' ? [notice.subject] : [];
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** UTF-8 bytes of `text` as a JSON string, which is how a structured message carries it. */
function bytesInJson(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
