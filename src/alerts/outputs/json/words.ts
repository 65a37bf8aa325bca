import { encode } from '../../../documents/codec.ts';
import { forecast, ownIncreaseWith } from '../../../documents/findings.ts';
import { amountIn, amountUnit, limitId, natural, time } from '../../../documents/model-values.ts';
import type { Table } from '../../../documents/record-types.ts';
import { document, optional, record } from '../../../documents/records.ts';
import { quotaCode } from '../../../documents/run-report.ts';
import { list, number, oneOf, text } from '../../../documents/values.ts';
import { variants } from '../../../documents/variants.ts';
import type { Notice } from '../../../model/notice.ts';
import type { Unit } from '../../../model/units.ts';
import { defined } from '../../defined.ts';
import { subjectOf } from '../../notices/subject.ts';
import type { StoredDocument } from '../../ports.ts';
import { level, limitChange } from '../../state/notice-codec.ts';
import type { DigestContext } from '../../words/context.ts';
import type { Part } from '../../words/headline.ts';
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
  briefFailure,
  computed,
  increaseIn,
  jumpIn,
  link,
  mutedBy,
  place,
} from './notice-values.ts';

/** The version of alerts; increases if a field is removed or changes its meaning. */
export const ALERT_VERSION = 2;
export const ALERT_KIND = 'limits-watchdog.alert';

/** The time of a notice; absent when it is the time of the run. */
const at = optional(time);

const percent = optional(computed(number));
/** 0 when no version is old, otherwise absent: all that the steps for readers need of the code inventory. */
const oldVersions = optional(oneOf([0]));

const limitNotice = (unit: Unit) =>
  record({
    ...headOf('limit'),
    account,
    at,
    limit: limitId,
    unit: amountUnit,
    change: limitChange,
    region: place,
    level: optional(level),
    ...amountsIn(unit),
    ...basis,
    since: time,
    increase: optional(increaseIn(unit)),
    ownIncrease: optional(ownIncreaseWith(amountIn(unit), time)),
    cause: optional(oneOf(['forecast'])),
    percent,
    forecast: optional(forecast),
    weekGrowth: optional(number),
    jump: optional(jumpIn(unit)),
    oldVersions,
    mutedBy,
  });

const jumpNotice = (unit: Unit) =>
  record({
    ...headOf('jump'),
    account,
    at,
    limit: limitId,
    unit: amountUnit,
    region: place,
    ...amountsIn(unit),
    ...basis,
    percent,
    jump: jumpIn(unit),
    oldVersions,
    mutedBy,
  });

/** A notice in a message: figures only. The texts for people and the largest functions are in the document. */
export const messageNotice = variants('kind', [
  inItsUnit(limitNotice, ({ unit }) => unit, unitIn),
  inItsUnit(jumpNotice, ({ unit }) => unit, unitIn),
  ...kindsWithoutAmounts({ at }, { mutedBy }, briefFailure),
]);

function unitIn({ unit }: Table): unknown {
  return unit;
}

/** The fields of an alert before its notices. */
export const alertHead = {
  ...headFields,
  part: record({ number: natural, of: natural }),
  subject: text,
  partition: oneOf(['aws', 'aws-us-gov', 'aws-cn', 'aws-eusc']),
  command: text,
  runbook: optional(text),
  report: optional(link),
  document: optional(record<StoredDocument>({ bucket: text, key: text })),
  limits: list(
    record({
      id: limitId,
      title: text,
      noun: text,
      source: optional(oneOf(['quota', 'ceiling'])),
      increase: optional(oneOf(['possible', 'impossible'])),
      quota: optional(quotaCode),
    }),
  ),
};

const IDENTITY = { version: ALERT_VERSION, kind: ALERT_KIND };
const alertHeadCodec = document(IDENTITY, record(alertHead));

/** The body of a message; `docs/schemas/alert.schema.json` is made from it. */
export const alertCodec = document(
  IDENTITY,
  record({ ...alertHead, notices: list(messageNotice) }),
);

/** Returns the JSON body of one message. `noticeTexts` is the JSON of each notice, made by `figuresJson`. */
export function alertJson(
  context: DigestContext,
  group: string,
  subject: string,
  part: Part,
  notices: readonly Notice[],
  noticeTexts: readonly string[],
): string {
  const limits = limitsOf(notices, context);
  const fields = { ...context, ...headFrom(context, group), part, subject, limits };
  const head = escapeInvisible(encode(fields, alertHeadCodec));
  return `${head.slice(0, -1)},"notices":[${noticeTexts.join(',')}]}`;
}

/** How much of each notice a message contains. `essential` leaves out trends, for runs with very many alerts. */
export type Detail = 'all figures' | 'essential';

/** Returns the JSON of one notice of a message. */
export function figuresJson(notice: Notice, context: DigestContext, detail: Detail): string {
  const { at: noticedAt, ...form } = briefForm(formOf(notice), detail);
  const time = noticedAt === context.measuredAt ? {} : { at: noticedAt };
  return escapeInvisible(encode({ ...form, ...time }, messageNotice));
}

function briefForm(form: ReturnType<typeof formOf>, detail: Detail) {
  if (form.kind !== 'limit' && form.kind !== 'jump') return form;
  const { percent: exact, inventory, ...figures } = form;
  const brief = {
    ...(exact !== undefined && { percent: Math.floor(exact * 10) / 10 }),
    ...(inventory?.oldVersions === 0 && { oldVersions: 0 as const }),
  };
  if (figures.kind === 'jump') return { ...figures, ...brief };
  const { cause, forecast: until, weekGrowth, jump, ...rest } = figures;
  return {
    ...rest,
    ...brief,
    ...(cause === 'forecast' && { cause }),
    ...(detail === 'all figures' &&
      defined({ forecast: until, weekGrowth: weekGrowth && roundLarge(weekGrowth), jump })),
  };
}

/** Rounds a large growth to a whole number, to save bytes. */
function roundLarge(amount: number): number {
  return Math.abs(amount) > 1_000 ? Math.round(amount) : amount;
}

/** The limits that the notices name. A limit that is no longer watched is left out. */
function limitsOf(notices: readonly Notice[], context: DigestContext) {
  const named = notices.flatMap((one) => (one.kind === 'closed' ? [] : subjectOf(one).limits));
  return [...new Set(named)].flatMap((name) =>
    context.limits
      .filter(({ id }) => id === name)
      .map(({ source, ...limit }) => ({
        ...limit,
        ...(source && defined({ source: source.kind, increase: source.increase })),
      })),
  );
}
