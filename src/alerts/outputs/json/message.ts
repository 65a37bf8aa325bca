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
  particulars,
  visible,
} from './words.ts';

/** The JSON body. `written`: the JSON of `notices`, made by `figuresJson`. */
export function alertJson(
  context: DigestContext,
  group: string,
  subject: string,
  part: Part,
  notices: readonly Notice[],
  written: readonly string[],
): string {
  const { runbook, report, document, command, partition } = context;
  const head = visible(
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
  return `${head.slice(0, -1)},"notices":[${written.join(',')}]}`;
}

/** `essential`: without trends, for runs with more alerts than one message can contain. */
export type Detail = 'all figures' | 'essential';

/** The JSON of one notice, without texts and largest functions, which are in the document. */
export function figuresJson(notice: Notice, context: DigestContext, detail: Detail): string {
  const { inventory: _, unseen: __, ...known } = particulars(notice, context);
  const { limit: ___, cause, percent, forecast, weekGrowth, jump, ...rest } = known;
  const trends = detail === 'all figures' ? { forecast, weekGrowth: whole(weekGrowth) } : {};
  const nothingOld = 'inventory' in notice && notice.inventory?.oldVersions === 0;
  return visible(
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

/** Fractions of large growths are not worth their bytes. */
function whole(amount: unknown): unknown {
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
