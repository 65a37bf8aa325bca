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

/** The body for programs. `notices` are those of `figuresJson`, already written. */
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
      ...(runbook !== undefined && { runbook }),
      ...(report !== undefined && { report }),
      ...(document !== undefined && { document }),
      limits: [...limitsOf(notices)].flatMap((id) => limitEntry(context, id)),
    }),
  );
  return `${head.slice(0, -1)},"notices":[${written.join(',')}]}`;
}

/** `essential`: without trends, for a run with so many alerts that one message would not hold them. */
export type Detail = 'all figures' | 'essential';

/** One notice without words and without who holds what, which are in the document. */
export function figuresJson(notice: Notice, context: DigestContext, detail: Detail): string {
  const {
    limit: _,
    cause,
    percent,
    inventory: __,
    unseen: ___,
    ...known
  } = particulars(notice, context);
  const { forecast, weekGrowth, jump, ...rest } = known;
  const trends = detail === 'all figures' ? { forecast, weekGrowth: whole(weekGrowth) } : {};
  const nothingOld = 'inventory' in notice && notice.inventory?.oldVersions === 0;
  return visible(
    JSON.stringify({
      ...noticeHead(notice),
      ...(notice.at === context.measuredAt ? {} : { at: isoTime(notice.at) }),
      ...('limit' in notice && { limit: notice.limit, unit: notice.quota.unit }),
      ...rest,
      ...(cause === 'forecast' && { cause }),
      ...(typeof percent === 'number' && { percent: Math.floor(percent * 10) / 10 }),
      ...trends,
      ...(jump !== undefined && (notice.kind === 'jump' || detail === 'all figures') && { jump }),
      ...(nothingOld && { oldVersions: 0 }),
      ...(notice.kind === 'sight' && { unseen: notice.unseen.map(unseenJson) }),
      ...(notice.mutedBy === undefined ? {} : { mutedBy: muteJson(notice.mutedBy) }),
    }),
  );
}

/** No forecast is worth a byte of the growth that it is from. */
function whole(amount: unknown): unknown {
  return typeof amount === 'number' && Math.abs(amount) > 1_000 ? Math.round(amount) : amount;
}

/** AWS's message is for people. */
function unseenJson({ limit, failure, used }: UnseenLimit): Json {
  const { reason, operation, errorName } = failure;
  return {
    limit,
    reason,
    operation,
    errorName,
    ...(used !== undefined && { used: used.amount, unit: used.unit }),
  };
}

/** The limits that notices of measurements name, each once. */
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
