import type { Jump, JumpNotice, LimitNotice } from '../../model/notice.ts';
import type { Quantity } from '../../model/units.ts';
import { free } from '../../model/units.ts';
import type { DigestContext, LimitWords } from './context.ts';
import { limitWords } from './context.ts';
import { briefForecast, forecastText } from './forecast-text.ts';
import { holderLines } from './holders.ts';
import type { Figure, NoticeDetails } from './notice-words.ts';
import type { Quote } from '../../text/plain.ts';
import {
  counted,
  freeText,
  growthText,
  limitText,
  percentText,
  shrinkText,
  usedText,
  withSeparators,
} from '../../text/quantities.ts';
import { ownIncreaseText } from '../../text/increase-text.ts';
import { caveatLines, remedyFor, whenFullText } from './remedies.ts';
import { spanText, utcText } from '../../text/times.ts';

/** How much, since when, until when it will do, who holds it and what to do. */
export function limitDetails(
  notice: LimitNotice,
  context: DigestContext,
  quote: Quote,
): NoticeDetails {
  const { target, limit, used, quota, inventory, increase, change } = notice;
  const definition = limitWords(context, limit);
  const over = change === 'recovered';
  const remedy = remedyFor(context, target, limit, inventory, increase);
  return {
    what: definition.title,
    brief: briefly(notice),
    ...(over ? {} : freeOf(used, quota, definition)),
    figures: [
      ...usageFigures(used, quota, definition),
      ...(over ? [] : [{ label: 'When full', value: whenFullText(context, limit) }]),
    ],
    facts: [
      ...parentLines(notice, quote),
      ...figureLines(notice),
      ...statedLines(notice, quote),
      ...caveatLines(limit),
      ...changeLines(notice),
      ...(notice.ownIncrease === undefined ? [] : [ownIncreaseText(notice.ownIncrease)]),
      ...(over ? [] : [...forecastLines(notice, definition), ...increaseLines(definition)]),
      ...weekLines(notice, definition),
      ...(notice.jump === undefined ? [] : jumpLines(notice.jump, definition)),
    ],
    holders: over || inventory === undefined ? [] : holderLines(inventory, quote),
    steps: over ? [] : remedy.steps,
    links: remedy.links,
    ...(over || remedy.command === undefined ? {} : { command: remedy.command }),
  };
}

/** Growth out of proportion, whatever the level. */
export function jumpDetails(
  notice: JumpNotice,
  context: DigestContext,
  quote: Quote,
): NoticeDetails {
  const { target, limit, quota, inventory, jump } = notice;
  const definition = limitWords(context, limit);
  const { noun } = definition;
  const grown = growthText(jump.to.amount - jump.from.amount, jump.to.unit, noun);
  const remedy = remedyFor(context, target, limit, inventory);
  return {
    what: definition.title,
    brief: `+${grown} in ${counted(Math.max(1, Math.floor(jump.sinceDays)), 'day')}`,
    ...freeOf(jump.to, quota, definition),
    figures: [
      ...usageFigures(jump.to, quota, definition),
      { label: 'When full', value: whenFullText(context, limit) },
    ],
    facts: [
      ...jumpLines(jump, definition),
      ...parentLines(notice, quote),
      ...statedLines(notice, quote),
      ...caveatLines(limit),
      'Look for a deployment that repeats, or for packages that have become larger.',
    ],
    holders: inventory === undefined ? [] : holderLines(inventory, quote),
    steps: remedy.steps,
    links: remedy.links,
    ...(remedy.command === undefined ? {} : { command: remedy.command }),
  };
}

function jumpLines({ from, to, usual }: Jump, { noun }: LimitWords): readonly string[] {
  return [
    `From ${usedText(from, noun)} to ${usedText(to, noun)}; usual in that time: ${growthText(usual, to.unit, noun)}.`,
  ];
}

function briefly(notice: LimitNotice): string {
  const ofWhat = notice.stated === undefined ? '' : ' of a stated quota';
  const percent = `${percentText(notice.used, notice.quota)}${ofWhat}${increaseOf(notice)}`;
  if (notice.change === 'recovered') return `now ${percent}`;
  return notice.cause === 'forecast' && notice.forecast !== undefined
    ? `${percent}, ${briefForecast(notice.forecast)}`
    : percent;
}

