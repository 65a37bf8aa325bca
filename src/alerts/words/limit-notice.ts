import type { Jump, JumpNotice, LimitNotice } from '../../model/notice.ts';
import type { Quantity } from '../../model/units.ts';
import { free } from '../../model/units.ts';
import type { Quote } from '../../text/plain.ts';
import {
  counted,
  freeText,
  growthText,
  packageSizeText,
  limitText,
  percentText,
  reclaimableText,
  shrinkText,
  usedText,
  withSeparators,
} from '../../text/quantities.ts';
import { ownIncreaseText } from '../../text/increase-text.ts';
import { spanText, utcText } from '../../text/times.ts';
import type { DigestContext, LimitWords } from './context.ts';
import { limitWords } from './context.ts';
import { briefForecast, forecastText } from './forecast-text.ts';
import type { NoticeDetails } from './notice-words.ts';
import { caveatLines, remedyFor, whenFullText } from './remedies.ts';
import type { CodeInventory, FunctionHolding } from '../../model/code-inventory.ts';
import { NOT_COVERED } from '../../model/code-inventory.ts';
import { aliasesReadText, unattributedText } from '../../text/code-inventory.ts';

export function limitDetails(
  notice: LimitNotice,
  context: DigestContext,
  quote: Quote,
): NoticeDetails {
  const { limit, used, quota, increase, ownIncrease, forecast, jump, change } = notice;
  const definition = limitWords(context, limit);
  const { title, noun, source } = definition;
  const { links, ...more } = remedyFor(context, notice.target, limit, notice.inventory, increase);
  const isRecovered = change === 'recovered';
  const { figures, ...usage } = usageDetails(used, quota, definition);
  const isFixed = source?.kind === 'quota' && source.increase === 'impossible';
  const prospects = [
    ...(forecast === undefined ? [] : [forecastText(forecast, quota.unit, noun)]),
    ...(isFixed ? ['AWS does not increase this limit.'] : []),
  ];
  return {
    what: title,
    brief: briefText(notice),
    figures: isRecovered ? figures : [...figures, whenFullFigure(context, notice)],
    facts: [
      ...basisLines(notice, quote),
      ...changeLines(notice),
      ...(ownIncrease === undefined ? [] : [ownIncreaseText(ownIncrease)]),
      ...(isRecovered ? [] : prospects),
      ...weekLines(notice, definition),
      ...(jump === undefined ? [] : [jumpText(jump, definition)]),
    ],
    links,
    ...(isRecovered ? {} : { ...usage, ...more, holders: holdersOf(notice, quote) }),
  };
}

export function jumpDetails(
  notice: JumpNotice,
  context: DigestContext,
  quote: Quote,
): NoticeDetails {
  const { target, limit, quota, inventory, jump } = notice;
  const definition = limitWords(context, limit);
  const { title, noun } = definition;
  const grown = growthText(jump.to.amount - jump.from.amount, jump.to.unit, noun);
  const { figures, ...usage } = usageDetails(jump.to, quota, definition);
  return {
    what: title,
    brief: `+${grown} in ${counted(Math.max(1, Math.floor(jump.sinceDays)), 'day')}`,
    ...usage,
    figures: [...figures, whenFullFigure(context, notice)],
    facts: [
      jumpText(jump, definition),
      ...basisLines(notice, quote),
      'Look for a deployment that repeats, or for packages that have become larger.',
    ],
    holders: holdersOf(notice, quote),
    ...remedyFor(context, target, limit, inventory),
  };
}

function whenFullFigure(context: DigestContext, { limit }: Pick<LimitNotice, 'limit'>) {
  return { label: 'When full', value: whenFullText(context, limit) };
}

function holdersOf({ inventory }: Pick<LimitNotice, 'inventory'>, quote: Quote) {
  return inventory === undefined ? [] : holderLines(inventory, quote);
}

function jumpText({ from, to, usual }: Jump, { noun }: LimitWords): string {
  return `From ${usedText(from, noun)} to ${usedText(to, noun)}; usual in that time: ${growthText(usual, to.unit, noun)}.`;
}

function briefText(notice: LimitNotice): string {
  const ofWhat = notice.stated === undefined ? '' : ' of a stated quota';
  const percent = `${percentText(notice.used, notice.quota)}${ofWhat}${briefIncrease(notice)}`;
  if (notice.change === 'recovered') return `now ${percent}`;
  return notice.cause === 'forecast' && notice.forecast !== undefined
    ? `${percent}, ${briefForecast(notice.forecast)}`
    : percent;
}

function briefIncrease({ change, increase, ownIncrease }: LimitNotice): string {
  if (ownIncrease?.state === 'granted') return ', increase granted';
  if (change === 'recovered') return '';
  const isOpen = increase?.open === true || ownIncrease?.state === 'requested';
  return isOpen ? ', increase requested' : '';
}

