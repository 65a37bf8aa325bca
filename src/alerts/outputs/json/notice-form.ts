import { readAt } from '../../../documents/codec.ts';
import { amountUnit, time } from '../../../documents/model-values.ts';
import type { RecordCodec, Shape, Table } from '../../../documents/record-types.ts';
import { record } from '../../../documents/records.ts';
import { runStatus } from '../../../documents/run-report.ts';
import { flag, list, oneOf, text } from '../../../documents/values.ts';
import { choice } from '../../../documents/variants.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import type { Notice } from '../../../model/notice.ts';
import type { Target } from '../../../model/target.ts';
import { placeOf } from '../../../model/target.ts';
import type { Quantity, Unit } from '../../../model/units.ts';
import { percentOf } from '../../../model/units.ts';
import { SEVERITIES, severityOf } from '../../notices/severity.ts';
import { noticeIdCodec, pruneRoleChange, visibilityChange } from '../../state/notice-codec.ts';
import type { DigestContext } from '../../words/context.ts';
import { account, computed, fields, place, topicProblems, unseenWith } from './notice-values.ts';

export function headOf<const Kind extends Notice['kind']>(kind: Kind) {
  return { id: noticeIdCodec, kind: oneOf([kind]), severity: computed(oneOf(SEVERITIES)) };
}

/** A record with amounts in one unit. `ofValue` and `ofData` return the unit that the value or stored data names. */
export function inItsUnit<Value>(
  make: (unit: Unit) => RecordCodec<Value>,
  ofValue: (value: Value) => Unit,
  ofData: (stored: Table) => unknown,
): RecordCodec<Value> {
  const cases = { bytes: make('bytes'), count: make('count') };
  return choice<Value>(cases, (stored) => readAt('.unit', amountUnit, ofData(stored)), ofValue);
}

/**
 * The kinds of notice that have no amounts.
 * @param about the fields after the account, @param end the last fields
 */
export function kindsWithoutAmounts<About extends Shape, End extends Shape>(
  about: About,
  end: End,
  failure: RecordCodec<ReadFailure>,
) {
  return [
    record({
      ...headOf('sight'),
      account,
      ...about,
      change: visibilityChange,
      region: place,
      since: time,
      unseen: list(unseenWith(failure)),
      ...end,
    }),
    record({ ...headOf('closed'), account, ...about, region: text, ...fields.closed, ...end }),
    record({ ...headOf('mute-expired'), ...about, ...fields.muteExpired, ...end }),
    record({ ...headOf('state'), ...about, ...fields.state, ...end }),
    record({ ...headOf('subscriptions'), ...about, ...topicProblems, ...end }),
    record({ ...headOf('discovery'), ...about, ...fields.discovery, ...end }),
    record({
      ...headOf('prune-role'),
      account,
      ...about,
      change: pruneRoleChange,
      ...fields.pruneRole,
      ...end,
    }),
  ] as const;
}

/** Returns a notice with fields that only its JSON has: severity, account and Region, unit, percentage. */
export function formOf(notice: Notice) {
  const severity = severityOf(notice);
  switch (notice.kind) {
    case 'limit':
      return {
        ...notice,
        severity,
        ...placed(notice.target),
        ...usage(notice.used, notice.quota),
      };
    case 'jump':
      return {
        ...notice,
        severity,
        ...placed(notice.target),
        ...usage(notice.jump.to, notice.quota),
      };
    case 'sight':
      return { ...notice, severity, ...placed(notice.target) };
    case 'closed':
      return { ...notice, severity, region: notice.place };
    default:
      return { ...notice, severity };
  }
}

function placed(target: Target) {
  return { account: target.account, region: placeOf(target) };
}

/** Returns usage, unit and percentage. An infinite percentage (of a quota of 0) is left out: JSON has none. */
function usage(used: Quantity, quota: Quantity) {
  const percent = percentOf(used, quota);
  return { used, unit: quota.unit, ...(Number.isFinite(percent) && { percent }) };
}

/** The first fields of alerts, documents and events, after the version and the kind. */
export const headFields = {
  test: flag,
  deployment: text,
  group: text,
  runId: text,
  measuredAt: time,
  status: runStatus,
};

export function headFrom(context: DigestContext, group: string) {
  const { deployment, runId, measuredAt, status, purpose } = context;
  return { test: purpose === 'test', deployment, group, runId, measuredAt, status };
}

/** `json` with invisible and control characters as escapes. */
export function escapeInvisible(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) =>
    [...Array(mark.length).keys()]
      .map((at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
