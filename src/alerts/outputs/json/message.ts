import type { Notice, UnseenLimit } from '../../../model/notice.ts';
import { isoTime } from '../../../model/time.ts';
import { subjectOf } from '../../notices/subject.ts';
import type { DigestContext } from '../../words/context.ts';
import type { Part } from '../../words/headline.ts';
import type { Json } from './words.ts';
import {
  ALERT_KIND,
  ALERT_VERSION,
  headJson,
  muteJson,
  noticeHead,
  kindFields,
  escapeInvisible,
} from './words.ts';

/** Returns the JSON body of one message. `noticeTexts` is the JSON of each notice, made by `figuresJson`. */
export function alertJson(
  context: DigestContext,
  group: string,
  subject: string,
  part: Part,
  notices: readonly Notice[],
  noticeTexts: readonly string[],
): string {
  const { runbook, report, document, command, partition } = context;
  const head = escapeInvisible(
    JSON.stringify({
      version: ALERT_VERSION,
      kind: ALERT_KIND,
      ...headJson(context, group),
      part,
      subject,
      partition,
      command,
      runbook,
      report,
      document,
      limits: [...limitsOf(notices)].flatMap((id) => limitEntry(context, id)),
    }),
  );
  return `${head.slice(0, -1)},"notices":[${noticeTexts.join(',')}]}`;
}

/** How much of each notice a message contains. `essential` leaves out trends, for runs with very many alerts. */
export type Detail = 'all figures' | 'essential';

/** Returns the JSON of one notice, without texts for people and the largest functions: the document has these. */
export function figuresJson(notice: Notice, context: DigestContext, detail: Detail): string {
  const { inventory: _, unseen: __, ...known } = kindFields(notice, context);
  const { limit: ___, cause, percent, forecast, weekGrowth, jump, ...rest } = known;
  const trends = detail === 'all figures' ? { forecast, weekGrowth: roundLarge(weekGrowth) } : {};
  const nothingOld = 'inventory' in notice && notice.inventory?.oldVersions === 0;
  return escapeInvisible(
    JSON.stringify({
      ...noticeHead(notice),
      at: notice.at === context.measuredAt ? undefined : isoTime(notice.at),
      ...('limit' in notice && { limit: notice.limit, unit: notice.quota.unit }),
      ...rest,
      ...(cause === 'forecast' && { cause }),
      ...(typeof percent === 'number' && { percent: Math.floor(percent * 10) / 10 }),
      ...trends,
      ...(jump !== undefined && (notice.kind === 'jump' || detail === 'all figures') && { jump }),
      ...(nothingOld && { oldVersions: 0 }),
      ...(notice.kind === 'sight' && { unseen: notice.unseen.map(unseenJson) }),
      mutedBy: notice.mutedBy && muteJson(notice.mutedBy),
    }),
  );
}

/** Rounds a large growth to a whole number, to save bytes. */
function roundLarge(amount: unknown): unknown {
  return typeof amount === 'number' && Math.abs(amount) > 1_000 ? Math.round(amount) : amount;
}

function unseenJson({ limit, failure, used }: UnseenLimit): Json {
  const { reason, operation, errorName } = failure;
  return { limit, reason, operation, errorName, used: used?.amount, unit: used?.unit };
}

function limitsOf(notices: readonly Notice[]): ReadonlySet<string> {
  return new Set(
    notices.filter(({ kind }) => kind !== 'closed').flatMap((one) => subjectOf(one).limits),
  );
}

function limitEntry(context: DigestContext, id: string): readonly Json[] {
  const found = context.limits.find((limit) => limit.id === id);
  if (found === undefined) return [];
  const { title, noun, source, quota } = found;
  const code = quota && { service: quota.ServiceCode, code: quota.QuotaCode };
  return [{ id, title, noun, source: source?.kind, increase: source?.increase, quota: code }];
}