/** Returns the figures of used and free capacity. A ceiling has no free capacity: the ceiling is shown instead. */
function usageDetails(
  used: Quantity,
  quota: Quantity,
  { noun, source }: LimitWords,
): Required<Pick<NoticeDetails, 'figures'>> & Pick<NoticeDetails, 'free'> {
  const percent = percentText(used, quota);
  if (source?.kind === 'ceiling') {
    const value = `${usedText(used, noun)}; your ceiling is ${withSeparators(quota.amount)} (${percent})`;
    return { figures: [{ label: 'Used', value }] };
  }
  const capacity = free(used, quota);
  const value = capacity.amount === 0 ? 'nothing' : freeText(capacity, noun);
  return {
    free: `${value} free`,
    figures: [
      { label: 'Used', value: `${usedText(used, '')} of ${limitText(quota, noun)} (${percent})` },
      { label: 'Free', value },
    ],
  };
}

/** Returns lines that explain the figures: their resource and time, who stated the quota, and what usage leaves out. */
function basisLines(
  { limit, parent, figure, stated }: Pick<LimitNotice, 'limit' | 'parent' | 'figure' | 'stated'>,
  quote: Quote,
): readonly string[] {
  const shown =
    figure?.kind === 'peak'
      ? `This is the peak since ${utcText(figure.since)}, at ${utcText(figure.at)}.`
      : figure && `CloudWatch reported this usage for ${utcText(figure.at)}.`;
  return [
    parent && `This is of the ${parent.kind} ${quote(parent.name)}, which uses most.`,
    shown,
    stated &&
      `AWS's quota could not be read. This one is stated by ${quote(stated.owner)} in watchdog.yml: ${quote(stated.reason)}`,
    ...caveatLines(limit),
  ].filter((line) => line !== undefined);
}

function changeLines({ change, level, cause, since, at }: LimitNotice): readonly string[] {
  const lasted = spanText(since, at);
  if (change === 'recovered') {
    return [`Resolved after ${lasted}: open from ${utcText(since)} to ${utcText(at)}.`];
  }
  return [
    ...CHANGE[change](lasted, level === 'critical' ? 'critical' : 'a warning'),
    `First seen ${utcText(since)}.`,
    ...(cause === 'forecast' ? ['Below its thresholds, but filling up.'] : []),
  ];
}

const CHANGE: Readonly<
  Record<
    Exclude<LimitNotice['change'], 'recovered'>,
    (lasted: string, level: string) => readonly string[]
  >
> = {
  raised: () => [],
  escalated: () => ['Escalated from warning.'],
  reminded: (lasted, level) => [`Reminder: still ${level} after ${lasted}.`],
  eased: () => ['Improved to warning; not resolved yet.'],
};

function weekLines({ weekGrowth, quota }: LimitNotice, { noun }: LimitWords): readonly string[] {
  if (weekGrowth === undefined) return [];
  if (weekGrowth === 0) return ['As much as a week ago.'];
  return weekGrowth > 0
    ? [`${growthText(weekGrowth, quota.unit, noun)} more than a week ago.`]
    : [`${shrinkText(-weekGrowth, quota.unit, noun)} less than a week ago.`];
}

const NAMED = 5;

/** Returns lines on the largest functions, by package size. AWS does not document how the limit counts these bytes. */
function holderLines(inventory: CodeInventory, quote: Quote): readonly string[] {
  const named = inventory.largest.slice(0, NAMED);
  const others = inventory.functions - named.length;
  return [
    'Largest functions, by package size (AWS counts the limit differently):',
    ...named.map((holding, index) => `${index + 1}. ${holdingText(holding, quote)}`),
    ...(others > 0 ? [`and ${counted(others, 'more function')}.`] : []),
    `In all: ${counted(inventory.versions, 'version')} of ${counted(inventory.functions, 'function')}, ${packageSizeText(inventory.packageBytes)}${layerText(inventory)}.`,
    inventory.oldVersions === 0
      ? 'No version is old.'
      : `Deletion candidates, not yet checked for use: ${counted(inventory.oldVersions, 'version')}, ${reclaimableText(inventory.oldPackageBytes)} of packages.`,
    ...(inventory.aliasesReadAt === undefined ? [] : [aliasesReadText(inventory.aliasesReadAt)]),
    ...(inventory.unattributed === undefined ? [] : [unattributedText(inventory.unattributed)]),
    NOT_COVERED,
  ];
}

function holdingText(holding: FunctionHolding, quote: Quote): string {
  const { name, versions, oldVersions, packageBytes, oldPackageBytes, storage } = holding;
  const old =
    oldVersions === 0
      ? 'none old'
      : `${withSeparators(oldVersions)} old with ${reclaimableText(oldPackageBytes)}`;
  return `${quote(name)}: ${counted(versions, 'version')}, ${packageSizeText(packageBytes)}; ${old}${storageText(storage)}`;
}

/** Returns a remark if the code of `$LATEST` is in a bucket of the customer. Earlier versions may be copies that count. */
function storageText(storage: FunctionHolding['storage']): string {
  return storage === 'reference' ? ' ($LATEST: code in your own bucket, not counted)' : '';
}

function layerText({ ownLayers }: CodeInventory): string {
  return ownLayers.layerVersions === 0
    ? ''
    : `; ${counted(ownLayers.layerVersions, 'attached layer version')}, ${packageSizeText(ownLayers.packageBytes)}`;
}
