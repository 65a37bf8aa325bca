import type { AlertMessage } from '../../model/alert.ts';
import { topicArn } from '../../model/aws-ids.ts';
import type { Digest, Notice } from '../../model/notice.ts';
import { splitIntoParts } from '../partition.ts';
import { asPlain } from '../../text/plain.ts';
import { severityOf } from '../notices/severity.ts';
import { accountOf, subjectOf } from '../notices/subject.ts';
import type { EmailContent } from '../outputs/email/words.ts';
import { bytesInJson, continuationText, emailText } from '../outputs/email/words.ts';
import type { Detail } from '../outputs/json/words.ts';
import { alertJson, figuresJson } from '../outputs/json/words.ts';
import { smsText } from '../outputs/sms/words.ts';
import type { DigestContext } from '../words/context.ts';
import type { Part } from '../words/headline.ts';
import { leadingItem, subjectLine } from '../words/headline.ts';
import { indexEntry, selectAlerts } from '../words/index-lines.ts';
import type { Alert } from '../words/notice.ts';
import { alertsOf } from '../words/notice.ts';
import { SNS_LIMITS } from './limits.ts';

/** Bytes of one publish that are kept free for the texts for people, and for the JSON around the notices. */
const TEXT_BYTES = 28 * 1024;
const HEAD_BYTES = 4 * 1024;
const MARGIN_BYTES = 1024;
const NOTICES_BYTES = SNS_LIMITS.bytes - TEXT_BYTES - HEAD_BYTES - MARGIN_BYTES;
/** The bytes of two quotation marks and a comma. */
const QUOTES = 3;

/**
 * Returns the messages of a digest for an alerts topic. The first message names every alert. Further messages exist
 * only if the JSON of all notices exceeds one publish; each notice is in the JSON of one message.
 */
export function renderDigest(digest: Digest, context: DigestContext): readonly AlertMessage[] {
  const { group, notices } = digest;
  const alerts = alertsOf(notices, context, asPlain);
  const worst = leadingItem(alerts);
  if (worst === undefined) return [];
  const whole = partsOf(notices, context, 'all figures');
  // Each message is also sent as an SMS: fewer figures are better than two messages.
  const parts = whole.length === 1 ? whole : partsOf(notices, context, 'essential');
  return parts.map((entries, index) => {
    const part: Part = { number: index + 1, of: parts.length };
    const subject = subjectLine(worst.words, alerts.length - 1, part, context);
    const here = entries.map(({ notice }) => notice);
    const jsons = entries.map(({ json }) => json);
    const json = alertJson(context, group, subject, part, here, jsons);
    const attributes = attributesOf(here);
    const sms = smsText(subject);
    const spent =
      bytesInJson(json) + bytesInJson(JSON.stringify(attributes)) + bytesInJson(subject + sms);
    const room = SNS_LIMITS.bytes - spent - MARGIN_BYTES;
    const text =
      part.number === 1
        ? emailText(context, contentOf(digest, alerts, worst, part), room)
        : continuationText(context, { group, part });
    return { topicArn: topicArn(digest.topicArn), subject, text, sms, json, attributes };
  });
}

interface WrittenNotice {
  readonly notice: Notice;
  readonly json: string;
}

function partsOf(
  notices: readonly Notice[],
  context: DigestContext,
  detail: Detail,
): readonly (readonly WrittenNotice[])[] {
  const pieces = notices.map((notice) => {
    const json = figuresJson(notice, context, detail);
    return { item: { notice, json }, costs: [bytesInJson(json) + attributeBytes(notice)] };
  });
  return splitIntoParts(pieces, [NOTICES_BYTES]);
}

function contentOf(
  { group }: Digest,
  alerts: readonly Alert[],
  worst: Alert,
  part: Part,
): EmailContent {
  // The e-mail begins with an unmuted alert, if any.
  const sorted = [worst, ...alerts.filter((alert) => alert !== worst)];
  const { inFull, indexed } = selectAlerts(sorted);
  return {
    group,
    alerts: alerts.length,
    inFull: [worst.words, ...inFull.slice(1).map(({ words }) => words)],
    indexed: indexed.map(({ words }) => indexEntry(words)),
    part,
  };
}

/** Returns the attributes for filter policies. A muted notice has only the severity `muted`, even if it is critical. */
function attributesOf(notices: readonly Notice[]): AlertMessage['attributes'] {
  const distinct = (pick: (notice: Notice) => string | readonly string[]): readonly string[] =>
    [...new Set(notices.flatMap(pick))].toSorted();
  const attributes = {
    severity: distinct((notice) => [notice.mutedBy === undefined ? severityOf(notice) : 'muted']),
    account: distinct(accountsOf),
    stage: distinct((notice) => accountOf(notice)?.stage ?? []),
    limit: distinct((notice) => subjectOf(notice).limits),
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, values]) => values.length > 0));
}

function attributeBytes(notice: Notice): number {
  const known = 'limit' in notice ? [] : subjectOf(notice).limits;
  return [...accountsOf(notice), ...known].reduce(
    (sum, value) => sum + bytesInJson(value) + QUOTES,
    0,
  );
}

function accountsOf(notice: Notice): readonly string[] {
  const account = accountOf(notice);
  return account === undefined ? [] : [account.id];
}
