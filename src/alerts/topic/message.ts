import type { AlertMessage } from '../../model/alert.ts';
import { topicArn } from '../../model/aws-ids.ts';
import type { Digest, Notice } from '../../model/notice.ts';
import type { DigestContext } from '../words/context.ts';
import { emailBlock, emailText } from '../outputs/email/words.ts';
import { smsText } from '../outputs/sms/words.ts';
import { SNS_LIMITS } from './limits.ts';
import type { Part } from '../words/headline.ts';
import { leading, subjectOf } from '../words/headline.ts';
import { alertJson, noticeJson, togetherJson } from '../outputs/json/words.ts';
import type { NoticeBlock } from '../words/notice-blocks.ts';
import { blocksOf } from '../words/notice-blocks.ts';
import { blockWords, wordsOf } from '../words/notice.ts';
import type { NoticeWords } from '../words/notice-words.ts';
import { inParts } from '../../text/partition.ts';
import { asPlain } from '../../text/plain.ts';
import { saidOnce } from '../words/repetitions.ts';
import { accountOf, severityOf } from '../words/severity.ts';

/** For the notices of a publish; the rest is for the head and foot of each body, and the attributes. */
const BUDGET_BYTES = SNS_LIMITS.bytes - 24 * 1024;
/** How often a publish holds each body: `default` and `email`; `lambda`, `sqs`, `http` and `https`. */
const TEXT_COPIES = 2;
const JSON_COPIES = 4;
/** Also bounds the values of each attribute, of which AWS states no limit. */
const NOTICES_A_MESSAGE = 100;

interface Entry {
  /** The first of its notices. */
  readonly notice: Notice;
  readonly notices: readonly Notice[];
  readonly words: NoticeWords;
  /** One of each notice. */
  readonly jsons: readonly string[];
  /** None for a notice that is told by itself. */
  readonly together: readonly string[];
}

/**
 * The messages of a digest for its alerts topic: one, or several when one would be too large. Every
 * notice is whole in exactly one of them. None for a digest without notices.
 */
export function renderDigest(digest: Digest, context: DigestContext): readonly AlertMessage[] {
  const jsonOf = (notice: Notice): string =>
    noticeJson(notice, context, wordsOf(notice, context, asPlain));
  const bytesOf = (notice: Notice): number => JSON_COPIES * bytesInJson(jsonOf(notice));
  // The other half is for what they say together.
  const blocks = blocksOf(digest.notices, bytesOf, BUDGET_BYTES / 2);
  const pieces = blocks.map((block) => {
    const entry = entryOf(block, context, jsonOf);
    return { item: entry, costs: [sizeOf(entry), entry.notices.length] };
  });
  const parts = inParts<Entry>(pieces, [BUDGET_BYTES, NOTICES_A_MESSAGE]);
  return parts.flatMap((entries, index) => {
    const part = { number: index + 1, of: parts.length };
    return message(digest, context, entries, part, blocks.length);
  });
}

function entryOf(
  block: NoticeBlock,
  context: DigestContext,
  jsonOf: (notice: Notice) => string,
): Entry {
  const { form, notice, notices } = block;
  const words = blockWords(block, context, asPlain);
  const jsons = notices.map(jsonOf);
  const together = form === 'single' ? [] : [togetherJson(notices, words)];
  return { notice, notices, words, jsons, together };
}

/** At most: what another notice of the message says already is left out of the text. */
function sizeOf({ words, jsons, together }: Entry): number {
  const json = [...jsons, ...together].reduce((sum, text) => sum + bytesInJson(text), 0);
  return TEXT_COPIES * bytesInJson(emailBlock(words)) + JSON_COPIES * json;
}

function message(
  digest: Digest,
  context: DigestContext,
  entries: readonly Entry[],
  part: Part,
  blocksInAll: number,
): readonly AlertMessage[] {
  const worst = leading(entries);
  if (worst === undefined) return [];
  const subject = subjectOf(worst.words, blocksInAll - 1, part, context);
  const blocks = saidOnce(entries.map(({ words }) => words)).map(emailBlock);
  const jsons = entries.flatMap((entry) => entry.jsons);
  const together = entries.flatMap((entry) => entry.together);
  const here = { notices: jsons.length, blocks: blocks.length };
  const inAll = { notices: digest.notices.length, blocks: blocksInAll };
  return [
    {
      topicArn: topicArn(digest.topicArn),
      subject,
      text: emailText(context, digest.group, subject, part, blocks, { here, inAll }),
      sms: smsText(subject),
      json: alertJson(context, digest.group, subject, part, jsons, together),
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
    [...new Set(entries.flatMap(({ notices }) => notices.flatMap(pick)))].toSorted();
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
