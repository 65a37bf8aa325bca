import {
  figure as figureOf,
  inventory as inventoryOf,
  openIncrease,
  ownIncreaseWith,
} from '../../../documents/findings.ts';
import { amountIn, time } from '../../../documents/model-values.ts';
import type { QuotaIncrease } from '../../../model/finding.ts';
import type { LimitId } from '../../../model/limit.ts';
import type { Jump, LimitNotice, MuteRef, Notice } from '../../../model/notice.ts';
import type { TopicProblem } from '../../../model/subscriptions.ts';
import { placeOf } from '../../../model/target.ts';
import { isoTime } from '../../../model/time.ts';
import type { Quantity } from '../../../model/units.ts';
import { percentOf } from '../../../model/units.ts';
import type { DigestContext } from '../../words/context.ts';
import { limitWords } from '../../words/context.ts';
import { shortened } from '../../../text/plain.ts';
import { severityOf } from '../../notices/severity.ts';
import { accountOf } from '../../notices/subject.ts';
import { shownAddresses } from '../../words/subscriptions-notice.ts';
import { JSON_LIMITS } from './limits.ts';

/**
 * The version of alerts; increases if a field is removed or changes its meaning. Schema:
 * `docs/schemas/alert.schema.json`.
 */
export const ALERT_VERSION = 2;
export const ALERT_KIND = 'limits-watchdog.alert';

export type Json = Readonly<Record<string, unknown>>;

export function headJson(context: DigestContext, group: string): Json {
  return {
    test: context.purpose === 'test',
    deployment: context.deployment,
    group,
    runId: context.runId,
    measuredAt: isoTime(context.measuredAt),
    status: context.status,
  };
}

export function noticeHead(notice: Notice): Json {
  const account = accountOf(notice);
  return {
    id: notice.id,
    kind: notice.kind,
    severity: severityOf(notice),
    account: account && { id: account.id, name: text(account.name), stage: account.stage },
  };
}

/** Returns the fields that only this kind of notice has. `JSON.stringify` leaves out undefined ones. */
export function kindFields(notice: Notice, context: DigestContext): Json {
  switch (notice.kind) {
    case 'limit': {
      const { change, level, cause, used, quota, since, forecast, weekGrowth } = notice;
      const { increase, ownIncrease, figure, jump, inventory } = notice;
      return {
        change,
        region: placeOf(notice.target),
        limit: limitJson(context, notice.limit, quota),
        level,
        cause,
        ...usageJson(used, notice),
        figure: figure && figureOf.write(figure),
        since: isoTime(since),
        forecast,
        increase: increase && increaseJson(increase),
        ownIncrease: ownIncrease && ownIncreaseWith(amountIn(quota.unit), time).write(ownIncrease),
        weekGrowth,
        jump: jump && jumpJson(jump),
        inventory: inventory && inventoryOf.write(inventory),
      };
    }
    case 'sight': {
      const unseen = notice.unseen.map(({ limit, failure, used }) => ({
        limit,
        ...failure,
        used: used?.amount,
        unit: used?.unit,
      }));
      const { change, since } = notice;
      return { change, region: placeOf(notice.target), since: isoTime(since), unseen };
    }
    case 'jump': {
      const { jump, quota, inventory } = notice;
      return {
        region: placeOf(notice.target),
        limit: limitJson(context, notice.limit, quota),
        ...usageJson(jump.to, notice),
        jump: jumpJson(jump),
        inventory: inventory && inventoryOf.write(inventory),
      };
    }
    case 'closed': {
      const { place, subject, why, since } = notice;
      return { region: place, subject, why, since: isoTime(since) };
    }
    case 'mute-expired':
      return { mute: { ...muteJson(notice.mute), covers: text(notice.mute.covers) } };
    case 'discovery': {
      const { change, problem, facts, remedy, accounts, count } = notice;
      return {
        change,
        problem: text(problem),
        facts: facts.map(text),
        remedy: remedy && text(remedy),
        accounts: accounts.map((one) => ({ ...one, name: text(one.name) })),
        count,
      };
    }
    case 'subscriptions':
      return { problems: notice.problems.map(topicProblemJson), count: notice.count };
    case 'prune-role': {
      const { change, why, since } = notice;
      return { change, why, since: isoTime(since) };
    }
    case 'state': {
      const { store, problem, remedy } = notice;
      return { store, problem: text(problem), remedy: text(remedy) };
    }
  }
}

function topicProblemJson({ failure, ...problem }: TopicProblem): Json {
  return {
    ...problem,
    pending: shownAddresses(problem.pending).shown,
    missing: shownAddresses(problem.missing).shown,
    unconfirmed: problem.pending.length + problem.missing.length,
    reason: failure?.reason,
    operation: failure?.operation,
  };
}

function increaseJson(increase: QuotaIncrease): Json {
  switch (increase.open) {
    case true:
      return openIncrease(amountIn(increase.desired.unit), time).write(increase);
    case false:
      return { open: false };
    case 'unknown': {
      const { reason, operation } = increase.failure;
      return { open: 'unknown', reason, operation };
    }
  }
}

function jumpJson({ from, to, sinceDays, usual }: Jump): Json {
  return { from: from.amount, to: to.amount, sinceDays, usual };
}

function limitJson(context: DigestContext, id: LimitId, { unit }: Quantity): Json {
  return { id, title: limitWords(context, id).title, unit };
}

/** Returns the figures of a limit. The percentage of a limit of 0 is left out, since it is no number. */
function usageJson(
  used: Quantity,
  { quota, stated, parent }: Pick<LimitNotice, 'quota' | 'stated' | 'parent'>,
): Json {
  const percent = percentOf(used, quota);
  return {
    used: used.amount,
    quota: quota.amount,
    percent: Number.isFinite(percent) ? percent : undefined,
    stated: stated && { owner: text(stated.owner), reason: text(stated.reason) },
    parent: parent && { kind: parent.kind, name: text(parent.name) },
  };
}

export function muteJson({ id, owner, reason, until }: MuteRef): Json {
  return {
    id: id && text(id),
    owner: text(owner),
    reason: text(reason),
    until: isoTime(until),
  };
}

/** Replaces invisible and control characters in a JSON text with their escapes. */
export function escapeInvisible(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) =>
    [...Array(mark.length).keys()]
      .map((at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

function text(outside: string): string {
  return shortened(outside, JSON_LIMITS.text);
}