/** For where there is room for nothing else, such as a text message. */
function increaseOf({ change, increase, ownIncrease }: LimitNotice): string {
  if (ownIncrease?.state === 'granted') return ', increase granted';
  if (change === 'recovered') return '';
  const isOpen = increase?.open === true || ownIncrease?.state === 'requested';
  return isOpen ? ', increase requested' : '';
}

/** Of a ceiling the ceiling takes the place of what is free: nothing runs out there. */
function usageFigures(used: Quantity, quota: Quantity, definition: LimitWords): readonly Figure[] {
  const { noun, source } = definition;
  const percent = percentText(used, quota);
  if (source?.kind === 'ceiling') {
    const value = `${usedText(used, noun)}; your ceiling is ${withSeparators(quota.amount)} (${percent})`;
    return [{ label: 'Used', value }];
  }
  const left = free(used, quota);
  return [
    { label: 'Used', value: `${usedText(used, '')} of ${limitText(quota, noun)} (${percent})` },
    { label: 'Free', value: left.amount === 0 ? 'nothing' : freeText(left, noun) },
  ];
}

function freeOf(
  used: Quantity,
  quota: Quantity,
  { noun, source }: LimitWords,
): Pick<NoticeDetails, 'free'> {
  if (source?.kind === 'ceiling') return {};
  const left = free(used, quota);
  return { free: left.amount === 0 ? 'nothing free' : `${freeText(left, noun)} free` };
}

/** Whose number the quota is, where it is not AWS's. */
function statedLines({ stated }: Pick<LimitNotice, 'stated'>, quote: Quote): readonly string[] {
  if (stated === undefined) return [];
  return [
    `AWS's quota could not be read. This one is stated by ${quote(stated.owner)} in watchdog.yml: ${quote(stated.reason)}`,
  ];
}

/** Of what the figures are, where the limit is about each of several things. */
function parentLines({ parent }: Pick<LimitNotice, 'parent'>, quote: Quote): readonly string[] {
  return parent === undefined
    ? []
    : [`This is of the ${parent.kind} ${quote(parent.name)}, which has used most.`];
}

/** Of which moment the usage is, where AWS reports it to CloudWatch. */
function figureLines({ figure }: Pick<LimitNotice, 'figure'>): readonly string[] {
  if (figure === undefined) return [];
  return figure.kind === 'peak'
    ? [`This is the peak since ${utcText(figure.since)}, at ${utcText(figure.at)}.`]
    : [`CloudWatch reported this usage for ${utcText(figure.at)}.`];
}

function increaseLines({ source }: LimitWords): readonly string[] {
  return source?.kind === 'quota' && source.increase === 'impossible'
    ? ['AWS does not increase this limit.']
    : [];
}

function changeLines({ change, level = 'warn', cause, since, at }: LimitNotice): readonly string[] {
  const lasted = spanText(since, at);
  if (change === 'recovered') {
    return [`Resolved after ${lasted}: open from ${utcText(since)} to ${utcText(at)}.`];
  }
  const first = `First seen ${utcText(since)}.`;
  const why = cause === 'forecast' ? ['Below its thresholds, but filling up.'] : [];
  switch (change) {
    case 'raised':
      return [first, ...why];
    case 'escalated':
      return [level === 'critical' ? 'Escalated from warning.' : 'Escalated.', first, ...why];
    case 'reminded':
      return [
        `Reminder: still ${level === 'critical' ? 'critical' : 'a warning'} after ${lasted}.`,
        first,
        ...why,
      ];
    case 'eased':
      return [
        `Improved to ${level === 'critical' ? 'critical' : 'warning'}; not resolved yet.`,
        first,
        ...why,
      ];
  }
}

function forecastLines(notice: LimitNotice, { noun }: LimitWords): readonly string[] {
  const { forecast, quota } = notice;
  return forecast === undefined ? [] : [forecastText(forecast, quota.unit, noun)];
}

function weekLines({ weekGrowth, quota }: LimitNotice, { noun }: LimitWords): readonly string[] {
  if (weekGrowth === undefined) return [];
  if (weekGrowth === 0) return ['As much as a week ago.'];
  return weekGrowth > 0
    ? [`${growthText(weekGrowth, quota.unit, noun)} more than a week ago.`]
    : [`${shrinkText(-weekGrowth, quota.unit, noun)} less than a week ago.`];
}
